use std::io;

use super::terminal::Terminal;
use super::{Status, complain};
use crate::charter::{Charter, Level, Profile, Word};
use crate::cli;
use crate::rule::condition::Condition;
use crate::rule::{self, Definition, RuleSet, Selection, needs, unknown_rule};
use crate::source::Sources;

/// Text is broken at this width.
const WIDTH: usize = 88;

/// Says why a rule matters, what to do instead, what to ask, and how it is set.
pub(super) fn run(args: &cli::Explain, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let loaded = rule::load(&mut sources, true, &args.rules);
    if !loaded.found.is_empty() {
        complain(&loaded.found, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let Some(rule) = loaded.rules.iter().find(|rule| rule.name == args.rule) else {
        complain(&[unknown_rule(&args.rule, &loaded.rules)], &sources, terminal)?;
        return Ok(Status::Usage);
    };
    let strict = level(rule, Profile::Strict, &sources);
    let guide = level(rule, Profile::ScrumGuide, &sources);
    let out = terminal.out();
    writeln!(out, "{}  ({})\n\n{}\n", rule.name, rule.category, rule.summary)?;
    paragraph(out, "Why", &rule.advice.why)?;
    paragraph(out, "Instead", &rule.advice.instead)?;
    paragraph(out, "Ask in the retrospective", &rule.advice.ask)?;
    paragraph(out, "When it is no problem", &rule.advice.fine)?;
    writeln!(out, "It fires when")?;
    conditions(out, &rule.when)?;
    for count in &rule.counts {
        let what = if count.items { "items" } else { "changes" };
        writeln!(out, "where count.{} is the {what} ({}) with", count.name, count.window)?;
        conditions(out, &count.conditions)?;
    }
    for share in &rule.shares {
        let name = |place: usize| rule.counts.get(place).map_or("", |count| count.name.as_str());
        writeln!(out, "and share.{} is count.{} divided by count.{}", share.name, name(share.of), name(share.whole))?;
    }
    for excuse in &rule.unless {
        writeln!(out, "not when {}", excuse.name)?;
        conditions(out, &excuse.conditions)?;
    }
    for case in &rule.cases {
        let level = case.level.map_or(String::new(), |level| format!(" is {level}"));
        writeln!(out, "{}{level} when", case.name)?;
        conditions(out, &case.conditions)?;
    }
    writeln!(
        out,
        "\nLevel: {strict} (scrum-guide: {guide}). Confidence: {}. Judges: {}.",
        rule.confidence, rule.judge
    )?;
    let needs = needs(rule);
    if !needs.is_empty() {
        writeln!(out, "Needs: {}.", needs.join(", "))?;
    }
    let examples = rule.examples.iter().map(|example| example.name.as_str());
    writeln!(out, "\nExamples")?;
    for (example, name) in rule.examples.iter().zip(examples) {
        let verdict = if example.inconclusive {
            "cannot be judged"
        } else if example.fires.is_empty() {
            "is fine"
        } else {
            "fires"
        };
        writeln!(out, "  {verdict:<16} {name}")?;
    }
    writeln!(out, "\nSources")?;
    for source in &rule.advice.source {
        writeln!(out, "  {source}")?;
    }
    writeln!(
        out,
        "\nTo set it, in boardlint.toml:\n\n  [rules]\n  {} = \"{}\"    # or {}",
        rule.name,
        strict,
        words()
    )?;
    Ok(Status::Clean)
}

fn words() -> String {
    Level::ALL.iter().map(|level| level.word()).collect::<Vec<_>>().join(", ")
}

fn level(rule: &Definition, profile: Profile, sources: &Sources) -> Level {
    let mut found = Vec::new();
    let one = std::slice::from_ref(rule);
    let set = RuleSet::new(one, profile, &Charter::default(), &Selection::default(), sources, &mut found);
    set.rules().first().map_or(Level::Off, |rule| rule.level)
}

fn conditions(out: &mut dyn termcolor::WriteColor, conditions: &[Condition]) -> io::Result<()> {
    let mut last = "";
    for condition in conditions {
        // Two tests in one table are two conditions, written once.
        if std::mem::replace(&mut last, &condition.name) == condition.name {
            continue;
        }
        writeln!(out, "    {} = {}", condition.name, condition.written)?;
    }
    Ok(())
}

fn paragraph(out: &mut dyn termcolor::WriteColor, title: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}")?;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "  {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "  {line}\n")
}
