//! Lists the rules, or writes the template of a new one.

mod index;
mod json;
mod listed;
mod new;

use std::io;

use termcolor::WriteColor;

use super::options::selection;
use super::own_rules;
use super::status::Status;
use super::terminal::{Terminal, complain};
use crate::charter::Profile;
use crate::cli::{ListFormat, RuleArgs, Rules, RulesCommand};
use crate::report::{NOT_CHECKED, encode, fold};
use crate::rule::{self, Shipped, needs};
use crate::source::Sources;
use crate::wording::many;
use listed::Listed;

/// Lists the rules, or writes a new one.
pub(super) fn run(args: &Rules, terminal: &mut Terminal) -> io::Result<Status> {
    match &args.command {
        Some(RulesCommand::New(new)) => new::run(new, terminal),
        None => list(&args.rules, args.format, terminal),
    }
}

fn list(args: &RuleArgs, format: ListFormat, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let mut loaded = own_rules::load(&mut sources, Shipped::WithoutExamples, &args.rules);
    let selection = selection(args);
    let mut found = std::mem::take(&mut loaded.found);
    found.extend(selection.unknown(&loaded.rules));
    if !found.is_empty() {
        complain(&found, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let listed = Listed {
        rules: loaded.rules.iter().filter(|rule| selection.takes(rule)).collect(),
        sources: &sources,
        profile: args.profile.unwrap_or(Profile::Strict),
    };
    match format {
        ListFormat::Human => human(&listed, terminal)?,
        ListFormat::Markdown => index::write(&listed, terminal.out())?,
        ListFormat::Json => json::write(&listed, terminal.out())?,
    }
    Ok(Status::Clean)
}

fn human(listed: &Listed<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let width = terminal.width();
    let out = terminal.out();
    let mut category = "";
    let name = listed.rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    // In a narrow terminal the summary is below the name.
    let beside = name + 2 + 5 + 2 + 6 + 2 + 2;
    let is_narrow = width < beside + SUMMARY;
    let indent = " ".repeat(if is_narrow { 6 } else { beside });
    for rule in &listed.rules {
        if rule.category != category {
            category = &rule.category;
            lines(out, width, "", "  ", &rule::category_heading(category))?;
        }
        let (level, confidence) = (rule.level_under(listed.profile).to_string(), rule.confidence.to_string());
        let head = format!("  {:<name$}  {level:<5}  {confidence:<6}  ", encode::terminal(&rule.name));
        if is_narrow {
            writeln!(out, "{}", head.trim_end())?;
            lines(out, width, &indent, &indent, &rule.summary)?;
        } else {
            lines(out, width, &head, &indent, &rule.summary)?;
        }
        let needs = needs(rule);
        if !needs.is_empty() {
            lines(out, width, &indent, &indent, &format!("needs {}", needs.join(", ")))?;
        }
    }
    let count = many(listed.rules.len(), "rule");
    writeln!(out, "\n{count}, profile {}. `boardlint explain RULE` says more.", listed.profile)?;
    writeln!(out, "\nNot checked, because no export shows it:")?;
    NOT_CHECKED.iter().try_for_each(|what| lines(out, width, "- ", "  ", what))
}

/// Minimum number of columns for a summary.
const SUMMARY: usize = 36;

fn lines(out: &mut dyn WriteColor, width: usize, first: &str, next: &str, text: &str) -> io::Result<()> {
    fold::fold(text, width, first, next).iter().try_for_each(|line| writeln!(out, "{line}"))
}
