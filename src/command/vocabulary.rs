//! `boardlint vocabulary`: the fields that rules can use.

use std::io;

use super::status::Status;
use super::terminal::Terminal;
use crate::rule::value::Type;
use crate::rule::vocabulary::fields;

/// Prints the fields that rules can use.
pub(super) fn run(terminal: &mut Terminal) -> io::Result<Status> {
    let out = terminal.out();
    let mut subject = "";
    for field in fields() {
        if field.subject() != subject {
            subject = field.subject();
            writeln!(out, "{subject}")?;
        }
        writeln!(out, "  {:<30} {}", field.name, kind(field.kind))?;
        writeln!(out, "      {}", field.about)?;
        if let Type::Words(words) = field.kind {
            writeln!(out, "      words: {}", words.join(", "))?;
        }
        if let Some(key) = field.takes.key().filter(|_| field.choices.is_empty()) {
            let some = if field.takes.count().0 == 0 { "may be told" } else { "is told" };
            writeln!(out, "      {some} a {key}: {}.{}", field.name, field.words().first().unwrap_or(&key))?;
        }
        for choice in field.choices {
            writeln!(out, "      .{:<20} {}", choice.word, choice.about)?;
        }
        if !field.needs.is_empty() {
            let needs: Vec<_> = field.needs.iter().map(|need| need.to_string()).collect();
            writeln!(out, "      rests on: {}", needs.join(", "))?;
        }
    }
    writeln!(out, "\nA rule's own counts and shares are fields too: count.NAME, share.NAME.")?;
    Ok(Status::Clean)
}

fn kind(kind: Type) -> String {
    match kind {
        Type::Flag => "true or false".to_owned(),
        Type::Number("") => "number".to_owned(),
        Type::Number(unit) => format!("number ({unit})"),
        Type::Duration => "length of time (90s, 5m, 24h, 3d)".to_owned(),
        Type::Words(_) => "word".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Texts => "texts".to_owned(),
        Type::Person => "person".to_owned(),
    }
}
