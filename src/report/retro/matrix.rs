//! The accountability matrix: a row for each decision, a column for each role, and in each cell how often the
//! role decided it.

use super::super::Names;
use super::context::RetroContext;
use super::period::ReportPeriod;
use super::{sentences, words};
use crate::board::{Board, Part, Responsibility, Seat, share_of};
use crate::charter::Role;
use crate::finding::gap::GapText;
use crate::rule::accountability::{Accountability, Excuses, Tally};
use crate::word::Word;

/// Minimum number of decisions for a share: below, a percentage means nothing.
pub(super) const ENOUGH: usize = 5;

/// The matrix of a board.
pub(crate) struct Matrix {
    /// One for each role.
    pub(crate) columns: Vec<RoleColumn>,
    /// Decisions that belong together.
    pub(crate) groups: Vec<DecisionGroup>,
    /// Which acts the rows leave out, and why, in words; empty if none.
    pub(crate) left_out: String,
}

/// A role.
pub(crate) struct RoleColumn {
    /// What it is called.
    pub(crate) title: String,
    /// The person who holds it, or the number of people.
    pub(crate) people: String,
}

/// Decisions about one question.
pub(crate) struct DecisionGroup {
    /// The question.
    pub(crate) title: &'static str,
    /// The decisions.
    pub(crate) rows: Vec<DecisionRow>,
}

/// A decision.
pub(crate) struct DecisionRow {
    /// What is decided.
    pub(crate) title: &'static str,
    /// How often it was made, in words.
    pub(crate) total: String,
    /// One for each role; empty if there is nothing to show.
    pub(crate) cells: Vec<RoleShare>,
    /// Why there is nothing to show.
    pub(crate) nothing: String,
    /// The roles that own the decision, in words.
    pub(crate) owners: String,
}

/// How often one role made a decision.
pub(crate) struct RoleShare {
    /// The part the role has in the decision.
    pub(crate) part: Part,
    /// Whether anybody is known to hold the role.
    pub(crate) is_known: bool,
    /// Number of times they did it.
    pub(crate) count: usize,
    /// Their share of all, from 0 to 1.
    pub(crate) share: f64,
    /// The same in words: in percent, or as a count if there are too few.
    pub(crate) percent: String,
    /// Whether there are too few decisions for a meaningful share.
    pub(crate) few: bool,
    /// Whether the decision belongs to several roles together.
    pub(crate) shared: bool,
}

impl RoleShare {
    /// Whether only this role owns the decision.
    pub(crate) fn owns(&self) -> bool {
        self.part == Part::Owns && !self.shared
    }

    /// Whether several roles own the decision, this one included. Then each may make all of them.
    pub(crate) fn shares(&self) -> bool {
        self.part == Part::Owns && self.shared
    }

    /// Whether this role may make the decision too.
    pub(crate) fn helps(&self) -> bool {
        self.part == Part::Helps
    }

    /// Whether there is anything to show: somebody in the role did it, it is theirs to do, or nobody knows who they are.
    pub(crate) fn is_shown(&self) -> bool {
        !self.is_known || self.count > 0 || self.part == Part::Owns
    }

    /// A word for the role's part in the decision; empty if it has none.
    pub(crate) fn remark(&self) -> &'static str {
        match self.part {
            Part::Owns if self.shared => words::SHARED,
            Part::Owns => words::EXPECTED,
            Part::Helps => words::MAY_HELP,
            _ => "",
        }
    }
}

/// Counts the decisions on a board in `period`.
pub(super) fn count(excuses: &Excuses, board: &Board<'_>, period: &ReportPeriod) -> Accountability {
    excuses.count(board, |at| period.holds(at) && board.window.holds(at))
}

impl Matrix {
    /// The matrix of `board`. `None` if nobody is Product Owner or Scrum Master, because then everybody would
    /// count as a developer.
    pub(super) fn of(
        context: &RetroContext<'_>,
        board: &Board<'_>,
        counted: &Accountability,
        period: &ReportPeriod,
    ) -> Option<Self> {
        if !board.people.has_lead() {
            return None;
        }
        let columns = Seat::ALL.iter().map(|seat| column(board, counted, *seat, period, context.run.names)).collect();
        let groups = words::GROUPS.iter().map(|(title, responsibilities)| DecisionGroup {
            title,
            rows: responsibilities
                .iter()
                .map(|responsibility| row(context, board, &counted.tallies[*responsibility as usize]))
                .collect(),
        });
        let mut doubts = Vec::new();
        for doubt in counted
            .tallies
            .iter()
            .filter(|tally| board.lacks_duty(tally.responsibility).is_none())
            .flat_map(|tally| &tally.doubts)
        {
            if !doubts.contains(doubt) {
                doubts.push(*doubt);
            }
        }
        let left_out =
            if doubts.is_empty() { String::new() } else { sentences::left_out_of_rows(&sentences::doubts(&doubts)) };
        Some(Self { columns, groups: groups.collect(), left_out })
    }
}

