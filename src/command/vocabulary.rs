//! `boardlint vocabulary`: the fields that rules can use.

use std::io;

use termcolor::WriteColor;

use super::status::Status;
use super::terminal::Terminal;
use crate::board::Need;
use crate::report::fold;
use crate::rule::value::{NumberUnit, Type};
use crate::rule::vocabulary::fields;
use crate::rule::{Judge, need_in_words};

/// Prints the fields that rules can use.
pub(super) fn run(terminal: &mut Terminal) -> io::Result<Status> {
    let width = terminal.width();
    let out = terminal.out();
    let about = |out: &mut dyn WriteColor, text: &str| {
        fold::prose(text, width, "      ", "      ").iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    let mut subject = "";
    for field in fields() {
        if field.subject() != subject {
            subject = field.subject();
            writeln!(out, "{subject} (asked where judge is {})", Judge::asking(subject).join(", "))?;
        }
        writeln!(out, "  {:<30} {}", field.name, kind(field.kind))?;
        about(out, field.about)?;
        if let Some(words) = words(field.kind) {
            about(out, &words)?;
        }
        if let Some(key) = field.takes.key().filter(|_| field.choices.is_empty()) {
            let some = if field.takes.count().0 == 0 { "may be told" } else { "is told" };
            about(out, &format!("{some} a {key}: {}.{}", field.name, field.words().first().unwrap_or(&key)))?;
        }
        for choice in field.choices {
            let (first, next) = (format!("      .{:<20} ", choice.word), " ".repeat(28));
            fold::prose(choice.about, width, &first, &next).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            let told = [choice.kind.map(kind), choice.kind.and_then(words), rests_on(choice.needs)];
            for text in told.into_iter().flatten() {
                fold::prose(&text, width, &next, &next).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            }
        }
        if let Some(needs) = rests_on(field.needs) {
            about(out, &needs)?;
        }
    }
    writeln!(out, "\nA rule's own counts and shares are fields too: count.NAME, share.NAME.")?;
    Ok(Status::Clean)
}

/// The words of a type, if it has words.
fn words(kind: Type) -> Option<String> {
    if let Type::Words(words) = kind { Some(format!("words: {}", words.join(", "))) } else { None }
}

/// The evidence that a field needs, if any.
fn rests_on(needs: &[Need]) -> Option<String> {
    let needs: Vec<_> = needs.iter().copied().map(need_in_words).collect();
    if needs.is_empty() { None } else { Some(format!("rests on: {}", needs.join(", "))) }
}

fn kind(kind: Type) -> String {
    match kind {
        Type::Flag => "true or false".to_owned(),
        Type::Number(NumberUnit::Bare) => "number".to_owned(),
        Type::Number(unit) => format!("number ({unit})"),
        Type::Duration => "length of time (90s, 5m, 24h, 3d)".to_owned(),
        Type::Words(_) => "word".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Texts => "texts".to_owned(),
        Type::Person => "person".to_owned(),
        Type::People => "people (how many)".to_owned(),
    }
}
