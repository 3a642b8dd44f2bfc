//! Markdown: text, code, links and prose.

use super::backticks::{Piece, pieces};
use super::visible::visible;
use super::{link, terminal_lines, uri_path};

/// Text for Markdown, at any place of a line or a table: it is shown as it is, and nothing in it is read as
/// markup, HTML or a link.
pub fn markdown(text: &str) -> String {
    let plain = visible(text);
    let plain = plain.trim();
    let mut out = String::with_capacity(plain.len() + 16);
    for (place, c) in plain.char_indices() {
        let (before, rest) = plain.split_at(place);
        let escaped = match c {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '|' => "&#124;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '$' | '^' | '#' | '@' => "",
            // What begins a list, a heading, a rule or a table at the beginning of a line.
            '+' | '-' | '=' | ':' if before.is_empty() => "",
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => "",
            // Addresses that Markdown readers turn into links.
            ':' if rest.starts_with("://") => "",
            '.' if before.len() >= 3 && before.as_bytes()[before.len() - 3..].eq_ignore_ascii_case(b"www") => "",
            c => {
                out.push(c);
                continue;
            }
        };
        if escaped.is_empty() {
            out.extend(['\\', c]);
        }
        out.push_str(escaped);
    }
    out
}

/// Text for Markdown that is shown as inline code.
pub fn markdown_code(text: &str) -> String {
    let plain = visible(text);
    let plain = plain.trim();
    // A `|` would end the cell of a table, even in code.
    if plain.is_empty() || plain.contains('|') {
        return markdown(text);
    }
    let fence = "`".repeat(longest_fence(plain) + 1);
    let pad = if plain.starts_with('`') || plain.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{plain}{pad}{fence}")
}

/// A sentence for Markdown. Text between backticks is shown as code.
pub fn markdown_prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in pieces(&visible(text)) {
        match piece {
            Piece::Code(code) if !code.trim().is_empty() => out.push_str(&markdown_code(code)),
            Piece::Text(part) | Piece::Code(part) => {
                let words = part.trim();
                let (before, after) = part.split_once(words).unwrap_or_default();
                out.push_str(before);
                out.push_str(&markdown(words));
                out.push_str(after);
            }
        }
    }
    out.trim().to_owned()
}

/// Lines for Markdown that are shown as a block of code.
pub fn markdown_block(text: &str, language: &str) -> String {
    let plain = terminal_lines(text.trim_end());
    let fence = "`".repeat((longest_fence(&plain) + 1).max(3));
    format!("{fence}{language}\n{plain}\n{fence}")
}

/// The target of a link in Markdown: a path beside the page.
pub fn markdown_path(path: &str) -> String {
    uri_path(path)
}

/// A link of `text` to `url`, or only the text if `url` may not be a link.
pub fn markdown_link(text: &str, url: &str) -> String {
    let text = markdown(text);
    // Otherwise a reader of Markdown could decode a part of the address as an entity.
    link(url).map_or_else(|| text.clone(), |url| format!("[{text}]({})", url.replace('&', "&amp;")))
}

/// The length of the longest run of backticks.
fn longest_fence(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of `page` as a reader of Markdown sees them; an error if there is anything but paragraphs,
    /// items, headings and cells.
    fn words_of(page: &str) -> Result<String, String> {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let mut words = String::new();
        for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::SoftBreak => words.push('\n'),
                Event::Start(
                    Tag::Paragraph
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(_) => {}
                other => return Err(format!("{other:?} in {page:?}")),
            }
        }
        Ok(words)
    }

    #[test]
    fn markdown_shows_what_was_written() {
        let hostile = "# <img src=x onerror=alert(1)> | *a* _b_ `c` [d](http://e) ![f](g) ~~h~~ www.i.org $j$ &amp; \\";
        assert_eq!(words_of(&markdown(hostile)).as_deref(), Ok(hostile));
        assert!(!markdown(hostile).contains(['<', '>', '|']));
        for start in
            ["- a", "+ a", "* a", "1. a", "12) a", "> a", "# a", "    a", "---", "===", "```", "~~~", ":--", "+++"]
        {
            assert_eq!(words_of(&markdown(start)).as_deref(), Ok(start.trim()));
            assert_eq!(words_of(&format!("title\n{}", markdown(start))).map(|_| ()), Ok(()), "after a line: {start}");
        }
        assert_eq!(markdown("maria.gomez@example.com"), "…\\@example.com");
        assert_eq!(markdown("a plain sentence, 1.5 times; that is all."), "a plain sentence, 1.5 times; that is all.");
    }

    #[test]
    fn code_in_markdown_ends_where_it_should() {
        assert_eq!(markdown_code("a-rule"), "`a-rule`");
        assert_eq!(markdown_code("a `b``"), "``` a `b`` ```");
        assert_eq!(markdown_code("a|b"), "a&#124;b");
        assert_eq!(
            markdown_prose("write `a = [\"…\"]` under [b], or `c`"),
            "write `a = [\"…\"]` under \\[b\\], or `c`"
        );
        assert_eq!(markdown_prose("a ` b"), "a \\` b");
        assert_eq!(markdown_block("x = 1\n```\n<b>", "toml"), "````toml\nx = 1\n```\n<b>\n````");
        assert_eq!(markdown_path("a b/c).toml"), "a%20b/c%29.toml");
        assert_eq!(
            markdown_link("A[1]", "https://a.example.com/x_y?a&lt;"),
            "[A\\[1\\]](https://a.example.com/x_y?a&amp;lt;)"
        );
        assert_eq!(markdown_link("A", "javascript:alert(1)"), "A");
    }

    proptest! {
        #[test]
        fn markdown_is_taken_for_words_everywhere(text in r"[ -~\n]{0,24}|\PC{0,24}") {
            let shown = visible(&text).trim().to_owned();
            let encoded = markdown(&text);
            for page in [encoded.clone(), format!("- {encoded}"), format!("# {encoded}"), format!("|\u{200a}|\n|--|\n| {encoded} |")] {
                let words = words_of(&page).map(|words| words.trim_start_matches('\u{200a}').trim().to_owned());
                prop_assert_eq!(words, Ok(shown.clone()));
            }
        }

        #[test]
        fn prose_is_words_and_code_and_nothing_else(text in r"[ -~\n]{0,24}|[` a<*|]{0,12}|\PC{0,24}") {
            use pulldown_cmark::{Event, Options, Parser, Tag};
            let page = format!("|a|\n|--|\n| x {} |", markdown_prose(&text));
            let mut cells = 0;
            for event in Parser::new_ext(&page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                cells += usize::from(event == Event::Start(Tag::TableCell));
                let harmless = matches!(
                    event,
                    Event::Text(_) | Event::Code(_) | Event::End(_)
                        | Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
                );
                prop_assert!(harmless, "{:?} in {:?}", event, page);
            }
            prop_assert_eq!(cells, 2, "{}", page);
        }
    }
}
