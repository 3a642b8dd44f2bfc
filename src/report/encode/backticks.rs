//! Backticks in our own texts, which mark code.

/// A piece of one of our own texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words.
    Text(&'t str),
    /// The text between two backticks.
    Code(&'t str),
}

/// Splits `text` at its backticks; no piece is empty. If their number is odd, none marks code: one of them
/// came from a name.
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
