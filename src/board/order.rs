//! The order in which items wait, and how much lies before each. Source: RULES, over-refined-item.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::backlog::is_work;
use super::facts::{ItemFact, Tool};
use super::fields::Fields;
use super::item::Item;
use super::sprint::{ESTIMATED, Unit, as_number};
use super::{Board, ItemId, Phase, StateId};

/// How many items stand for a sprint's work where no velocity is known: thirty for three sprints.
const A_SPRINT: f64 = 10.0;

/// A place in the backlog.
#[derive(Clone, Debug, PartialEq)]
pub enum Rank<'a> {
    /// Jira's LexoRank, `0|i0001z:`.
    Lexo(Cow<'a, str>),
    /// A position in a list, from the top.
    Position(f64),
}

impl Rank<'_> {
    /// Which comes first; none where they cannot be compared, as while Jira moves all ranks from one bucket to the next.
    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Lexo(one), Self::Lexo(two)) => {
                (one.as_bytes().first() == two.as_bytes().first()).then(|| one.as_bytes().cmp(two.as_bytes()))
            }
            (Self::Position(one), Self::Position(two)) => one.partial_cmp(two),
            _ => None,
        }
    }
}

/// The rank that an item's record holds: in the field for it, or, where no field is known to be that, told by its shape.
pub(super) fn rank<'a>(fields: &Fields, fact: &ItemFact<'a>) -> Option<Rank<'a>> {
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

/// Notes for everything that waits how many sprints' work lies before it.
pub(super) fn measure(board: &mut Board<'_>) {
    let waits = |item: &Item<'_>| is_work(item) && item.phase.is_before_a_sprint();
    let mut waiting: Vec<ItemId> =
        (0..board.items.len()).map(ItemId::new).filter(|id| waits(board.item(*id))).collect();
    let comparable = |pair: &[ItemId]| compare(board, pair[0], pair[1]).is_some();
    let known = waiting.iter().all(|id| board.item(*id).rank.is_some()) && waiting.windows(2).all(comparable);
    if !known {
        board.evidence.unordered = true;
        return;
    }
    waiting.sort_by(|one, two| compare(board, *one, *two).unwrap_or(Ordering::Equal).then(one.cmp(two)));
    for (id, ahead) in ahead(board, &waiting) {
        board.items[id.index()].ahead = Some(ahead);
    }
}

/// How many sprints' work lies before each of the items that wait in this order.
fn ahead(board: &Board<'_>, waiting: &[ItemId]) -> Vec<(ItemId, f64)> {
    let size = |id: &ItemId| board.item(*id).estimates.last().and_then(|(_, estimate)| *estimate);
    let sized = waiting.iter().filter(|id| size(id).is_some()).count();
    let closed = board.closed_sprints();
    let figures = closed.last().and_then(|(_, sprint)| sprint.figures.as_ref());
    let unit = figures
        .map(|figures| figures.unit)
        .filter(|_| as_number(sized) >= ESTIMATED * as_number(waiting.len()))
        .unwrap_or(Unit::Items);
    let velocity = board.velocity(unit);
    let mut lists: Vec<(Option<StateId>, f64)> = Vec::new();
    let mut ready = 0.0;
    let mut measured = Vec::with_capacity(waiting.len());
    for id in waiting {
        let item = board.item(*id);
        let own = match (velocity, unit) {
            (Some(_), Unit::Points | Unit::Hours) => size(id).unwrap_or(0.0),
            _ => 1.0,
        };
        // Nobody knows which of two lists of cards comes first, but what is ready comes before what is not.
        let list = item.state().filter(|_| board.tool == Tool::Trello);
        let place = lists.iter().position(|(other, _)| *other == list).unwrap_or_else(|| {
            lists.push((list, 0.0));
            lists.len() - 1
        });
        let apart = board.tool == Tool::Trello && item.phase != Phase::Ready;
        let before = lists[place].1 + if apart { ready } else { 0.0 };
        measured.push((*id, before / velocity.unwrap_or(A_SPRINT)));
        lists[place].1 += own;
        if item.phase == Phase::Ready {
            ready += own;
        }
    }
    measured
}

/// Ready cards come before the others on Trello, where each list has an order of its own.
fn compare(board: &Board<'_>, one: ItemId, two: ItemId) -> Option<Ordering> {
    let (one, two) = (board.item(one), board.item(two));
    let order = one.rank.as_ref()?.compare(two.rank.as_ref()?)?;
    let later = |item: &Item<'_>| board.tool == Tool::Trello && item.phase != Phase::Ready;
    Some(later(one).cmp(&later(two)).then(order))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_told_by_their_shape_and_compared_in_one_bucket() {
        assert!(is_lexo("0|i0001z:") && is_lexo("2|hzzzzz:i"));
        assert!(!is_lexo("0|") && !is_lexo("3|a:") && !is_lexo("A|b:") && !is_lexo("0|A:"));
        let lexo = |text| Rank::Lexo(Cow::Borrowed(text));
        assert_eq!(lexo("0|i0001:").compare(&lexo("0|i000z:")), Some(Ordering::Less));
        assert_eq!(lexo("0|i0001:").compare(&lexo("1|i0001:")), None);
        assert_eq!(lexo("0|i0001:").compare(&Rank::Position(1.0)), None);
    }
}
