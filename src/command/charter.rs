//! `boardlint charter`: checks a charter and shows its effective settings.

use std::io;
use std::path::{Path, PathBuf};

use super::first_steps::quote;
use super::own_rules;
use super::status::Status;
use super::table::{Table, fit};
use super::terminal::{Terminal, complain};
use super::texts::{Texts, nearest_charter};
use crate::charter::{self, Charter, FILE_NAME, Key, Level, Place, Profile, Takes};
use crate::cli;
use crate::lint::Options;
use crate::report::encode;
use crate::rule::{self, RuleSet, Selection};
use crate::source::{Diagnostic, Sources, has_errors};

/// Maximum width of a value.
const VALUE: usize = 60;

/// Checks a charter and shows its effective settings.
pub(super) fn run(args: &cli::CharterArgs, terminal: &mut Terminal) -> io::Result<Status> {
    let (own, mut wrong) = own_rules::texts(&args.rules);
    let mut texts = Texts::with_rules(own);
    wrong.extend(texts.inputs.mistakes(&Options::default()));
    let charter = find(&args.path).and_then(|path| texts.add_charter(&path, None));
    let charter = match charter {
        Ok(charter) if wrong.is_empty() => charter,
        other => {
            wrong.extend(other.err());
            complain(&wrong, texts.inputs.sources(), terminal)?;
            return Ok(Status::Usage);
        }
    };
    let (charter, mut found) = texts.inputs.parse_charter(charter);
    let (loaded, sources) = (texts.inputs.rules(), texts.inputs.sources());
    let profile = charter.profile.unwrap_or(Profile::Strict);
    let everything = Selection::default();
    let rules = RuleSet::new(loaded, profile, &charter, &everything, sources, &mut found);
    let wrong = has_errors(&found);
    let page = page(&charter, loaded, &rules, sources, terminal.width());
    terminal.out().write_all(page.as_bytes())?;
    terminal.out().flush()?;
    complain(&found, sources, terminal)?;
    let said = match (wrong, found.len()) {
        (true, _) => "this charter cannot be used as it stands: mend what is marked as error".to_owned(),
        (false, 0) => "this charter is sound; whether its names fit the board, `boardlint check` tells".to_owned(),
        (false, 1) => "this charter can be used; look at the warning".to_owned(),
        (false, more) => format!("this charter can be used; look at the {more} warnings"),
    };
    writeln!(terminal.out(), "{said}")?;
    Ok(if wrong { Status::Usage } else { Status::Clean })
}

/// The charter that `path` means: the file itself, or the nearest charter of a folder.
fn find(path: &Path) -> Result<PathBuf, Diagnostic> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    nearest_charter(path).map(|(_, charter)| charter).ok_or_else(|| {
        let folder = quote(&path.to_string_lossy());
        Diagnostic::error(format!("there is no {FILE_NAME} in this folder or above it: {folder}"))
            .note("draft one from an export: `boardlint init EXPORT`")
    })
}

fn page(charter: &Charter, loaded: &[rule::Definition], rules: &RuleSet, sources: &Sources, width: usize) -> String {
    let name = |file| encode::terminal(sources.get(file).name());
    let mut out = charter.file.map(name).unwrap_or_default();
    if let Some(base) = charter.base {
        out.push_str(&format!(", which extends {}", name(base)));
    }
    out.push_str("\n\nSet\n");
    let mut table = Table::default().words("").words("").words("");
    for setting in &charter.settings {
        let file = sources.get(setting.mark.file);
        let place = format!("{}:{}", encode::terminal(file.name()), file.position(setting.mark.start).line);
        table.row(vec![encode::terminal(&setting.name), fit(&encode::terminal(&setting.value), VALUE), place]);
    }
    if charter.settings.is_empty() {
        table.row(vec!["nothing".to_owned(), String::new(), String::new()]);
    }
    out.push_str(&table.text(width));
    out.push_str("\nLeft out\n");
    let mut table = Table::default().words("").words("");
    for (name, default) in left_out(charter) {
        table.row(vec![name, default.to_owned()]);
    }
    out.push_str(&table.text(width));
    let changed = changed(charter, loaded, rules);
    if !changed.is_empty() {
        out.push_str("\nRules that are set\n");
        let mut table = Table::default().words("").words("");
        for (name, outcome) in changed {
            table.row(vec![encode::terminal(&name), encode::terminal(&outcome)]);
        }
        out.push_str(&table.text(width));
    }
    out.push('\n');
    out
}

/// The settings that the charter leaves out, with their defaults.
fn left_out(charter: &Charter) -> Vec<(String, &'static str)> {
    let is_set = |name: &str| charter.settings.iter().any(|setting| setting.name == name);
    // Sprints, ignores and the keys of inline tables have no defaults.
    let once = |key: &Key| match key.place {
        Place::Top => true,
        Place::Section(section) => section.takes() == Takes::Section,
        Place::Term | Place::Setting => false,
    };
    let keys = charter::keys().into_iter().filter(once);
    keys.filter_map(|key| Some((key.path(), key.default?))).filter(|(name, _)| !is_set(name)).collect()
}

/// The rules whose level or conditions the charter sets, with the result.
fn changed(charter: &Charter, loaded: &[rule::Definition], rules: &RuleSet) -> Vec<(String, String)> {
    let profile = charter.profile.unwrap_or(Profile::Strict);
    let outcome = |setting: &crate::charter::RuleSetting| {
        let rule = loaded.iter().find(|rule| rule.name == setting.name.text)?;
        let before = rule.level_under(profile);
        let now = rules.rules().iter().find(|other| other.name == rule.name).map_or(Level::Off, |rule| rule.level);
        let level = if before == now { format!("{now}") } else { format!("{now}, else {before}") };
        let when = if setting.when.is_some() { "; with conditions of its own" } else { "" };
        Some((rule.name.clone(), format!("{level}{when}")))
    };
    charter.rules.iter().filter_map(outcome).collect()
}
