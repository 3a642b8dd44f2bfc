//! The kind of an item, by its issue type or labels.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::board::State;
use crate::board::facts::{Act, ItemFact, Tool};
use crate::board::model::item::Item;
use crate::charter::{Charter, Kind, Named, Stage, folded};
use crate::lexicon;
use crate::source::Diagnostic;
use crate::word::Word;
use crate::wording::{Slips, nearest};

/// What the issue types and labels of a board mean.
#[derive(Debug)]
pub(crate) struct Kinds<'c> {
    charter: &'c Charter,
    /// The kinds that the charter assigns to types and labels, by folded name.
    given: HashMap<String, Kind>,
    /// The kinds of the types and labels that items have.
    named: HashMap<String, Option<Kind>>,
    /// Whether the charter assigns kinds to names that no issue type has, so that they may be labels.
    by_labels: bool,
    /// The labels that mean that an item is blocked.
    blocking: HashSet<String>,
    /// Whether a label "Blocker" is one of a scale of severities.
    in_scale: bool,
    /// The issue types whose meaning is unknown, if most issues have one of them and no type is known to be a
    /// story; sorted by name.
    strange: Vec<String>,
}

impl<'c> Kinds<'c> {
    /// Finds the meaning of the types and labels of `items`. The charter takes precedence. `listed` are all
    /// labels of the board: they may form a scale of severities even if no item has the others now.
    pub(crate) fn new(charter: &'c Charter, items: &[ItemFact<'_>], listed: &[Cow<'_, str>]) -> Self {
        let then = items.iter().flat_map(|item| &item.changes).filter_map(|change| match &change.act {
            Act::Labelled { from, to } => Some(from.iter().chain(to)),
            _ => None,
        });
        let labels: HashSet<&str> =
            items.iter().flat_map(|item| &item.labels).chain(then.flatten()).map(|label| &**label).collect();
        let types: HashSet<&str> = items.iter().filter_map(|item| item.kind.as_deref()).collect();
        let names: HashSet<String> = types.iter().map(|name| folded(name)).collect();
        let may_be_worn = |(kind, named): &(Kind, Named)| kind.may_be_label() && !names.contains(&folded(&named.text));
        let in_scale = lexicon::is_scale(labels.iter().copied().chain(listed.iter().map(|label| &**label)));
        let mut given = HashMap::default();
        for (kind, named) in &charter.kinds {
            given.entry(folded(&named.text)).or_insert(*kind);
        }
        let mut kinds = Self {
            charter,
            given,
            named: HashMap::default(),
            by_labels: charter.kinds.iter().any(may_be_worn),
            blocking: HashSet::default(),
            in_scale,
            strange: Vec::new(),
        };
        let blocks = |label: &&&str| lexicon::is_blocked(label) && !(in_scale && lexicon::is_severity(label));
        let impedes = |label: &&&str| blocks(label) || kinds.learn(label) == Some(Kind::Impediment);
        let blocking = labels.iter().filter(impedes).map(|label| (*label).to_owned()).collect();
        kinds.blocking = blocking;
        kinds.named = types.union(&labels).map(|name| ((*name).to_owned(), kinds.learn(name))).collect();
        kinds.strange = kinds.find_strange(items);
        kinds
    }

