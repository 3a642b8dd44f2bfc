//! What could not be judged, and what the team agreed to live with.

use super::super::summary::{Gap, gaps};
use super::scene::Scene;
use super::{cards, cut};

/// So many gaps, and so many ignored findings, are told one by one.
const SHOWN: usize = 30;

/// Something the export could not show.
pub(crate) struct Silence {
    /// The rules it keeps silent.
    pub(crate) rules: Vec<String>,
    /// The boards it concerns, where that is not all of them; the last entry counts those that are not named.
    pub(crate) boards: Vec<String>,
    /// What is missing.
    pub(crate) message: String,
    /// How to get it.
    pub(crate) hint: String,
}

/// What was not judged, and what was judged in part.
pub(super) fn silences(scene: &Scene<'_>) -> (Vec<Silence>, Vec<Silence>) {
    let Scene { run, words, .. } = scene;
    let told = |gap: Gap<'_>| Silence {
        rules: gap.rules.iter().map(|rule| (*rule).to_owned()).collect(),
        boards: some_of(scene, &gap.boards),
        message: words.sentence(&run.names.text(gap.message)),
        hint: words.sentence(&run.names.text(gap.hint)),
    };
    let of =
        |partial| gaps(run.inconclusive.iter().filter(|told| told.partial == partial)).into_iter().map(told).collect();
    (of(false), of(true))
}

/// The names among `boards`, which may be shared by several; none where that is all there are.
fn some_of(scene: &Scene<'_>, boards: &[&str]) -> Vec<String> {
    if scene.run.boards.iter().all(|judged| boards.contains(&judged.board.name.as_str())) {
        return Vec::new();
    }
    let more = boards.len().saturating_sub(SHOWN);
    let named = boards.iter().take(SHOWN).map(|board| scene.name(board));
    named.chain((more > 0).then(|| scene.words.boards(more))).collect()
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
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let Scene { run, words, .. } = scene;
        let rows = run.ignored.iter().take(SHOWN).map(|(finding, reason)| {
            let evidence = cards::evidence(scene, finding, cards::MESSAGE);
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
