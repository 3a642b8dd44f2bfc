//! The content of the retro report, independent of its format: what a team should see of a run, in this
//! order.
//!
//! All texts use the names that the run uses, and none is encoded yet. The pages that are made of them
//! ([`super::html`], [`markdown`]) encode everything they write. The report's own texts are in [`words`] and
//! [`sentences`].

mod before;
mod cards;
pub(super) mod confluence;
mod context;
mod document;
mod evidence;
mod headline;
pub(super) mod markdown;
mod matrix;
mod not_judged;
mod operator;
mod order;
mod period;
mod rate;
pub(super) mod sentences;
mod since;
mod sprint_dates;
mod sprints;
mod strengths;
pub(super) mod text;
mod timeline;
mod topics;
mod trend;
pub(super) mod words;
mod work;

use super::pattern_groups::{by_weight, group};
use super::{PageAmong, Run};
use crate::finding::{BoardId, Finding};
use before::BOARDS;
pub use before::SprintBefore;
pub(super) use cards::{AppendixRule, Card};
use context::RetroContext;
pub(super) use evidence::Evidence;
pub(super) use headline::HeadlineNumber;
pub use headline::{extent, missing_files};
pub(super) use matrix::{Matrix, RoleShare};
pub(super) use not_judged::{Accepted, NotJudged};
use period::ReportPeriod;
use rate::Rates;
pub(super) use since::Since;
pub(super) use sprints::{SprintRow, SprintTable};
pub(super) use timeline::{TimeBucket, Timeline};
pub(super) use topics::Topic;
pub(super) use trend::Trend;

/// Maximum number of bytes for all parts that grow with the number of findings. The rest of the page is
/// small, so a page stays below 3 MB.
const BYTES: usize = 2_500_000;

/// The report of a run.
pub(super) struct Retro {
    /// What was judged: the boards and sprints.
    pub(super) title: String,
    /// The period of the report.
    pub(super) period: String,
    /// The time zone of its times.
    pub(super) zone: String,
    /// The position of the page among others: its index page and the path of the board. `None` if there is
    /// only this page.
    pub(super) among: Option<(String, String)>,
    /// What the board was judged by; empty if there is no charter.
    pub(super) measure: &'static str,
    /// The amount of data.
    pub(super) numbers: Vec<HeadlineNumber>,
    /// Limits that a reader must know to judge the report.
    pub(super) notices: Vec<String>,
    /// What is worth talking about.
    pub(super) topics: Vec<Topic>,
    /// A text for the case that there are no topics.
    pub(super) quiet: String,
    /// What goes well.
    pub(super) strengths: Vec<String>,
    /// Each board.
    pub(super) boards: Vec<BoardReport>,
    /// Number of boards that are not shown one by one.
    pub(super) more_boards: usize,
    /// A card for each anti-pattern.
    pub(super) cards: Vec<Card>,
    /// The findings that do not fit on the cards.
    pub(super) appendix: Vec<AppendixRule>,
    /// Number of findings that do not fit on the page at all.
    pub(super) left_out: usize,
    /// What could not be judged.
    pub(super) not_judged: Vec<NotJudged>,
    /// What was judged only in part.
    pub(super) judged_in_part: Vec<NotJudged>,
    /// What the charter's ignores cover.
    pub(super) accepted: Accepted,
    /// What the person who runs the program can do about the report.
    pub(super) operator: Vec<String>,
}

/// One board of the report.
pub(super) struct BoardReport {
    /// The name of the board.
    pub(super) name: String,
    /// Who made which decisions; `None` if the charter gives nobody a role.
    pub(super) matrix: Option<Matrix>,
    /// What became more or less from sprint to sprint; `None` if there is nothing to compare.
    pub(super) trend: Option<Trend>,
    /// What is new and what is gone since the sprint before; `None` if there is no such sprint.
    pub(super) since: Option<Since>,
    /// When the findings were.
    pub(super) timeline: Timeline,
    /// What was committed and done in sprints; `None` if no sprint is known.
    pub(super) sprints: Option<SprintTable>,
}

impl Retro {
    /// Builds the report of `run`.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let context = &RetroContext::new(run);
        let all: Vec<_> = run.judged_boards().collect();
        let period = ReportPeriod::of(&all);
        let groups = group(by_weight(run));
        let counts: Vec<_> = all.iter().map(|board| matrix::count(&context.excuses, board, &period)).collect();
        let rules = order::in_order(context, &groups);
        let cards = cards::card_set(context, &rules, &groups, &Rates::new(run, &counts), BYTES);
        let boards = context.boards().zip(&counts).take(BOARDS).enumerate().map(|(index, ((board, name), counts))| {
            let id = BoardId::new(index);
            let own: Vec<&Finding> = run.shown().filter(|finding| finding.board_id == Some(id)).collect();
            BoardReport {
                name: name.to_owned(),
                matrix: Matrix::of(context, board, counts, &period),
                trend: Trend::of(context, board, &period),
                since: Since::of(context, id, board, &own),
                timeline: Timeline::of(context, board, &period, &own),
                sprints: SprintTable::of(context, board),
            }
        });
        let boards = boards.collect();
        let (not_judged, judged_in_part) = not_judged::not_judged(context);
        let services = not_judged.iter().chain(&judged_in_part).filter_map(|gap| gap.service);
        let operator = operator::notes(context, cards.left_out, services);
        Self {
            title: headline::title(context),
            period: period.text(),
            zone: period.zone().to_owned(),
            among: run.among.map(|PageAmong { index, place }| (index.to_owned(), run.names.text(place).into_owned())),
            measure: if run.boards.iter().any(|board| board.charter.file.is_some()) { words::MEASURE } else { "" },
            numbers: headline::numbers(context),
            notices: headline::notices(context),
            topics: topics::topics(context, &rules, &cards.cards),
            quiet: topics::quiet(context),
            strengths: strengths::strengths(context, &counts, &period, BOARDS),
            boards,
            more_boards: all.len().saturating_sub(BOARDS),
            cards: cards.cards,
            appendix: cards.appendix,
            left_out: cards.left_out,
            not_judged,
            judged_in_part,
            accepted: Accepted::of(context),
            operator,
        }
    }

    /// Whether several boards are shown, so that each must be named.
    pub(super) fn several(&self) -> bool {
        self.boards.len() > 1
    }

    /// Whether any board has a matrix.
    pub(super) fn has_matrix(&self) -> bool {
        self.boards.iter().any(|board| board.matrix.is_some())
    }

    /// Whether the matrix shows a decision that several roles own.
    pub(super) fn has_shared(&self) -> bool {
        let groups = self.boards.iter().filter_map(|board| board.matrix.as_ref()).flat_map(|matrix| &matrix.groups);
        groups.flat_map(|group| &group.rows).flat_map(|row| &row.cells).any(RoleShare::shares)
    }

    /// Whether any board has sprints to compare.
    pub(super) fn has_since(&self) -> bool {
        self.boards.iter().any(|board| board.since.is_some() || board.trend.is_some())
    }

    /// Whether there is anything for the person who runs the program.
    pub(super) fn has_operator(&self) -> bool {
        !self.operator.is_empty()
            || self.not_judged.iter().chain(&self.judged_in_part).any(|gap| !gap.remedy.is_empty())
    }

    /// Whether any board has sprints.
    pub(super) fn has_sprints(&self) -> bool {
        self.boards.iter().any(|board| board.sprints.is_some())
    }
}
