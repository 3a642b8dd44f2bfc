//! The targets of the formats of a run: one goes to standard output, any number to files.
//!
//! If one output cannot be written, the others are written all the same. A file is written completely or not
//! at all.

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use termcolor::NoColor;

use super::files::reason;
use super::real_path::RealPath;
use super::terminal::Terminal;
use super::write_file::written;
use crate::report::{FORMATS, Format, Run};

/// A format and its file; `None` is standard output.
pub(super) type Output = (Format, Option<PathBuf>);

/// The outputs of `--format`, with `-` for standard output. Without any, `human` on standard output.
pub(super) fn asked(formats: &[String]) -> Result<Vec<Output>, String> {
    if formats.is_empty() {
        return Ok(Format::find("human").map(|format| (format, None)).into_iter().collect());
    }
    let mut outputs: Vec<Output> = Vec::new();
    for text in formats {
        let (name, path) = match text.split_once('=') {
            Some((name, "-")) => (name, None),
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (text.as_str(), None),
        };
        let Some(format) = Format::find(name) else {
            let known: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
            return Err(format!("there is no format `{name}`: choose one of {}", known.join(", ")));
        };
        match &path {
            None if outputs.iter().any(|(_, other)| other.is_none()) => {
                return Err(format!("two formats cannot share standard output: write `--format {name}=FILE`"));
            }
            Some(path) if path.as_os_str().is_empty() => {
                return Err(format!("`--format {text}` names no file: write `--format {name}=FILE`"));
            }
            Some(path) => {
                let same =
                    |other: &Option<PathBuf>| other.as_ref().is_some_and(|it| RealPath::of(it) == RealPath::of(path));
                if let Some((other, _)) = outputs.iter().find(|(_, other)| same(other)) {
                    let path = path.display();
                    return Err(format!(
                        "`{}` and `{name}` would both be written to {path}: name two files",
                        other.name
                    ));
                }
            }
            None => {}
        }
        outputs.push((format, path));
    }
    Ok(outputs)
}

/// Writes every output; `run` builds the run for a format. Never overwrites a file in `read`. Reports what
/// could not be written, and returns whether everything was.
///
/// # Errors
/// If standard output or standard error cannot be written. The other outputs are written before.
pub(super) fn write<'r>(
    outputs: &[Output],
    read: &[RealPath],
    terminal: &mut Terminal,
    run: impl Fn(Format) -> Run<'r>,
) -> io::Result<bool> {
    let mut all = true;
    for (format, path) in outputs.iter().filter_map(|(format, path)| Some((*format, path.as_deref()?))) {
        let run = run(format);
        let written = written(path, read, |file| {
            let mut out = NoColor::new(BufWriter::new(file));
            (format.write)(&run, &mut out)?;
            out.flush()
        });
        // A path can also be a pipe (`--format json=/dev/stdout`) whose reader has exited.
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            all = false;
            terminal.complain(&format!("cannot write {}: {}", path.display(), reason(&error)))?;
        }
    }
    for (format, _) in outputs.iter().filter(|(_, path)| path.is_none()) {
        let run = run(*format);
        (format.write)(&run, terminal.out())?;
        if !format.for_people {
            terminal.out().flush()?;
            writeln!(terminal.err(), "{}", run.summary.last_line())?;
        }
    }
    Ok(all)
}
