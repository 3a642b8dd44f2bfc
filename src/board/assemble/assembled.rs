//! A board assembled from its files and its charter, before it is replayed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashMap;
use jiff::Timestamp;

use super::beginning::known_since;
use super::clock::Known;
use super::fields::Fields;
use super::filtered::{BASIC, Histories};
use super::joined::Joined;
use super::joined_states::joined_states;
use super::kinds::Kinds;
use super::placed_fields::placed_fields;
use super::renames::Renames;
use super::rewind::{self, LaterNames, Rewound};
use super::sprints::{self, SprintContext, Sprints};
use super::sprints_that_count::which_count;
use super::states::States;
use super::whereabouts::keep_work;
use super::window::{Times, Wanted};
use crate::board::facts::{Act, ChangeFact, Coverage, ItemFact, ItemFields, Tool};
use crate::board::model::calendar::before;
use crate::board::model::{CharterUse, MissingParts};
use crate::board::{Calendar, ChangeKind, Contents, People, Sprint, SprintId, StateId, Window};
use crate::charter::Charter;
use crate::parallel;
use crate::source::Diagnostic;

/// A board before it is replayed.
pub(crate) struct Assembled<'c, 'a> {
    /// Its name for readers.
    pub(crate) name: String,
    /// Distinguishes it from other boards.
    pub(crate) home: String,
    pub(crate) tool: Tool,
    /// The keys of its projects; empty on Trello.
    pub(crate) projects: BTreeSet<String>,
    /// Its items as they stood at the clock.
    pub(crate) items: Vec<ItemFact<'a>>,
    /// The status or list of each item at the clock.
    pub(crate) present: Vec<StateId>,
    /// Changes that belong to no item.
    pub(crate) board_changes: Vec<ChangeFact<'a>>,
    pub(crate) people: People<'a>,
    /// Every status or list that an item was ever in.
    pub(crate) states: States<'c, 'a>,
    pub(crate) renames: Renames,
    pub(crate) sprints: Vec<Sprint<'a>>,
    /// Sprints by id, or by name if only names are known.
    pub(crate) sprint_ids: HashMap<Cow<'a, str>, SprintId>,
    /// The sprints with a label. Kept apart, because a big board has thousands of sprints and every item asks
    /// for these.
    labelled: Vec<SprintId>,
    /// Warnings of implausible dates, which are not used, by sprint id.
    pub(crate) implausible: Vec<(Cow<'a, str>, Diagnostic)>,
    pub(crate) fields: Fields,
    pub(crate) kinds: Kinds<'c>,
    pub(crate) calendar: Calendar,
    pub(crate) clock: Timestamp,
    pub(crate) window: Window,
    /// Whether the clock is before the end of the known history, so that later changes are undone.
    pub(crate) is_earlier: bool,
    /// Start of the known history, if the tool cut it.
    pub(crate) cut: Option<Timestamp>,
    /// Timestamp of the first creation or change; `None` if nothing is dated.
    pub(crate) first_record: Option<Timestamp>,
    /// Whether changes of labels are recorded at all: boards of before about 2021 keep no record of them (Trello).
    pub(crate) labels_recorded: bool,
    /// What the files hold, as they say themselves.
    pub(crate) contents: Contents,
    /// The parts of the board that its files lack.
    pub(crate) missing: MissingParts,
    /// What the charter says about the board.
    pub(crate) charter: CharterUse,
    /// Set if the board lacks the wanted sprint or project.
    pub(crate) nowhere: Option<Diagnostic>,
}

impl<'c, 'a> Assembled<'c, 'a> {
    /// Interprets the joined files with `charter`, for the `wanted` time. Errors in the files or the charter
    /// are pushed to `found`.
    pub(crate) fn of(joined: Joined<'a>, charter: &'c Charter, wanted: &Wanted, found: &mut Vec<Diagnostic>) -> Self {
        let Joined { tool, mut items, mut board_changes, mut state_changes, cut, .. } = joined;
        let calendar = Calendar::new(charter.zone(), charter.holidays.clone());
        let (people, known) = parallel::join(
            || People::new(joined.accounts, charter, &calendar, found),
            || Known::of(&items, &board_changes),
        );
        found.extend(known.warning(&calendar));

        let newest = known.newest;
        let now = wanted.today.map_or(newest, |day| before(calendar.end_of(day), 1));
        let context = SprintContext { charter, calendar: &calendar, tool, clock: now, newest: newest.max(now) };
        let Sprints { list: mut sprints, ids: sprint_ids, lists, served, implausible } =
            sprints::sprints_of(joined.sprints, &context, found);
        let first = items.iter().filter_map(|item| item.created.map(|(at, _)| at)).min();
        // The last sprint that is asked for must be one of this board.
        let counting = match tool {
            Tool::Jira if wanted.sprint.is_some() => which_count(&sprints, &sprint_ids, &items),
            _ => vec![true; sprints.len()],
        };
        let times = Times {
            board: &joined.name,
            sprints: &sprints,
            counting: &counting,
            calendar: &calendar,
            first,
            newest,
            now,
        };
        let (window, clock, nowhere) = match times.window(wanted) {
            Ok((window, clock)) => (window, clock, None),
            Err(nowhere) => (Window::default(), now, Some(nowhere)),
        };
        let is_earlier = clock < known.last();

        let mut known_fields = joined.fields;
        known_fields.extend(placed_fields(charter, &known_fields, &joined.held, &items));
        let (fields, kinds) = parallel::join(
            || Fields::new(charter, tool, &known_fields, &joined.held, &items, found),
            || Kinds::new(charter, &items, &joined.labels),
        );
        parallel::map(&mut items, |_, item| {
            mark_unknown(item);
            item.flagged |= fields.is_flagged(item);
        });
        let filtered = left_out_of_history(&joined.contents, tool, &mut items, &fields, cut);
        let mut states = joined_states(joined.states);
        let later_names = match is_earlier {
            true => rewind::rewind_states(&mut states, &mut state_changes, clock),
            false => LaterNames::default(),
        };
        let mut states = States::new(charter, tool, lists, states, &later_names);
        states.add_sprint_turns(served, &sprints, &state_changes);
        let mut rewound = Rewound::default();
        if is_earlier {
            // States that an item enters only later must be known, because the charter may name them.
            states.add_moves(&items);
            rewound = rewind::rewind(&mut items, &mut board_changes, &known_fields, clock);
            sprints.iter_mut().for_each(|sprint| sprint.rewind(clock));
        }
        states.were_called(&state_changes, &items);
        let labels_recorded = records_labels(&items);
        let mut present = states.add_all(&items);
        let renames = states.renames(&state_changes);
        states.mark_done_or_ready(&items);
        states.doubt_to_do();
        states.warn(joined.contents.history, found);
        found.extend(kinds.misspelt(states.list()));
        let cut = match tool {
            Tool::Jira if joined.contents.apart.is_empty() => {
                cut.and_then(|cut| known_since(cut, &items, &present, &states))
            }
            _ => cut,
        };
        keep_work(&mut items, &mut present, &states);

        let missing = MissingParts {
            filtered,
            fields: fields.left_out_of_any(&items),
            order: rewound.reordered,
            orphans: joined.orphans,
            pages: joined.missing_pages,
            former_estimates: fields.may_have_former_estimates,
        };
        let charter = CharterUse {
            file: charter.file,
            stages: charter.stages_given.clone(),
            strange_types: kinds.strange().to_vec(),
        };
        Self {
            name: joined.name,
            home: joined.home,
            tool,
            projects: joined.projects,
            items,
            present,
            board_changes,
            people,
            states,
            renames,
            labelled: labelled(&sprints),
            sprints,
            sprint_ids,
            implausible,
            fields,
            kinds,
            calendar,
            clock,
            window,
            is_earlier,
            cut,
            first_record: known.first,
            labels_recorded,
            contents: joined.contents,
            missing,
            charter,
            nowhere: joined.nowhere.or(nowhere),
        }
    }

