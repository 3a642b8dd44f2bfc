//! Generates a board of any size in the form of a real export, to measure speed and memory without anybody's
//! data.
//!
//! `cargo run --release --example generate -- --issues 12000 --format jira-cloud board.json`; the same
//! arguments give the same bytes. [`board`] describes the contents.

mod board;

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use board::{Format, Plan};
use clap::{Parser, value_parser};

/// Write a made-up board of any size.
#[derive(Parser)]
struct Args {
    /// How many issues or cards
    #[arg(long, value_parser = value_parser!(i64).range(1..=1_000_000))]
    issues: i64,
    #[arg(long, value_enum)]
    format: Format,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Have people step out of their roles ten times as often
    #[arg(long)]
    busy: bool,
    /// Write the matching boardlint.toml here
    #[arg(long)]
    charter: Option<PathBuf>,
    /// Where the board goes, `-` for standard output
    out: PathBuf,
}

/// Counts the bytes written.
struct Counted<W> {
    to: W,
    bytes: usize,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let plan = Plan { issues: args.issues, format: args.format, seed: args.seed, busy: args.busy };
    if let Some(path) = &args.charter {
        fs::write(path, plan.charter())?;
    }
    let mut out = Counted { to: BufWriter::new(open(&args.out)?), bytes: 0 };
    plan.write(&mut out)?;
    out.flush()?;
    writeln!(io::stderr(), "{} issues, {} bytes", plan.issues, out.bytes)?;
    Ok(())
}

fn open(path: &Path) -> io::Result<Box<dyn Write>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdout().lock()));
    }
    Ok(Box::new(File::create(path)?))
}
