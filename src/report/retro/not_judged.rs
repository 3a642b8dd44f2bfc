//! What could not be judged, and what the team accepts.

use super::super::finding_text::cut;
use super::super::inconclusive_groups::{InconclusiveGroup, group};
use super::context::RetroContext;
use super::evidence::{MESSAGE, evidence};
use super::{sentences, words};
use crate::finding::gap::remedy::Service;
use crate::finding::{BoardId, Ignored};

/// Maximum number of boards that are listed for a gap, and of ignored findings.
const SHOWN: usize = 30;

/// Something that the export does not contain.
pub(crate) struct NotJudged {
    /// The rules that could not be judged.
    pub(crate) rules: Vec<String>,
    /// The boards it concerns; empty if it concerns all. The last entry counts those that are not named.
    pub(crate) boards: Vec<String>,
    /// What is missing.
    pub(crate) message: String,
    /// How to get it; empty in a private report.
    pub(crate) remedy: String,
    /// The service that receives the request of the remedy, if there is one.
    pub(crate) service: Option<Service>,
}

/// What was not judged, and what was judged only in part.
pub(super) fn not_judged(context: &RetroContext<'_>) -> (Vec<NotJudged>, Vec<NotJudged>) {
    let run = context.run;
    let entry = |gap: InconclusiveGroup<'_>| NotJudged {
        rules: gap.rules.iter().map(|rule| (*rule).to_owned()).collect(),
        boards: some_of(context, &gap.boards),
        message: sentences::sentence(&context.text(gap.message)),
        // A remedy could reveal the board.
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

/// The names of `boards`; empty if these are all boards of the run.
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

/// The findings that the charter's ignores or the baseline cover.
pub(crate) struct Accepted {
    /// Rule, item, what happened, and why the team accepts it.
    pub(crate) rows: Vec<[String; 4]>,
    /// What is not listed, in words.
    pub(crate) more: Vec<String>,
}

impl Accepted {
    /// The findings of a run that are not reported.
    pub(super) fn of(context: &RetroContext<'_>) -> Self {
        let run = context.run;
        let rows = run.ignored.iter().take(SHOWN).map(|Ignored { finding, reason }| {
            let evidence = evidence(context, finding, MESSAGE);
            // A reason is free text and may be about anybody.
            let reason =
                if run.display.private { words::NOT_SHOWN.to_owned() } else { cut(&run.names.text(reason), MESSAGE) };
            [finding.rule.clone(), evidence.item.label, evidence.what, reason]
        });
        let more = run.ignored.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| sentences::more_ignored(more));
        let known = (!run.baselined.is_empty()).then(|| sentences::in_baseline(run.baselined.len()));
        Self { rows: rows.collect(), more: more.into_iter().chain(known).collect() }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.more.is_empty()
    }
}
