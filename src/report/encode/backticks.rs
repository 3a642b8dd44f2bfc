//! Backticks in texts of ours, which mark code.

/// `text` cut at its backticks: whether each piece is code, and the piece. A backtick without another is a character like any other:
/// it came with a name.
pub fn pieces(text: &str) -> Vec<(bool, &str)> {
    if text.matches('`').count() % 2 == 1 {
        return vec![(false, text)];
    }
    let pieces = text.split('`').enumerate();
    pieces.map(|(place, piece)| (place % 2 == 1, piece)).filter(|(_, piece)| !piece.is_empty()).collect()
}
