//! What the rules excuse, so that the matrix does not show as somebody else's what no rule would tell. What is excused counts
//! for nobody, not even for whoever owns the decision: else copies would make their share of it. Source: docs/definitions.md, the column
//! *not when*.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::responsibility::{Doubt, Responsibility, Seat};
use crate::board::figures::Board;
use crate::board::figures::criteria::criteria_changed;
use crate::board::model::change::{Change, Detail};
use crate::board::model::item::Item;
use crate::board::{ItemId, PersonId};
use crate::charter::Kind;

/// Whoever created an item is still filling it in.
const FILLING_IN: SignedDuration = SignedDuration::from_hours(24);
/// For so long the numbers of a split item are being shared out, and two siblings are one story cut in two.
const SPLIT: SignedDuration = SignedDuration::from_mins(5);
/// Around the close of a sprint a board is being tidied.
const TIDYING: SignedDuration = SignedDuration::from_hours(1);
/// A smaller share of the criteria is a corrected word.
const CORRECTED: f64 = 0.1;

/// One decision, by somebody who is known.
pub(super) struct Act {
    pub(super) responsibility: Responsibility,
    pub(super) seat: Seat,
    pub(super) by: PersonId,
    pub(super) at: Timestamp,
    pub(super) item: Option<ItemId>,
    /// Who had the work before.
    pub(super) previous: Option<PersonId>,
    /// Whether it counts for nobody.
    pub(super) excused: bool,
}

/// What becomes of an act.
pub(super) enum Verdict {
    /// It counts.
    Stands,
    /// It is excused.
    Excused,
    /// Nobody can say whether it is.
    Open(Doubt),
}

impl Verdict {
    fn of(excused: Option<bool>, otherwise: Doubt) -> Self {
        match excused {
            Some(true) => Self::Excused,
            Some(false) => Self::Stands,
            None => Self::Open(otherwise),
        }
    }
}

impl Board<'_> {
    /// Whether an act of `seat` is excused.
    pub(super) fn excuse(&self, change: &Change<'_>, responsibility: Responsibility, seat: Seat) -> Verdict {
        let Some(item) = change.item.map(|item| self.item(item)) else { return Verdict::Stands };
        let age = || item.created.map(|created| change.at.duration_since(created));
        match responsibility {
            Responsibility::Priority => {
                let own = item.creator.map(|creator| Some(creator) == change.by);
                let fresh = age().map(|age| age <= FILLING_IN);
                Verdict::of(both(own, fresh), Doubt::History)
            }
            Responsibility::Stories if item.copied => Verdict::Excused,
            Responsibility::Stories => Verdict::of(self.is_split(item), Doubt::History),
            Responsibility::Criteria => {
                let slight = criteria_changed(change).is_none_or(|share| share <= CORRECTED);
                Verdict::of(Some(slight), Doubt::History)
            }
            Responsibility::Estimates => {
                Verdict::of(both(Some(item.copied), age().map(|age| age <= SPLIT)), Doubt::History)
            }
            Responsibility::Taking if matches!(change.detail, Detail::Person { copied: true, .. }) => Verdict::Excused,
            Responsibility::Giving => self.hands_back(change, item, seat),
            Responsibility::Status => {
                let serves = seat == Seat::ScrumMaster && matches!(item.kind, Kind::Impediment | Kind::RetroAction);
                let closes = self.sprints.iter().filter_map(|sprint| sprint.completed);
                let tidies = closes.into_iter().any(|at| change.at.duration_since(at).abs() <= TIDYING);
                Verdict::of(Some(serves || tidies), Doubt::History)
            }
            _ => Verdict::Stands,
        }
    }

    /// Whether work goes to somebody who asked for it, had it before, or came along with a copied card; or is the Scrum
    /// Master's own service.
    fn hands_back(&self, change: &Change<'_>, item: &Item<'_>, seat: Seat) -> Verdict {
        let Detail::Person { who, again, copied, .. } = change.detail else { return Verdict::Stands };
        let serves = seat == Seat::ScrumMaster && matches!(item.kind, Kind::Impediment | Kind::RetroAction);
        if copied || again || serves || item.reporter == Some(who) {
            return Verdict::Excused;
        }
        if item.truncated { Verdict::Open(Doubt::History) } else { Verdict::Stands }
    }

    /// Whether the creator of `item` put another story under the same, older parent within five minutes: one story cut in two.
    /// None where the parent is not in the export, so that nobody can say whether it was there before.
    pub fn is_split(&self, item: &Item<'_>) -> Option<bool> {
        let (Some(parent), Some(created)) = (&item.parent, item.created) else { return Some(false) };
        let siblings = self.children(parent);
        // Siblings lie in the order of their creation: only those near it are looked at.
        let near = siblings.partition_point(|id| self.item(*id).created < created.checked_sub(SPLIT).ok());
        let sibling = siblings[near..]
            .iter()
            .map(|id| self.item(*id))
            .take_while(|other| other.created <= created.checked_add(SPLIT).ok())
            .any(|other| other.key != item.key && other.kind == Kind::Story && other.creator == item.creator);
        match self.find(parent).map(|parent| self.item(parent)) {
            _ if !sibling => Some(false),
            // Stories under an epic are its content, and no story cut in two.
            Some(parent) if parent.kind == Kind::Epic => Some(false),
            Some(parent) => Some(parent.created < Some(created)),
            None => None,
        }
    }
}

/// Whether both hold, as far as is known.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// What makes a sitting: within how long how many items, where rules tell of it as a hint and not as anybody's decision.
fn sitting(act: &Act) -> Option<(SignedDuration, usize)> {
    match (act.responsibility, act.seat) {
        // An import.
        (Responsibility::Stories, _) => Some((SignedDuration::from_secs(60), 20)),
        // What a leaver leaves behind.
        (Responsibility::Giving, Seat::ScrumMaster) if act.previous.is_some() => {
            Some((SignedDuration::from_mins(10), 5))
        }
        // A scribe at a planning.
        (Responsibility::Estimates, Seat::ScrumMaster | Seat::Others) => Some((SignedDuration::from_mins(60), 3)),
        _ => None,
    }
}

/// Of each act whether it is one of many at one sitting.
pub(super) fn sittings(acts: &[Act]) -> Vec<bool> {
    let mut at_once = vec![false; acts.len()];
    type Key = (usize, PersonId, Option<PersonId>);
    let mut runs: BTreeMap<Key, Vec<(usize, Timestamp, Option<ItemId>)>> = BTreeMap::new();
    for (place, act) in acts.iter().enumerate().filter(|(_, act)| !act.excused && sitting(act).is_some()) {
        let previous = act.previous.filter(|_| act.responsibility == Responsibility::Giving);
        runs.entry((act.responsibility as usize, act.by, previous)).or_default().push((place, act.at, act.item));
    }
    for run in runs.values() {
        let Some((span, enough)) = run.first().and_then(|(place, ..)| sitting(&acts[*place])) else { continue };
        let mut start = 0;
        while start < run.len() {
            let inside = run[start..].iter().take_while(|(_, at, _)| at.duration_since(run[start].1) <= span).count();
            let mut items: Vec<_> = run[start..start + inside].iter().filter_map(|(.., item)| *item).collect();
            items.sort_unstable();
            items.dedup();
            let is_one = items.len() >= enough;
            if is_one {
                run[start..start + inside].iter().for_each(|(place, ..)| at_once[*place] = true);
            }
            start += if is_one { inside } else { 1 };
        }
    }
    at_once
}