    fn find_strange(&self, items: &[ItemFact<'_>]) -> Vec<String> {
        let whole = items.iter().filter(|item| !item.part && Self::of_level(item.level).is_none());
        let types: Vec<&str> = whole.filter_map(|item| item.kind.as_deref()).collect();
        let strange = types.iter().filter(|name| self.of_name(name).is_none());
        let known = types.iter().any(|name| self.of_name(name) == Some(Kind::Story));
        if known || strange.clone().count() * 2 <= types.len() {
            return Vec::new();
        }
        let mut names: Vec<String> = strange.map(|name| (*name).to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The issue types whose meaning is unknown, if they are the majority and no type is known to be a story.
    pub(crate) fn strange(&self) -> &[String] {
        &self.strange
    }

    /// Whether the kind of a Jira issue is known: the export gives its type, and the type is not a word of an
    /// unknown language.
    pub(crate) fn understands(&self, item: &ItemFact<'_>) -> bool {
        let known = |name: &str| {
            item.part
                || Self::of_level(item.level).is_some()
                || self.strange.binary_search_by(|strange| strange.as_str().cmp(name)).is_err()
        };
        item.kind.as_deref().is_some_and(known)
    }

    /// Warns of types and labels of the charter that do not occur on the board but resemble a name there. A
    /// label that merely does not occur may be used one day.
    pub(crate) fn misspelt(&self, states: &[State]) -> Vec<Diagnostic> {
        /// Maximum edit distance of a misspelling.
        const SLIP: usize = 2;
        let mut names: Vec<&str> =
            self.named.keys().map(String::as_str).chain(states.iter().flat_map(State::names)).collect();
        names.sort_unstable();
        let known: HashSet<String> = names.iter().map(|name| folded(name)).collect();
        let is_foreign = |named: &&Named| !known.contains(&folded(&named.text));
        let mut slips = Slips::default();
        let given = self.charter.kinds.iter().filter(|(_, named)| is_foreign(&named) && slips.compares_next());
        let near = given.filter_map(|(kind, named)| {
            let mark = named.mark.filter(|mark| !self.charter.is_shared(Some(*mark)))?;
            let near = nearest(&named.text, names.iter().copied())?;
            let is_slip = strsim::damerau_levenshtein(&named.text.to_lowercase(), &near.to_lowercase()) <= SLIP;
            if !is_slip || self.given(near).is_some() {
                return None;
            }
            let warning = Diagnostic::warning(format!("nothing on the board is called `{}`", named.text));
            Some(warning.at(mark, format!("given as {kind}")).note(format!("did you mean `{near}`?")))
        });
        near.collect()
    }

    /// The kinds that the charter maps or that an issue type or label names. A list whose meaning is guessed
    /// names none.
    pub(crate) fn mentioned(&self, items: &[Item<'_>], tool: Tool) -> Vec<Kind> {
        let listed = |kind: Kind| self.charter.kinds.iter().any(|(given, _)| *given == kind);
        let retrospective = self.charter.workflow.iter().any(|(stage, _)| *stage == Stage::Retrospective);
        let in_lists = |kind| kind == Kind::RetroAction && retrospective;
        let is = |item: &Item<'_>, kind| match tool {
            Tool::Jira => item.kind == kind || item.kind_at_creation == kind,
            Tool::Trello => item.labels.iter().find_map(|label| self.of_name(label)) == Some(kind),
        };
        let mentioned = |kind: &Kind| listed(*kind) || in_lists(*kind) || items.iter().any(|item| is(item, *kind));
        Kind::ALL.iter().copied().filter(mentioned).collect()
    }

    /// The kind of a Jira issue. An issue created in a status for actions from retrospectives is such an
    /// action, unless its type is more precise.
    pub(crate) fn of_issue_in(
        &self,
        kind: Option<&str>,
        part: bool,
        labels: &[Cow<'_, str>],
        born_in: Option<Stage>,
    ) -> Kind {
        match (self.of_issue(kind, part, labels), born_in) {
            (Kind::Task | Kind::Other, Some(Stage::Retrospective)) => Kind::RetroAction,
            (kind, _) => kind,
        }
    }

    /// The kind of a Jira issue, by its type and labels.
    pub(crate) fn of_issue(&self, kind: Option<&str>, part: bool, labels: &[Cow<'_, str>]) -> Kind {
        let of_type = kind.and_then(|name| self.of_name(name));
        match labels.iter().find_map(|label| self.given(label)) {
            Some(kind) if kind.may_be_label() => kind,
            _ if part => Kind::SubTask,
            _ => of_type.unwrap_or(Kind::Other),
        }
    }

    /// Whether a label may show the kind of a Jira issue.
    pub(crate) fn are_labels(&self) -> bool {
        self.by_labels
    }

    /// The kind of a Trello card, by its labels or else by the list it was created in. `None` if the meaning
    /// of that list is unknown; a card of any other list is a story.
    pub(crate) fn of_card(&self, labels: &[Cow<'_, str>], born_in: &State) -> Option<Kind> {
        let named = self.of_labels(labels).or_else(|| self.kind_of_list(born_in));
        named.or(match born_in.stage {
            None if born_in.sprint.is_none() => None,
            _ => Some(Kind::Story),
        })
    }

    /// The kind that the labels of a Trello card name.
    pub(crate) fn of_labels(&self, labels: &[Cow<'_, str>]) -> Option<Kind> {
        labels.iter().find_map(|label| self.of_name(label))
    }

    /// Whether a card created in this list is of a kind other than story.
    pub(crate) fn tells(&self, list: &State) -> bool {
        self.kind_of_list(list).is_some()
    }

    /// The kind of items created in `list`: the one that the charter assigns to one of its names, or that of
    /// its stage.
    fn kind_of_list(&self, list: &State) -> Option<Kind> {
        list.names().find_map(|name| self.given(name)).or_else(|| list.stage.and_then(kind_of_stage))
    }

    /// Whether some list of the board shows that a card is of a kind that is `meant`. It may be one of
    /// `known` or one that the charter names: a file without a `history`, such as a table, may list only
    /// lists that hold cards. A name in the charter may also be a label, as long as no card has that label.
    pub(crate) fn may_tell(&self, known: &[State], history: bool, meant: fn(Kind) -> bool) -> bool {
        let of_stages = || self.charter.workflow.iter().filter_map(|(stage, _)| kind_of_stage(*stage));
        let of_names = || {
            let worn: HashSet<String> = self.named.keys().map(|label| folded(label)).collect();
            let is_list = |named: &Named| !worn.contains(&folded(&named.text));
            self.charter.kinds.iter().any(|(kind, named)| meant(*kind) && *kind != Kind::Story && is_list(named))
        };
        known.iter().any(|list| self.kind_of_list(list).is_some_and(meant))
            || of_stages().any(meant)
            || (!history && of_names())
    }

    /// The kind by the tool's hierarchy of types, which shows epics and sub-tasks in any language.
    pub(crate) fn of_level(level: Option<i8>) -> Option<Kind> {
        match level? {
            1.. => Some(Kind::Epic),
            ..=-1 => Some(Kind::SubTask),
            0 => None,
        }
    }

    /// Whether one of these labels means that the item is blocked.
    pub(crate) fn is_blocked(&self, labels: &[Cow<'_, str>]) -> bool {
        labels.iter().any(|label| self.blocking.contains(&**label))
    }

    fn of_name(&self, name: &str) -> Option<Kind> {
        self.named.get(name).copied().unwrap_or_else(|| self.learn(name))
    }

    fn learn(&self, name: &str) -> Option<Kind> {
        self.given(name).or_else(|| Kind::of_label(name, self.in_scale))
    }

    /// The kind that the charter assigns to a type or label.
    fn given(&self, name: &str) -> Option<Kind> {
        if self.given.is_empty() {
            return None;
        }
        self.given.get(&folded(name)).copied()
    }
}

/// The kind of items created in lists of `stage`, if it is not story.
fn kind_of_stage(stage: Stage) -> Option<Kind> {
    match stage {
        Stage::Impediments => Some(Kind::Impediment),
        Stage::Retrospective => Some(Kind::RetroAction),
        _ => None,
    }
}
