//! `boardlint explain`: everything about one rule.

use std::io;

use super::own_rules;
use super::status::Status;
use super::terminal::{Terminal, complain};
use crate::charter::{Level, Profile};
use crate::cli::{self, PageFormat};
use crate::report::page::Page;
use crate::rule::condition::{Condition, Test};
use crate::rule::definition::{Before, CountWindow, Dated, GroupKey, Grouping, Measure};
use crate::rule::subject::Scope;
use crate::rule::{self, Definition, Judge, Shipped, duration, needs, unknown_rule};
use crate::source::Sources;
use crate::word::Word;

/// Prints why a rule matters, what to do instead, what to ask, and how it is set.
pub(super) fn run(args: &cli::Explain, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let loaded = own_rules::load(&mut sources, Shipped::Whole, &args.rules);
    if !loaded.found.is_empty() {
        complain(&loaded.found, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let Some(rule) = loaded.rules.iter().find(|rule| rule.name == args.rule) else {
        complain(&[unknown_rule(&args.rule, &loaded.rules)], &sources, terminal)?;
        return Ok(Status::Usage);
    };
    let page = page(rule);
    match args.format {
        PageFormat::Human => page.terminal(terminal.width(), terminal.out())?,
        PageFormat::Markdown => page.markdown(terminal.out())?,
    }
    Ok(Status::Clean)
}

fn page(rule: &Definition) -> Page {
    let mut page = Page::new(&rule.name);
    page.text(format!("{}.", rule.summary));
    page.list(in_short(rule));
    for (title, text) in [
        ("Why", &rule.advice.why),
        ("Instead", &rule.advice.instead),
        ("Ask in the retrospective", &rule.advice.ask),
        ("When it is no problem", &rule.advice.fine),
    ] {
        if !text.is_empty() {
            page.heading(title);
            page.text(text);
        }
    }
    conditions(&mut page, rule);
    page.heading("Examples");
    page.list(rule.examples.iter().map(example).collect());
    page.heading("Sources");
    page.list(rule.advice.source.clone());
    page.heading("To set it, in boardlint.toml");
    page.code(settings(rule));
    page
}

fn in_short(rule: &Definition) -> Vec<String> {
    let sure = rule.confidence.meaning_inside();
    let needs = match needs(rule) {
        needs if needs.is_empty() => "nothing but the items".to_owned(),
        needs => needs.join(", "),
    };
    vec![
        format!("Category: {}", rule.category),
        format!("Level: {}", levels(rule, Profile::Strict)),
        format!("Level in the profile scrum-guide: {}", levels(rule, Profile::ScrumGuide)),
        format!("Confidence: {}, {sure}", rule.confidence),
        format!("Judges: {}", judged(rule.judge)),
        format!("Needs: {needs}"),
    ]
}

/// The level under `profile`, and the levels of cases with another one.
fn levels(rule: &Definition, profile: Profile) -> String {
    let level = rule.level_under(profile);
    let mut levels = level.to_string();
    for case in rule.cases.iter().filter(|_| level != Level::Off) {
        let own = rule.case_level_under(case, profile).filter(|own| *own != level);
        if let Some(own) = own {
            levels.push_str(&format!("; {own} for {}", case.name.trim_end_matches(',')));
        }
    }
    levels
}

fn judged(judge: Judge) -> &'static str {
    match judge {
        Judge::Change => "every change in the known history",
        Judge::Item => "every item as it stands now",
        Judge::Stay => "every stay of an item in a stage of work, or while it was blocked",
        Judge::Sprint => "every sprint that has begun",
        Judge::Person => "everybody who holds a role",
        Judge::Board => "the board as a whole",
        Judge::Charter => "the charter",
    }
}

/// When the rule fires and when it does not, as written in its file.
fn conditions(page: &mut Page, rule: &Definition) {
    page.heading("It fires when all of this holds");
    page.code(written(&rule.when));
    for (profile, overlay) in rule.profiles.iter().filter(|(_, overlay)| !overlay.when.is_empty()) {
        page.text(format!("in the profile {profile} with"));
        page.code(written(&overlay.when));
    }
    for count in &rule.counts {
        let measure = match count.measure {
            Measure::Number => "the number of".to_owned(),
            Measure::Different(distinct) => format!("the number of times that another {distinct} is among the"),
            Measure::Sum(field) => format!("the sum of {} over the", field.written()),
            Measure::Percentile(percent, field) => format!("percentile {percent} of {} over the", field.written()),
        };
        let window = match (count.window, count.before) {
            (CountWindow::Last(seconds), _) => format!("in the last {}", duration(seconds)),
            (_, Some(Before::Within(seconds))) => format!("in the {} before", duration(seconds)),
            (_, Some(Before::All)) => "before".to_owned(),
            (CountWindow::Named(window), None) => format!("in {}", window.meaning_inside()),
        };
        let of = if count.of == Scope::Board { String::new() } else { format!(" of the {}", count.of) };
        let finished = if count.dated == Dated::Done { " that were finished" } else { "" };
        page.text(format!("where count.{} is {measure} {}{of}{finished} {window} with", count.name, count.over));
        page.code(written(&count.conditions));
    }
    for share in &rule.shares {
        let name = |place: usize| rule.counts.get(place).map_or("", |count| count.name.as_str());
        page.text(format!(
            "and share.{} is count.{} divided by count.{}.",
            share.name,
            name(share.of),
            name(share.whole)
        ));
    }
    if !rule.unless.is_empty() {
        page.heading("It is excused when one of these holds");
        for excuse in &rule.unless {
            page.text(format!("{}:", excuse.name));
            page.code(written(&excuse.conditions));
        }
    }
    if !rule.cases.is_empty() {
        page.heading("The first of these cases that holds decides");
        for case in &rule.cases {
            let level = case.level.map_or("in other words".to_owned(), |level| level.to_string());
            page.text(format!("{}: {level}", case.name.trim_end_matches(',')));
            page.code(written(&case.conditions));
        }
    }
    if let Some(group) = &rule.group {
        page.heading("Several at once");
        page.text(grouping(group));
    }
}

fn grouping(group: &Grouping) -> String {
    let same = |per: &[GroupKey]| {
        let same = per.iter().map(|key| match key {
            GroupKey::Actor => "person",
            GroupKey::Item => "item",
            GroupKey::Parent => "parent item",
            GroupKey::Previous => "earlier assignee",
            GroupKey::Sprint => "sprint",
        });
        same.collect::<Vec<_>>().join(" and ")
    };
    let bulk = format!(
        "Changes by the same {}, each within {} of the one before, are one finding.",
        same(&group.per),
        duration(group.within)
    );
    match &group.session {
        Some(session) => {
            let which =
                if session.of_all { "whether this rule fires on them or not" } else { "on which this rule fires" };
            format!(
                "{bulk} So is a session: {} items or more, {which}, by the same {} within {}.",
                session.at_least,
                same(&session.per),
                duration(session.lasting)
            )
        }
        None => bulk,
    }
}

fn example(example: &rule::example::Example) -> String {
    let ends = if example.inconclusive {
        "cannot be judged"
    } else if example.fires.is_empty() {
        "is fine"
    } else {
        "fires"
    };
    format!("{ends}: {}", example.name)
}

/// The settings that a charter can have for the rule, ready to copy.
fn settings(rule: &Definition) -> String {
    let levels: Vec<_> = Level::ALL.iter().map(|level| level.word()).collect();
    let levels = levels.join(", ");
    let measures = |condition: &&Condition| matches!(condition.check.test, Test::Compare(..));
    let thresholds: Vec<Condition> = rule.when.iter().filter(measures).cloned().collect();
    if thresholds.is_empty() {
        return format!("[rules]\n{} = \"{}\"    # {levels}", rule.name, rule.level);
    }
    let cases =
        if rule.cases.iter().any(|case| case.level > Some(rule.level)) { "; higher cases come down to it" } else { "" };
    let when = written(&thresholds);
    let when: Vec<_> = when.lines().map(|line| format!("when.{line}")).collect();
    format!("[rules.{}]\nlevel = \"{}\"    # {levels}{cases}\n{}", rule.name, rule.level, when.join("\n"))
}

/// Conditions as they are written in the file. Two tests in one table are two conditions, but are written
/// once.
fn written(conditions: &[Condition]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut last = "";
    for condition in conditions {
        if std::mem::replace(&mut last, &condition.name) != condition.name {
            lines.push(format!("{} = {}", condition.name, condition.written));
        }
    }
    lines.join("\n")
}
