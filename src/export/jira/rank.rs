//! Telling a rank change from every other custom field, in whatever language it was written.

use std::borrow::Cow;

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
];

/// Whether a changelog item is a change of rank: by name, or because its three other values are empty texts, which no
/// other custom field writes (FORMATS: 104 of 104 in five real exports).
pub(super) fn is_rank(name: &str, custom: bool, three: [Option<&Cow<'_, str>>; 3], to: Option<&Cow<'_, str>>) -> bool {
    let said = to.is_some_and(|text| !text.is_empty());
    let empty = three.iter().all(|value| value.is_some_and(|text| text.is_empty()));
    said && custom && (empty || NAMES.contains(&name.to_lowercase().as_str()))
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
        let empty = Cow::Borrowed("");
        let to = |text| Cow::Borrowed(text);
        let three = [Some(&empty), Some(&empty), Some(&empty)];
        assert!(is_rank("Rang", true, three, Some(&to("Ranked higher"))));
        assert!(is_rank("Rank", true, three, Some(&to("Рейтинг понижен"))));
        assert!(!is_rank("Story Points", true, [None, None, None], Some(&to("8"))));
        assert!(!is_rank("Flagged", true, three, Some(&empty)));
        assert_eq!(direction("Рейтинг понижен"), Some(Direction::Lower));
        assert_eq!(direction("???"), None);
    }
}