fn column(board: &Board<'_>, counted: &Accountability, seat: Seat, period: &ReportPeriod, names: &Names) -> RoleColumn {
    let role = match seat {
        Seat::ProductOwner => Some(Role::ProductOwner),
        Seat::ScrumMaster => Some(Role::ScrumMaster),
        Seat::Developers | Seat::Others => None,
    };
    let people: Vec<_> = match role {
        Some(role) => {
            let held = |person: &crate::board::Person<'_>| {
                person.tenures.iter().any(|tenure| tenure.role == role && period.meets(tenure.since, tenure.until))
            };
            board.people.iter().filter(|(_, person)| held(person)).map(|(id, _)| id).collect()
        }
        None => counted.seated[seat as usize].clone(),
    };
    let named = || people.iter().map(|id| board.people.get(*id).name.to_string()).collect::<Vec<_>>().join(", ");
    let people = match people.len() {
        0 if role.is_some() => words::NOBODY_NAMED.to_owned(),
        1..=3 if !names.are_hidden() => named(),
        // A person without a role gets a column by their acts, so only people who did something are counted.
        count if role.is_none() => sentences::active(count),
        count => sentences::people(count),
    };
    let title = match seat {
        Seat::Developers if board.people.unnamed_lead().is_some() => words::NO_ROLE_NAMED,
        seat => sentences::seat(seat),
    };
    RoleColumn { title: title.to_owned(), people }
}

fn row(context: &RetroContext<'_>, board: &Board<'_>, tally: &Tally) -> DecisionRow {
    let total = tally.total();
    let unnamed = board.people.unnamed_lead().map(|role| match role {
        Role::ScrumMaster => Seat::ScrumMaster,
        _ => Seat::ProductOwner,
    });
    let cells = Seat::ALL.iter().map(|seat| match cell(tally, *seat) {
        // The unnamed holder is counted among the people without a role.
        cell if unnamed == Some(*seat) => {
            RoleShare { is_known: false, few: true, percent: words::NOT_KNOWN.to_owned(), ..cell }
        }
        cell => cell,
    });
    // Without the evidence, the few known changes do not give a share.
    let gap = board.lacks_duty(tally.responsibility).map(|gap| GapText::new(board, gap));
    let shows = total > 0 && gap.is_none();
    let nothing = match &gap {
        Some(gap) => sentences::sentence(&context.text(&gap.message)),
        None if shows => String::new(),
        None if tally.left_out > 0 => sentences::all_left_out(tally.left_out, &sentences::doubts(&tally.doubts)),
        None if tally.excused > 0 => sentences::all_excused(tally.excused),
        None if tally.unknown > 0 => sentences::done_by_unknown(tally.unknown),
        None => words::NONE_IN_THIS_PERIOD.to_owned(),
    };
    DecisionRow {
        title: sentences::responsibility(tally.responsibility),
        total: if shows { sentences::times(tally, total) } else { String::new() },
        cells: if shows { cells.collect() } else { Vec::new() },
        nothing,
        owners: owners(tally.responsibility),
    }
}

/// The roles that own the decision.
fn owners(responsibility: Responsibility) -> String {
    let owners = Seat::ALL.iter().filter(|seat| responsibility.part(**seat) == Part::Owns);
    sentences::and(&owners.map(|seat| sentences::seat(*seat)).collect::<Vec<_>>())
}

fn cell(tally: &Tally, seat: Seat) -> RoleShare {
    let (count, total) = (tally.of(seat), tally.total());
    let few = total < ENOUGH;
    RoleShare {
        part: tally.responsibility.part(seat),
        is_known: true,
        count,
        share: ratio(count, total),
        percent: if few { sentences::of(count, total) } else { percent(count, total) },
        few,
        shared: tally.responsibility.is_shared(),
    }
}

/// `count` as a share of `total`, from 0 to 1; 0 if `total` is 0.
pub(super) fn ratio(count: usize, total: usize) -> f64 {
    share_of(count, total).unwrap_or_default()
}

/// `count` as a percentage of `total`. 0 % means none and 100 % means all; values close to them are `<1 %`
/// and `>99 %`.
pub(super) fn percent(count: usize, total: usize) -> String {
    let share = (ratio(count, total) * 100.0).round();
    match share {
        _ if count == 0 => "0 %".to_owned(),
        share if share < 1.0 => "<1 %".to_owned(),
        share if share >= 100.0 && count < total => ">99 %".to_owned(),
        share => format!("{share} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn none_and_all_are_not_the_result_of_rounding() {
        let texts = [(0, 3), (1, 999), (1, 3), (998, 999), (3, 3)].map(|(count, total)| percent(count, total));
        assert_eq!(texts, ["0 %", "<1 %", "33 %", ">99 %", "100 %"]);
    }
}
