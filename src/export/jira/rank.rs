//! Telling a rank change from every other custom field, in whatever language it was written.

use crate::board::facts::Direction;

/// What the Rank field is called in changelogs seen so far.
const NAMES: &[&str] = &["rank", "rang", "rank (obsolete)", "global rank", "ранг", "clasificación", "ランク"];

/// Words in the text of a rank change and the direction they mean.
const DIRECTIONS: &[(&str, Direction)] = &[
    ("higher", Direction::Higher),
    ("lower", Direction::Lower),
    ("höher", Direction::Higher),
    ("niedriger", Direction::Lower),
    ("повышен", Direction::Higher),
    ("понижен", Direction::Lower),
    ("supérieur", Direction::Higher),
    ("inférieur", Direction::Lower),
    ("更高", Direction::Higher),
    ("更低", Direction::Lower),
];

/// Whether a custom field whose new text says something is the rank: by name, or because its three other values are
/// written as empty texts, which no other custom field does (FORMATS: 104 of 104 in five real exports).
pub(super) fn is_rank(name: &str, others_empty: bool) -> bool {
    others_empty || NAMES.contains(&name.to_lowercase().as_str())
}

/// The direction in the text of a rank change, if it is in a language seen so far.
pub(super) fn direction(text: &str) -> Option<Direction> {
    let text = text.to_lowercase();
    DIRECTIONS.iter().find(|(word, _)| text.contains(word)).map(|(_, direction)| *direction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_known_in_any_language() {
        assert!(is_rank("Rang", false));
        assert!(is_rank("Приоритет", true));
        assert!(!is_rank("Story Points", false));
        assert_eq!(direction("Рейтинг понижен"), Some(Direction::Lower));
        assert_eq!(direction("???"), None);
    }
}
