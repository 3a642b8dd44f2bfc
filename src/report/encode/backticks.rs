//! Backticks in texts of ours, which mark code.

/// A piece of a text of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words.
    Text(&'t str),
    /// What stands between two backticks.
    Code(&'t str),
}

/// `text` cut at its backticks; no piece is empty. A backtick without another is a character like any other: it came with a name.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    if text.matches('`').count() % 2 == 1 {
        return vec![Piece::Text(text)];
    }
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces.map(|(place, piece)| if place % 2 == 1 { Piece::Code(piece) } else { Piece::Text(piece) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_backticks_is_code() {
        assert_eq!(pieces("`a` or b"), [Piece::Code("a"), Piece::Text(" or b")]);
        assert_eq!(pieces("a ` b"), [Piece::Text("a ` b")]);
        assert!(pieces("``").is_empty());
    }
}
