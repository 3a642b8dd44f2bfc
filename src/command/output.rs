//! Where the formats of a run go: one to standard output, any number to files.
//!
//! One output that cannot be written costs none of the others, and a file is there whole or not at all.

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use termcolor::NoColor;

use super::files::reason;
use super::real_path::RealPath;
use super::terminal::Terminal;
use super::write_file::written;
use crate::report::{FORMATS, Format, Run};

/// A format and where it goes; none is standard output.
pub(super) type Output = (Format, Option<PathBuf>);

/// The outputs that `--format` names, `-` for standard output; `human` on standard output if it names none.
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

/// Writes every output of a run that `run` puts together for its format, never over what was `read`, and says what could not be written. Whether all
/// of them were.
///
/// # Errors
/// Where standard output or standard error cannot be written, after everything else was.
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
        // A path may be a pipe, too (`--format json=/dev/stdout`), whose reader has gone away.
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
