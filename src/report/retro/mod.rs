//! The retro report before it has a look: what a team should see of a run, in the order in which it should see it.
//!
//! Everything here is text that names people as the run names them and that no encoder has seen yet: the pages that are
//! made of it ([`super::html`], [`markdown`]) encode whatever they write. All words of the page itself stand in
//! [`words`].

mod cards;
mod headline;
pub(super) mod markdown;
mod matrix;
mod period;
mod scene;
mod sprints;
mod timeline;
mod topics;
mod unjudged;
mod well;
pub(super) mod words;

pub(super) use cards::{Card, Evidence, Rest};
pub(super) use headline::Number;
pub(super) use matrix::{Cell, Matrix};
use scene::Scene;
pub(super) use sprints::{SprintRow, Sprints};
pub(super) use timeline::{Bucket, Timeline};
pub(super) use topics::Topic;
pub(super) use unjudged::{Agreed, Silence};
use words::{ENGLISH, Words};

use jiff::Timestamp;
use jiff::civil::Date;

use super::Run;
use super::about::cut;
use super::company::{Company, by_weight};
use crate::board::Board;
use crate::finding::{Finding, Part};

/// So many boards get a matrix, a timeline and their sprints; more would be no page to talk over.
const BOARDS: usize = 8;
/// So many bytes may everything take that grows with the number of findings. The page around it is far below the rest of
/// 3 MB.
const BYTES: usize = 2_500_000;

/// The report of a run.
pub(super) struct Retro {
    /// The words of the page.
    pub(super) words: &'static Words,
    /// What was judged.
    pub(super) title: String,
    /// From when to when.
    pub(super) period: String,
    /// In which zone times are meant.
    pub(super) zone: String,
    /// How much there was to look at.
    pub(super) numbers: Vec<Number>,
    /// What a reader must know before believing any of it.
    pub(super) notices: Vec<String>,
    /// Worth talking about.
    pub(super) topics: Vec<Topic>,
    /// What to say where there is nothing of the kind.
    pub(super) quiet: String,
    /// Going well.
    pub(super) well: Vec<String>,
    /// Each board.
    pub(super) teams: Vec<Team>,
    /// How many boards are not shown one by one.
    pub(super) more_teams: usize,
    /// Each anti-pattern.
    pub(super) cards: Vec<Card>,
    /// The findings that no card has room for.
    pub(super) rest: Vec<Rest>,
    /// How many findings the page has no room for at all.
    pub(super) left_out: usize,
    /// What could not be judged.
    pub(super) silent: Vec<Silence>,
    /// What was judged in part.
    pub(super) partial: Vec<Silence>,
    /// What the charter's ignores cover.
    pub(super) agreed: Agreed,
}

/// One board of the report.
pub(super) struct Team {
    /// What people call it.
    pub(super) name: String,
    /// Who decided what; none where no role is given to anybody.
    pub(super) matrix: Option<Matrix>,
    /// What was found when.
    pub(super) timeline: Timeline,
    /// What sprints promised and brought; none where no sprint is known.
    pub(super) sprints: Option<Sprints>,
}

impl Retro {
    /// Gathers the report of `run`.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let words = &ENGLISH;
        let scene = &Scene::new(run, words);
        let period = period::Period::of(run.boards);
        let findings: Vec<&Finding> = run.shown().collect();
        let mut budget = BYTES;
        let company = Company::of(by_weight(run));
        let deck = cards::deal(scene, &company, &mut budget);
        let counts: Vec<_> = run.boards.iter().map(|judged| matrix::count(judged, &period)).collect();
        let teams = counts.iter().enumerate().take(BOARDS).map(|(place, counts)| {
            let board = scene.board(place);
            let own: Vec<&Finding> =
                findings.iter().copied().filter(|finding| scene.place(finding) == Some(place)).collect();
            Team {
                name: scene.boards[place].clone(),
                matrix: Matrix::of(board, counts, &period, run.names, words),
                timeline: Timeline::of(scene, board, &own),
                sprints: Sprints::of(scene, board),
            }
        });
        let (silent, partial) = unjudged::silences(scene);
        Self {
            words,
            title: headline::title(scene),
            period: period.told(words),
            zone: period.zone().to_owned(),
            numbers: headline::numbers(scene),
            notices: headline::notices(scene),
            topics: topics::topics(scene, &company),
            quiet: topics::quiet(scene),
            well: well::well(scene, &counts),
            teams: teams.collect(),
            more_teams: run.boards.len().saturating_sub(BOARDS),
            cards: deck.cards,
            rest: deck.rest,
            left_out: deck.left_out,
            silent,
            partial,
            agreed: Agreed::of(scene),
        }
    }

    /// Whether more than one board is told of, so that each needs its name.
    pub(super) fn several(&self) -> bool {
        self.teams.len() > 1
    }

    /// Whether there is a matrix of any board.
    pub(super) fn has_matrix(&self) -> bool {
        self.teams.iter().any(|team| team.matrix.is_some())
    }

    /// Whether a decision of several roles is shown.
    pub(super) fn has_shared(&self) -> bool {
        let rows = self.teams.iter().filter_map(|team| team.matrix.as_ref()).flat_map(|matrix| &matrix.groups);
        rows.flat_map(|group| &group.rows).flat_map(|row| &row.cells).any(Cell::shares)
    }

    /// Whether any board has sprints.
    pub(super) fn has_sprints(&self) -> bool {
        self.teams.iter().any(|team| team.sprints.is_some())
    }
}

/// What a finding says, as a sentence of at most `limit` characters.
fn message(scene: &Scene<'_>, finding: &Finding, limit: usize) -> String {
    let told = cut(&scene.run.names.phrase(&finding.message), limit);
    // A name is written as it is.
    match finding.message.parts().iter().find(|part| !matches!(part, Part::Text(text) if text.is_empty())) {
        Some(Part::Person { .. }) if !scene.run.names.are_hidden() => told,
        _ => scene.words.sentence(&told),
    }
}

/// The last day of something that was over at `end`: the day before, where that is the first instant of a day.
fn last_day(board: &Board<'_>, end: Timestamp) -> Date {
    let before = Timestamp::from_millisecond(end.as_millisecond() - 1).unwrap_or(end);
    board.calendar.day(before)
}

/// A number as people write it: no fraction where there is none, else one digit.
fn plain(number: f64) -> String {
    format!("{}", (number * 10.0).round() / 10.0 + 0.0)
}
