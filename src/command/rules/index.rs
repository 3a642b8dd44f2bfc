//! The index of the rules, as a page of Markdown.

use std::io;

use termcolor::WriteColor;

use super::listed::Listed;
use crate::charter::Profile;
use crate::report::{NOT_CHECKED, encode};
use crate::rule::{self, Definition, needs};
use crate::source::Sources;

/// Writes an index of the rules as a page of Markdown.
pub(super) fn write(listed: &Listed<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "<!-- Written by `boardlint rules --format markdown`: change the rules and write it again. -->\n")?;
    writeln!(out, "# The rules\n")?;
    writeln!(
        out,
        "{} rules. *Level* is that of the profile `{}`, followed by that of `{}` where it is another; a case may bring \
         a higher or a lower one. *Confidence*: high where one record proves it, medium where a number crosses a \
         threshold, low for a hint. `boardlint explain RULE` says more of each.",
        listed.rules.len(),
        Profile::Strict,
        Profile::ScrumGuide
    )?;
    let mut category = "";
    for rule in &listed.rules {
        if rule.category != category {
            category = &rule.category;
            writeln!(out, "\n## {}\n", encode::markdown(&rule::category_heading(category)))?;
            writeln!(out, "| rule | level | confidence | what it finds | needs |\n|--|--|--|--|--|")?;
        }
        let strict = rule.level_under(Profile::Strict);
        let guide = Some(rule.level_under(Profile::ScrumGuide)).filter(|guide| *guide != strict);
        writeln!(
            out,
            "| {} | {strict}{} | {} | {} | {} |",
            name(rule, listed.sources),
            guide.map_or(String::new(), |guide| format!(", {guide}")),
            rule.confidence,
            encode::markdown(&rule.summary),
            encode::markdown(&needs(rule).join(", ")),
        )?;
    }
    writeln!(out, "\n## What no export can show\n\nNot checked, so that a clean run is not taken for a clean bill:\n")?;
    NOT_CHECKED.iter().try_for_each(|what| writeln!(out, "- {}", encode::markdown(what)))
}

/// The name, linked to the rule's file if that is beside the index.
fn name(rule: &Definition, sources: &Sources) -> String {
    let name = encode::markdown_code(&rule.name);
    let path = format!("{}/{}.toml", rule.category, rule.name);
    if sources.get(rule.file).name().replace('\\', "/").ends_with(&path) {
        format!("[{name}]({})", encode::markdown_path(&path))
    } else {
        name
    }
}
