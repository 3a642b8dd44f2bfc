//! What could not be judged, and what the team agreed to live with.

use super::super::Run;
use super::super::summary::{Gap, gaps};
use super::words::Words;
use super::{cards, cut};

/// So many gaps, and so many ignored findings, are told one by one.
const SHOWN: usize = 30;

/// Something the export could not show.
pub(crate) struct Silence {
    /// The rules it keeps silent.
    pub(crate) rules: Vec<String>,
    /// The boards it concerns, where that is not all of them.
    pub(crate) boards: Vec<String>,
    /// What is missing.
    pub(crate) message: String,
    /// How to get it.
    pub(crate) hint: String,
}

/// What was not judged, and what was judged in part.
pub(super) fn silences(run: &Run<'_>) -> (Vec<Silence>, Vec<Silence>) {
    let several = run.boards.len() > 1;
    let told = |gap: Gap<'_>| Silence {
        rules: gap.rules.iter().map(|rule| (*rule).to_owned()).collect(),
        boards: match several {
            true => gap.boards.iter().take(SHOWN).map(|board| run.names.text(board).into_owned()).collect(),
            false => Vec::new(),
        },
        message: run.names.text(gap.message).into_owned(),
        hint: run.names.text(gap.hint).into_owned(),
    };
    let of =
        |partial| gaps(run.inconclusive.iter().filter(|told| told.partial == partial)).into_iter().map(told).collect();
    (of(false), of(true))
}

/// What the charter's ignores cover, and what the baseline knows.
pub(crate) struct Agreed {
    /// Rule, item, what happened, and why the team lives with it.
    pub(crate) rows: Vec<[String; 4]>,
    /// What is not shown, in words.
    pub(crate) more: Vec<String>,
}

impl Agreed {
    /// What `run` found and does not tell.
    pub(super) fn of(run: &Run<'_>, words: &Words) -> Self {
        let rows = run.ignored.iter().take(SHOWN).map(|(finding, reason)| {
            let evidence = cards::evidence(run, words, finding, cards::MESSAGE);
            [finding.rule.clone(), evidence.item.label, evidence.what, cut(&run.names.text(reason), cards::MESSAGE)]
        });
        let more = run.ignored.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| words.more_ignored(more));
        let known = (!run.baselined.is_empty()).then(|| words.in_baseline(run.baselined.len()));
        Self { rows: rows.collect(), more: more.into_iter().chain(known).collect() }
    }

    /// Whether there is nothing of the kind.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.more.is_empty()
    }
}