    /// The known sprints with these ids.
    pub(crate) fn sprints_called<'i>(&'i self, ids: &'i [Cow<'a, str>]) -> impl Iterator<Item = SprintId> + 'i {
        ids.iter().filter_map(|id| self.sprint_ids.get(id).copied())
    }

    /// The sprints with a label.
    pub(crate) fn sprints_of_labels(&self) -> impl Iterator<Item = &Sprint<'a>> {
        self.labelled.iter().map(|sprint| &self.sprints[sprint.index()])
    }
}

/// The sprints with a label.
fn labelled(sprints: &[Sprint<'_>]) -> Vec<SprintId> {
    sprints.iter().filter(|sprint| sprint.label.is_some()).map(|sprint| sprint.index).collect()
}

/// Marks an item's history as having holes if one of its entries does not say what it changed.
fn mark_unknown(item: &mut ItemFact<'_>) {
    if item.changes.iter().any(|change| matches!(change.act, Act::Unknown)) {
        (item.truncated, item.log) = (true, Some(Coverage::with_holes(item.changes.len() + 1)));
    }
}

/// Returns the kinds of changes that a filter left out of the history. Marks in `items` what depends on them
/// as unknown: the assignees of a card, or the history of an issue. A few fields make up nearly all of an
/// issue's history.
fn left_out_of_history(
    contents: &Contents,
    tool: Tool,
    items: &mut [ItemFact<'_>],
    fields: &Fields,
    cut: Option<Timestamp>,
) -> Vec<ChangeKind> {
    let mut kinds = Histories { tool, items, fields, cut, by_fields: contents.by_fields }.left_out();
    let lacks_moves = tool == Tool::Trello && !contents.history && items.iter().any(is_edited);
    match tool {
        Tool::Jira if kinds.iter().any(|kind| BASIC.contains(kind)) => {
            for item in items {
                (item.truncated, item.log) = (true, Some(Coverage::with_holes(item.changes.len() + 1)));
            }
        }
        Tool::Trello if kinds.contains(&ChangeKind::Assigned) => {
            for item in items {
                item.holds = item.holds.without(ItemFields::ASSIGNEES);
            }
        }
        _ => {}
    }
    if contents.unranked {
        kinds.push(ChangeKind::Ranked);
    }
    if lacks_moves {
        kinds.push(ChangeKind::Moved);
    }
    kinds
}

/// Whether an item has a change other than its creation and comments.
fn is_edited(item: &ItemFact<'_>) -> bool {
    item.changes.iter().any(|change| !matches!(change.act, Act::Created { .. } | Act::Commented))
}

/// Whether any item's history records labels.
fn records_labels(items: &[ItemFact<'_>]) -> bool {
    let mut changes = items.iter().flat_map(|item| &item.changes);
    changes.any(|change| matches!(change.act, Act::Labelled { .. }))
}
