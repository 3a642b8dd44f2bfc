//! The cells of a CSV.

use super::visible::visible;

/// Text for a cell, before a writer quotes it: one line, with control characters shown as codes. Text that a
/// spreadsheet would read as a formula gets an apostrophe in front, so that it stays text.
pub fn csv(text: &str) -> String {
    let plain = visible(text);
    let formula = plain.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula { format!("'{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_text() {
        assert_eq!(csv("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(csv(" +1"), "' +1");
        assert_eq!(csv("a=1\nb"), "a=1 b");
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_or_holds_a_control(text in r"[=+@\-]?\PC{0,12}|[\x00-\x1f\u{202e}=]{0,9}") {
            let cell = csv(&text);
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
            prop_assert!(cell.chars().all(|c| !is_unsafe(c)));
        }
    }
}
