//! How much of a text a change rewrote.

use rustc_hash::FxHashMap;

/// What teams call acceptance criteria when they are a section of the description.
const CRITERIA: &[&str] = &[
    "acceptance criteria",
    "acceptance criterion",
    "acceptance criteria (ac)",
    "criterios de aceptación",
    "critérios de aceitação",
    "critères d'acceptation",
    "criteri di accettazione",
    "akzeptanzkriterien",
    "abnahmekriterien",
    "acceptatiecriteria",
    "kryteria akceptacji",
    "критерии приёмки",
    "критерии приемки",
    "验收标准",
    "受け入れ条件",
    "受入条件",
];

/// How much of a text was changed, as a share of the longer one: words taken out or words put in, whichever is more. Words
/// that only moved, marks of formatting and blanks are no change, so that the measure is 0 for formatting alone. Counting
/// words rather than aligning them takes time in proportion to the text, whatever stands in it.
pub fn changed(before: &str, after: &str) -> f64 {
    let mut balance: FxHashMap<&str, i64> = FxHashMap::default();
    let (before, after) = (plain(before), plain(after));
    let (mut old, mut new) = (0_u32, 0_u32);
    for word in words(&before) {
        *balance.entry(word).or_default() -= 1;
        old += 1;
    }
    for word in words(&after) {
        *balance.entry(word).or_default() += 1;
        new += 1;
    }
    let sum = |sign: i64| balance.values().map(|count| u32::try_from((count * sign).max(0)).unwrap_or(u32::MAX)).sum();
    let (put_in, taken_out): (u32, u32) = (sum(1), sum(-1));
    match old.max(new) {
        0 => 0.0,
        length => f64::from(put_in.max(taken_out)) / f64::from(length),
    }
}

/// The acceptance criteria in a description: what stands below their heading, up to the next one.
pub fn criteria(description: &str) -> Option<&str> {
    let mut start = None;
    let mut at = 0;
    for line in description.split_inclusive('\n') {
        let end = at + line.len();
        match (start, heading(line)) {
            (None, Some(title)) if is_criteria(title) => start = Some(end),
            (Some(start), Some(_)) => return Some(&description[start..at]),
            _ => {}
        }
        at = end;
    }
    start.map(|start| &description[start..])
}

fn is_criteria(title: &str) -> bool {
    let lower = title.to_lowercase();
    CRITERIA.contains(&lower.as_str())
}

/// The text of a line that is a heading: `h2. …` (wiki), `## …` (markdown), a line that is bold from end to end, or the
/// name of the criteria alone on its line.
fn heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let bare = line.trim_matches(|c: char| matches!(c, '#' | '*' | '_' | ':' | '=' | '-' | ' '));
    let wiki = |line: &'_ str| {
        let mut chars = line.chars();
        chars.next() == Some('h') && chars.next().is_some_and(|c| c.is_ascii_digit()) && chars.next() == Some('.')
    };
    if wiki(line) {
        return Some(line[3..].trim_matches(|c: char| matches!(c, '*' | '_' | ':' | ' ')));
    }
    let marked = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    // In wiki markup `# …` is an entry of a numbered list, and `*…*` bold; `* …` is an entry of a list in both.
    let numbered = line.starts_with("# ") && !is_criteria(bare);
    let bold = |mark: char| {
        let inner = line.trim_end_matches(':').strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.starts_with(' ') && inner.len() < 80)
    };
    ((marked && !numbered) || bold('*') || bold('_') || is_criteria(bare))
        .then_some(bare)
        .filter(|bare| !bare.is_empty())
}

/// `text` without what only formats it: macros in braces, tags, headings' marks.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start();
        let body = match line.as_bytes() {
            [b'h', b'1'..=b'6', b'.', ..] => &line[3..],
            _ => line,
        };
        let mut rest = body;
        while let Some(open) = rest.find(['{', '<']) {
            let close = if rest[open..].starts_with('{') { '}' } else { '>' };
            plain.push_str(&rest[..open]);
            plain.push(' ');
            let inner = &rest[open + 1..];
            rest = match inner.find(close) {
                // A macro or tag is a short word with settings; anything else in braces is text.
                Some(end)
                    if end < 60
                        && inner.starts_with(|c: char| c.is_ascii_lowercase() || c == '/')
                        && !inner[..end].contains(' ') =>
                {
                    &inner[end + 1..]
                }
                _ => inner,
            };
        }
        plain.push_str(rest);
        plain.push('\n');
    }
    plain
}

/// The words of a text; in scripts without blanks, its characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).flat_map(|word| {
        let dense = word.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
        let whole = (!dense).then_some(word);
        let characters = dense.then(|| word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()]));
        whole.into_iter().chain(characters.into_iter().flatten())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(before: &str, after: &str) -> f64 {
        (changed(before, after) * 100.0).round()
    }

    #[test]
    fn one_word_of_ten_is_a_tenth() {
        assert_eq!(percent("a b c d e f g h i j", "a b c d e f g h i x"), 10.0);
        assert_eq!(percent("a b c d e f g h i j", "a b c d e f g h y x"), 20.0);
        assert_eq!(percent("", "a b"), 100.0);
        assert_eq!(percent("a b", ""), 100.0);
        assert_eq!(percent("", ""), 0.0);
    }

    #[test]
    fn formatting_and_order_are_no_change() {
        assert_eq!(percent("h3. Pays by card\n* refund", "### Pays by *card*\n\n- refund"), 0.0);
        assert_eq!(percent("pays {color:red}now{color}", "pays <b>now</b>"), 0.0);
        assert_eq!(percent("first second", "second first"), 0.0);
    }

    #[test]
    fn scripts_without_blanks_count_characters() {
        assert_eq!(percent("用户可以登录系统并查看", "用户可以登录系统并修改"), 18.0);
    }

    #[test]
    fn braces_may_hold_text() {
        assert_eq!(percent("a {see the list of all} b", "a b"), 71.0);
        assert_eq!(percent("a < b", "a < c"), 50.0);
    }

    #[test]
    fn criteria_are_found_under_their_heading() {
        let text = "As a guest\n\nh3. Acceptance criteria\n* pays\n* leaves\n\nh3. Notes\nnone";
        assert_eq!(criteria(text).map(str::trim), Some("* pays\n* leaves"));
        assert_eq!(criteria("Story\n## Akzeptanzkriterien:\n- zahlt").map(str::trim), Some("- zahlt"));
        assert_eq!(criteria("**Acceptance Criteria**\n1. pays\n**Notes**\nx").map(str::trim), Some("1. pays"));
        assert_eq!(criteria("*Acceptance criteria:*\n# pays\n# leaves").map(str::trim), Some("# pays\n# leaves"));
        assert_eq!(criteria("Acceptance criteria:\npays").map(str::trim), Some("pays"));
        assert_eq!(criteria("# Acceptance criteria\npays\n## Notes\nx").map(str::trim), Some("pays"));
        assert_eq!(criteria("the acceptance criteria are missing"), None);
    }
}
