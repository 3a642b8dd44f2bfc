//! The template of a new rule.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};

use walkdir::WalkDir;

use super::super::files::reason;
use super::super::status::Status;
use super::super::terminal::Terminal;
use crate::cli::NewRule;
use crate::report::encode;
use crate::rule;
use crate::source::Sources;

/// A rule that passes its own examples, with a comment on each part.
const TEMPLATE: &str = include_str!("template.toml");

/// Maximum length of a name.
const LONGEST: usize = 60;

/// Writes the template of a rule; never overwrites a file.
pub(super) fn run(args: &NewRule, terminal: &mut Terminal) -> io::Result<Status> {
    if let Some(refusal) = refusal(args) {
        terminal.complain(&refusal)?;
        return Ok(Status::Usage);
    }
    let path = args.dir.join(format!("{}.toml", args.name));
    let written = fs::create_dir_all(&args.dir)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    if let Err(error) = written {
        terminal.complain(&match error.kind() {
            io::ErrorKind::AlreadyExists => format!("{} is there already, and is left as it is", path.display()),
            _ => format!("{} cannot be written: {}", path.display(), reason(&error)),
        })?;
        return Ok(Status::Usage);
    }
    let (path, dir) = (path.display().to_string(), args.dir.display().to_string());
    let (path, dir) = (encode::terminal(&path), encode::terminal(&dir));
    writeln!(terminal.out(), "wrote {path}: change it to your rule, `boardlint vocabulary` has the words; then")?;
    writeln!(terminal.out(), "  boardlint test-rules {dir}")?;
    writeln!(terminal.out(), "  boardlint check EXPORT --rules {dir} --select {}", args.name)?;
    Ok(Status::Clean)
}

/// Why there cannot be a rule with this name.
fn refusal(args: &NewRule) -> Option<String> {
    let name = &args.name;
    let parts = |name: &str| {
        name.split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    };
    if !parts(name) || name.len() > LONGEST {
        return Some(format!(
            "`{name}` is no name for a rule: take small letters, digits and hyphens, at most {LONGEST}, \
             such as `started-before-ready`"
        ));
    }
    let mut sources = Sources::new();
    let shipped = rule::load(&mut sources, rule::Shipped::WithoutExamples, []).rules;
    if let Some(rule) = shipped.iter().find(|rule| rule.name == *name) {
        let place = sources.get(rule.file).name();
        return Some(format!("boardlint ships a rule `{name}` ({place}): choose another name"));
    }
    if shipped.iter().any(|rule| rule.category == *name) {
        return Some(format!("`{name}` is a category of rules: choose another name"));
    }
    // A rule is identified by its file name, so no other folder below may have one with the same name.
    let file = format!("{name}.toml");
    let mut others = WalkDir::new(&args.dir).into_iter().filter_map(Result::ok);
    let other = others.find(|entry| entry.file_name() == file.as_str())?;
    Some(format!("{} is there already, and is left as it is", other.path().display()))
}
