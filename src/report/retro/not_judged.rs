//! What could not be judged, and what the team agreed to live with.

use super::super::finding_text::cut;
use super::super::inconclusive_groups::{InconclusiveGroup, group};
use super::context::RetroContext;
use super::evidence::{MESSAGE, evidence};
use super::{sentences, words};
use crate::finding::gap::remedy::Service;
use crate::finding::{BoardId, Ignored};

/// So many boards of a gap, and so many ignored findings, are listed.
const SHOWN: usize = 30;

/// Something the export could not show.
pub(crate) struct NotJudged {
    /// The rules that could not be judged.
    pub(crate) rules: Vec<String>,
    /// The boards it concerns, where that is not all of them; the last entry counts those that are not named.
    pub(crate) boards: Vec<String>,
    /// What is missing.
    pub(crate) message: String,
    /// How to get it; empty in a report that leaves the team.
    pub(crate) remedy: String,
    /// The service that the request of the remedy goes to, where it has one.
    pub(crate) service: Option<Service>,
}

/// What was not judged, and what was judged in part.
pub(super) fn not_judged(context: &RetroContext<'_>) -> (Vec<NotJudged>, Vec<NotJudged>) {
    let run = context.run;
    let entry = |gap: InconclusiveGroup<'_>| NotJudged {
        rules: gap.rules.iter().map(|rule| (*rule).to_owned()).collect(),
        boards: some_of(context, &gap.boards),
        message: sentences::sentence(&context.text(gap.message)),
        // A remedy leads to the board.
        remedy: if run.display.private {
            String::new()
        } else {
            sentences::sentence(&run.names.remedy(gap.remedy).to_string())
        },
        service: gap.remedy.request.as_ref().map(|request| request.service),
    };
    let gaps = |partial| run.inconclusive.iter().filter(move |gap| gap.partial == partial);
    let of = |partial| group(gaps(partial)).into_iter().map(entry).collect();
    (of(false), of(true))
}

/// The names of `boards`; none where these are all of the run.
fn some_of(context: &RetroContext<'_>, boards: &[Option<BoardId>]) -> Vec<String> {
    let known: Vec<&str> =
        boards.iter().filter_map(|id| context.board_names.get((*id)?.index())).map(String::as_str).collect();
    if known.len() == context.board_names.len() {
        return Vec::new();
    }
    let more = known.len().saturating_sub(SHOWN);
    let named = known.into_iter().take(SHOWN).map(str::to_owned);
    named.chain((more > 0).then(|| sentences::boards(more))).collect()
}

/// What the charter's ignores cover, and what the baseline knows.
pub(crate) struct Accepted {
    /// Rule, item, what happened, and why the team lives with it.
    pub(crate) rows: Vec<[String; 4]>,
    /// What is not shown, in words.
    pub(crate) more: Vec<String>,
}

impl Accepted {
    /// What a run found and does not list.
    pub(super) fn of(context: &RetroContext<'_>) -> Self {
        let run = context.run;
        let rows = run.ignored.iter().take(SHOWN).map(|Ignored { finding, reason }| {
            let evidence = evidence(context, finding, MESSAGE);
            // A reason says what it likes, of whom it likes.
            let reason =
                if run.display.private { words::NOT_SHOWN.to_owned() } else { cut(&run.names.text(reason), MESSAGE) };
            [finding.rule.clone(), evidence.item.label, evidence.what, reason]
        });
        let more = run.ignored.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| sentences::more_ignored(more));
        let known = (!run.baselined.is_empty()).then(|| sentences::in_baseline(run.baselined.len()));
        Self { rows: rows.collect(), more: more.into_iter().chain(known).collect() }
    }

    /// Whether there is nothing of the kind.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.more.is_empty()
    }
}
