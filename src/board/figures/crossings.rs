//! Items that move back and forth between two stages. Source: the rule item-ping-pong.

use super::Board;
use crate::board::ChangeId;
use crate::board::model::change::{Detail, Gesture};
use crate::board::model::item::Item;
use crate::charter::Stage;

/// The pair of stages between which an item was moved most often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossings {
    /// The two stages, in the order of the first move; `None` if the item never moved between stages.
    pub stages: Option<(Stage, Stage)>,
    /// The moves between them in either direction, oldest first.
    pub moves: Vec<ChangeId>,
}

impl Board<'_> {
    /// The pair of stages between which people moved `item` most often. Backlog and ready count as one stage;
    /// moves into or out of impediments do not count.
    pub fn crossings(&self, item: &Item<'_>) -> Crossings {
        let stage = |state| match self.state(state).meaning() {
            Some(Stage::Ready) => Some(Stage::Backlog),
            stage => stage,
        };
        let mut pairs: Vec<Crossings> = Vec::new();
        for (id, change) in self.history_by_id(item) {
            let (Detail::States { from, to, .. }, Gesture::Decision) = (&change.detail, change.gesture) else {
                continue;
            };
            let (Some(from), Some(to)) = (stage(*from), stage(*to)) else { continue };
            if from == to || from == Stage::Impediments || to == Stage::Impediments {
                continue;
            }
            let same = |pair: &&mut Crossings| pair.stages == Some((from, to)) || pair.stages == Some((to, from));
            match pairs.iter_mut().find(same) {
                Some(pair) => pair.moves.push(id),
                None => pairs.push(Crossings { stages: Some((from, to)), moves: vec![id] }),
            }
        }
        // On a tie, the pair that came first wins.
        pairs.into_iter().rev().max_by_key(|pair| pair.moves.len()).unwrap_or_default()
    }
}
