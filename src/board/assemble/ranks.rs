//! The rank in an item's record.

use crate::board::Rank;
use crate::board::assemble::fields::Fields;
use crate::board::facts::ItemFact;

/// The rank in an item's record: from the rank field, or from any text of the right shape if no rank field is
/// known.
pub(crate) fn rank<'a>(fields: &Fields, fact: &ItemFact<'a>) -> Option<Rank<'a>> {
    if let Some(position) = fact.position {
        return Some(Rank::Position(position));
    }
    let mut texts = fact.fields.iter().filter(|(id, _)| fields.may_be_rank(id)).map(|(_, value)| value.decode());
    texts.find(|text| is_lexo(text)).map(Rank::Lexo)
}

fn is_lexo(text: &str) -> bool {
    let Some((bucket, rest)) = text.split_once('|') else { return false };
    let Some((value, _)) = rest.split_once(':') else { return false };
    let plain = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
    matches!(bucket, "0" | "1" | "2") && !value.is_empty() && value.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::cmp::Ordering;

    use super::*;

    #[test]
    fn ranks_are_known_by_their_shape_and_compared_in_one_bucket() {
        assert!(is_lexo("0|i0001z:") && is_lexo("2|hzzzzz:i"));
        assert!(!is_lexo("0|") && !is_lexo("3|a:") && !is_lexo("A|b:") && !is_lexo("0|A:"));
        let lexo = |text| Rank::Lexo(Cow::Borrowed(text));
        assert_eq!(lexo("0|i0001:").compare(&lexo("0|i000z:")), Some(Ordering::Less));
        assert_eq!(lexo("0|i0001:").compare(&lexo("1|i0001:")), None);
        assert_eq!(lexo("0|i0001:").compare(&Rank::Position(1.0)), None);
    }
}
