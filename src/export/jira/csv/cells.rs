//! Parses single cells: a comment, a work log, an account id.

use super::super::dates::Written;
use crate::board::facts::{is_account_id, is_issue_key};
use crate::lexicon::{self, Remark};

/// A comment or a work log: its time, its author, and its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said<'t> {
    /// The time as written.
    pub(super) at: &'t str,
    /// The parsed time.
    pub(super) date: Written,
    /// The author: an account id on Cloud, a user name on Server.
    pub(super) by: &'t str,
    /// The text of the comment.
    pub(super) text: &'t str,
}

/// Parses `date;author;text`. The text may contain more `;`.
pub(super) fn comment(cell: &str) -> Option<Said<'_>> {
    let mut parts = cell.splitn(3, ';');
    let (at, by, text) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    Some(Said { at: at.trim(), date: Written::parse(at)?, by: by.trim(), text })
}

/// Parses `comment;date;author;seconds`. The comment may contain more `;`. In some versions it comes last.
pub(super) fn work(cell: &str) -> Option<Said<'_>> {
    let seconds = |text: &str| !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = cell.rsplitn(4, ';');
    if let (Some(last), Some(by), Some(at)) = (parts.next(), parts.next(), parts.next())
        && seconds(last)
        && let Some(date) = Written::parse(at)
    {
        return Some(Said { at: at.trim(), date, by: by.trim(), text: parts.next().unwrap_or_default() });
    }
    let said = comment(cell)?;
    let (spent, text) = said.text.split_once(';').unwrap_or((said.text, ""));
    seconds(spent).then_some(Said { text, ..said })
}

/// Whether a comment records a flag: `true` if it was set, `false` if it was cleared, `None` for other
/// comments.
pub(super) fn flag(text: &str) -> Option<bool> {
    let line = text.trim_start().strip_prefix("(flag)")?.trim_start().lines().next()?.to_lowercase();
    // Users may add text on the same line; the text of Jira comes first.
    let line: String = line.chars().take(40).collect();
    match (lexicon::says(&line, Remark::FlagRemoved), lexicon::says(&line, Remark::FlagAdded)) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

/// Whether a cell is an issue key, `APP-12`.
pub(super) fn is_key(text: &str) -> bool {
    is_issue_key(text.trim())
}

/// Whether a cell is a numeric issue id.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a cell is an account id of Cloud.
pub(super) fn is_account(text: &str) -> bool {
    is_account_id(text.trim())
}

/// Whether a cell is a LexoRank, `0|i0001:`.
pub(super) fn is_rank(text: &str) -> bool {
    let mut letters = text.trim().chars();
    let bucket = letters.next().is_some_and(|letter| ('0'..='2').contains(&letter));
    bucket && letters.next() == Some('|') && text.contains(':') && text.len() < 300
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_keeps_the_semicolons_of_its_text() {
        let said = comment("30/sep/25 9:17 AM;712020:e03a;see a; b;\nc").map(|said| (said.at, said.by, said.text));
        assert_eq!(said, Some(("30/sep/25 9:17 AM", "712020:e03a", "see a; b;\nc")));
        assert_eq!(comment("just; some; text"), None);
    }

    #[test]
    fn a_log_of_work_is_read_with_its_comment_first_or_last() {
        let read = |cell| work(cell).map(|said| (said.at, said.by, said.text));
        assert_eq!(read("did a; b;02/Jan/26 3:04 PM;li;3600"), Some(("02/Jan/26 3:04 PM", "li", "did a; b")));
        assert_eq!(read(";02/Jan/26 3:04 PM;li;3600"), Some(("02/Jan/26 3:04 PM", "li", "")));
        assert_eq!(read("02/Jan/26 3:04 PM;li;3600"), Some(("02/Jan/26 3:04 PM", "li", "")));
        assert_eq!(read("02/Jan/26 3:04 PM;li;3600;did; it"), Some(("02/Jan/26 3:04 PM", "li", "did; it")));
        assert_eq!(read("02/Jan/26 3:04 PM;li;hello"), None);
    }

    #[test]
    fn flags_are_known_in_comments() {
        assert_eq!(flag("(flag) Flag added\n\nno server"), Some(true));
        assert_eq!(flag("(flag) Flag removed"), Some(false));
        assert_eq!(flag("(flag) Marcador añadido\n\nremoved"), Some(true));
        assert_eq!(flag("(flag) what now"), None);
        assert_eq!(flag("Flag added"), None);
    }

    #[test]
    fn cells_are_known_by_the_shape_of_what_they_hold() {
        assert!(is_key(" APP-12 ") && !is_key("app-12"));
        assert!(is_account(" 636a0de5c87c5043300895c2 ") && !is_account("Ada Byron"));
        assert!(is_rank("0|i0001:") && is_rank("1|hzzzzz:y9") && !is_rank("1|2"));
    }
}
