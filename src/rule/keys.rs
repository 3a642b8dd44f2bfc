//! The keys that a rule file may have, section by section: what the parser reads, what it names when one is misspelt, and what
//! the JSON Schema says.

use super::definition::{Anchor, Dated, Distinct, GroupKey, Over, Window};
use super::subject::{Judge, Scope};
use crate::charter::{Level, Profile, Role, Word};
use crate::finding::Confidence;
use crate::source::tree::{Key as Written, Reader, Table, Value};

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line alone writes schemas"))]
pub(crate) enum Shape {
    /// Text in quotes.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A length of time, `24h`.
    Length,
    /// A calendar date.
    Date,
    /// A date and a time.
    Instant,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Conditions.
    Conditions,
    /// A table with the keys of a section.
    Table(&'static Section),
    /// A list of these.
    List(&'static Shape),
    /// A table of these, whose keys are names that the rule chooses.
    ByName(&'static Shape),
    /// A table of these, whose keys are among these words.
    ByWord(&'static [&'static str], &'static Shape),
    /// One of these.
    Either(&'static [Shape]),
}

/// A key.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line alone writes schemas"))]
pub(crate) struct Key {
    /// How it is written.
    pub(crate) name: &'static str,
    /// What may stand behind it.
    pub(crate) shape: Shape,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// Whether it must be there.
    pub(crate) required: bool,
}

/// The keys that are allowed in one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// What the place is called.
    pub(crate) place: &'static str,
    /// Its keys.
    pub(crate) keys: &'static [Key],
    /// Whether all other keys in it lead to conditions.
    pub(crate) conditions: bool,
}

impl Section {
    const fn new(place: &'static str, keys: &'static [Key]) -> Self {
        Self { place, keys, conditions: false }
    }

    const fn with_conditions(place: &'static str, keys: &'static [Key]) -> Self {
        Self { place, keys, conditions: true }
    }

    /// The names of its keys.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// The names of the keys that must be there.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(|key| key.required).map(|key| key.name)
    }

    /// Reads `value` as a table with these keys. Others are reported and left out.
    pub(super) fn read<'v>(&self, read: &mut Reader<'_>, value: &'v Value) -> Option<Vec<&'v (Written, Value)>> {
        read.table(value).map(|table| self.known(read, table))
    }

    /// The entries of `table` that have these keys. Others are reported and left out.
    pub(super) fn known<'v>(&self, read: &mut Reader<'_>, table: &'v Table) -> Vec<&'v (Written, Value)> {
        let (known, unknown): (Vec<_>, Vec<_>) =
            table.iter().partition(|(key, _)| self.keys.iter().any(|known| known.name == key.name));
        for (key, _) in unknown.into_iter().filter(|_| !self.conditions) {
            read.unknown_key(key, self.place, &self.names());
        }
        known
    }
}

const fn key(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, shape, meaning, required: false }
}

const fn required(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, shape, meaning, required: true }
}

/// What only stands there to say that it was done; its value means nothing.
const DONE: Shape = Shape::Flag;
const KEY_OR_NAME: &str = "Keys of items, or names of sprints";
const PER: Key = key("per", Shape::List(&Shape::Word(GroupKey::WORDS)), "What the changes have in common");

pub(crate) static RULE: Section = Section::new(
    "a rule",
    &[
        required("summary", Shape::Text, "What was found, in one sentence"),
        required("level", Shape::Word(Level::WORDS), "How much a finding weighs"),
        required("confidence", Shape::Word(Confidence::WORDS), "How sure the rule can be"),
        required("judge", Shape::Word(Judge::WORDS), "What is judged, one by one"),
        required("when", Shape::Conditions, "It fires when all of these hold"),
        key("unless", Shape::List(&Shape::Table(&EXCUSE)), "Any of these excuses it; inside one, all conditions"),
        key("case", Shape::List(&Shape::Table(&CASE)), "The first that holds gives level or message"),
        key("group", Shape::Table(&GROUP), "One finding for one operation"),
        key("repeated", Shape::Table(&REPEATED), "How often, among the last closed sprints"),
        key("count", Shape::ByName(&Shape::Table(&COUNT)), "Numbers of changes or items"),
        key("share", Shape::ByName(&Shape::Table(&SHARE)), "One count divided by another"),
        key("profile", Shape::ByWord(Profile::WORDS, &Shape::Table(&OVERLAY)), "What is otherwise in a profile"),
        required("report", Shape::Table(&REPORT), "How it is told"),
        required("advice", Shape::Table(&ADVICE), "What helps a team"),
        key("example", Shape::List(&Shape::Table(&EXAMPLE)), "Tiny boards on which the rule is tested"),
    ],
);

pub(crate) static EXCUSE: Section =
    Section::with_conditions("[[unless]]", &[required("name", Shape::Text, "The reason, in words")]);

pub(crate) static CASE: Section = Section::with_conditions(
    "[[case]]",
    &[
        required("name", Shape::Text, "What sets it apart, in words"),
        key("level", Shape::Word(Level::WORDS), "Its level, unless it is the rule's"),
        key("message", Shape::Text, "Its message, unless it is the rule's"),
    ],
);

pub(crate) static GROUP: Section = Section::new(
    "[group]",
    &[
        PER,
        required("within", Shape::Length, "How far one change may lie from the one before"),
        key("session", Shape::Table(&SESSION), "Changes of one sitting"),
    ],
);

pub(crate) static SESSION: Section = Section::new(
    "[group.session]",
    &[
        PER,
        required("span", Shape::Length, "How far the last change may lie from the first"),
        key("at-least", Shape::Number, "How many of the items that the rule fires on make a sitting"),
        key("at-least-of-all", Shape::Number, "How many items make a sitting, whether the rule fires on them or not"),
    ],
);

pub(crate) static REPEATED: Section = Section::new(
    "[repeated]",
    &[
        required("at-least", Shape::Number, "In how many sprints it must hold"),
        required("of-last", Shape::Number, "Of how many closed sprints, counted from the last"),
    ],
);

pub(crate) static COUNT: Section = Section::with_conditions(
    "[count]",
    &[
        key("over", Shape::Word(Over::WORDS), "What is counted"),
        key("of", Shape::Word(Scope::WORDS), "Whose: those of the board, or of what is judged"),
        key("window", Shape::Either(&[Shape::Word(Window::WORDS), Shape::Length]), "In which time"),
        key(
            "before",
            Shape::Either(&[Shape::Word(&["all"]), Shape::Length]),
            "How long before the change or stay that is judged; `all` for everything before it",
        ),
        key("by", Shape::Word(Dated::WORDS), "Which instant of an item lies in that time"),
        key(
            "distinct",
            Shape::Word(Distinct::WORDS),
            "Counts different ones: things that have this in common count once",
        ),
        key("sum", Shape::Text, "A field to add up instead of counting"),
        key("percentile", Shape::Number, "The value that so many of a hundred do not exceed, instead of counting"),
        key("value", Shape::Text, "The field whose percentile it is"),
    ],
);

pub(crate) static SHARE: Section = Section::new(
    "[share]",
    &[required("of", Shape::Text, "The part: count.NAME"), required("in", Shape::Text, "The whole: count.NAME")],
);

pub(crate) static OVERLAY: Section = Section::new(
    "[profile]",
    &[
        key("level", Shape::Word(Level::WORDS), "The level in this profile"),
        key("when", Shape::Conditions, "Conditions that replace those on the same fields"),
    ],
);

pub(crate) static REPORT: Section = Section::new(
    "[report]",
    &[
        required("message", Shape::Text, "A sentence; {field} is filled in"),
        key("facts", Shape::Texts, "Fields that the finding carries along"),
        key("related", Shape::Text, "What else belongs to it: count.NAME, sprint.scope, sprint.committed …"),
        key("points-at", Shape::Word(Anchor::WORDS), "The record it points at"),
    ],
);

pub(crate) static ADVICE: Section = Section::new(
    "[advice]",
    &[
        required("why", Shape::Text, "What breaks when this happens, in plain words"),
        required("instead", Shape::Text, "What to do about it, in plain words"),
        required("ask", Shape::Text, "The question for the retrospective"),
        key("fine", Shape::Text, "When it is no problem, in plain words"),
        required("source", Shape::Texts, "Where the rule comes from"),
    ],
);

pub(crate) static EXAMPLE: Section = Section::new(
    "an example",
    &[
        required("name", Shape::Text, "What happens in it"),
        key("given", Shape::Table(&GIVEN), "What is there before"),
        key("changes", Shape::List(&Shape::Table(&CHANGE)), "What is done"),
        key("fires", Shape::Texts, KEY_OR_NAME),
        key("level", Shape::Word(Level::WORDS), "At which level it fires"),
        key("findings", Shape::Number, "How many findings there are"),
        key("inconclusive", Shape::Flag, "Whether the rule cannot be judged"),
        key("profile", Shape::Word(Profile::WORDS), "The profile it is judged in"),
        key("tool", Shape::Word(&["jira", "trello"]), "The tool that the board is kept in"),
        key(
            "roles",
            Shape::ByWord(Role::WORDS, &Shape::List(&Shape::Either(&[Shape::Text, Shape::Table(&HOLDER)]))),
            "Who holds which role; left out, people are called by it",
        ),
        key("without", Shape::List(&Shape::Word(WITHOUT)), "Evidence that is missing"),
        key("holidays", Shape::List(&Shape::Date), "Days on which nobody works"),
        key("today", Shape::Instant, "Where the clock stands"),
        key("extra", Shape::Texts, "Names of further statuses or lists, all of them at work"),
    ],
);

pub(crate) static HOLDER: Section = Section::new(
    "a role",
    &[
        key("who", Shape::Text, "Who holds it"),
        key("since", Shape::Date, "The first day"),
        key("until", Shape::Date, "The last day"),
    ],
);

pub(crate) static GIVEN: Section = Section::new(
    "given",
    &[
        key("items", Shape::List(&Shape::Table(&ITEM)), "Items"),
        key("sprints", Shape::List(&Shape::Table(&SPRINT)), "Sprints"),
    ],
);

pub(crate) static ITEM: Section = Section::new(
    "a given item",
    &[
        key("key", Shape::Text, "Its key"),
        key("kind", Shape::Text, "Its issue type"),
        key("status", Shape::Text, "Its status or list"),
        key("by", Shape::Text, "Who created it"),
        key("reporter", Shape::Text, "Who asked for it"),
        key("assignee", Shape::Text, "Who works on it"),
        key("at", Shape::Instant, "When it was created"),
        key("sprint", Shape::Text, "The sprint it is in"),
        key("estimate", Shape::Number, "Its estimate in points"),
        key("parent", Shape::Text, "The key of the item it is part of"),
        key("labels", Shape::Texts, "Its labels"),
        key(
            "copied",
            Shape::Either(&[Shape::Flag, Shape::Text]),
            "Whether it was copied, or the key of what it was copied from",
        ),
        key("done", Shape::Instant, "When it was done"),
        key("title", Shape::Text, "Its title"),
        key(
            "description",
            Shape::Either(&[Shape::Text, Shape::Number]),
            "Its description, or how many characters it has",
        ),
        key("criteria", Shape::Text, "Its acceptance criteria"),
        key("checklist", Shape::Number, "How many entries its checklists hold"),
        key("updated", Shape::Instant, "When the snapshot says that it was last changed"),
        key("repeat", Shape::Number, "How many of the kind there are, numbered"),
    ],
);

pub(crate) static SPRINT: Section = Section::new(
    "a given sprint",
    &[
        required("name", Shape::Text, "Its name"),
        required("start", Shape::Instant, "When it started"),
        key("end", Shape::Instant, "When it was planned to end"),
        key("completed", Shape::Instant, "When it was completed"),
        key("goal", Shape::Text, "Its goal"),
    ],
);

pub(crate) static CHANGE: Section = Section::new(
    "a change",
    &[
        required("at", Shape::Instant, "When it was done"),
        required("by", Shape::Text, "Who did it"),
        required("item", Shape::Text, "To which item"),
        key("repeat", Shape::Number, "To how many items it was done"),
        key("every", Shape::Number, "How many seconds apart"),
        key("with-time-log", Shape::Flag, "Whether hours were logged by the same act"),
        key("created", Shape::Text, "Created, as this issue type"),
        key("ranked", Shape::Text, "Dragged `higher` or `lower`"),
        key("prioritised", Shape::Text, "Given this priority"),
        key("rekinded", Shape::Text, "Given this issue type"),
        key("assigned", Shape::Text, "Assigned to somebody"),
        key("assigned-by-copy", Shape::Text, "Assigned to somebody by copying a card (Trello)"),
        key("unassigned", DONE, "Taken from whom it was assigned to"),
        key(
            "estimated",
            Shape::Either(&[Shape::Number, Shape::Flag]),
            "Estimated at so many points; `false` takes the estimate away",
        ),
        key("moved", Shape::Text, "Moved into this status or list"),
        key("planned", Shape::Text, "Put into this sprint"),
        key("unplanned", Shape::Text, "Taken out of this sprint"),
        key("flagged", DONE, "Flagged as blocked"),
        key("unflagged", DONE, "Cleared of the flag"),
        key("commented", DONE, "Commented on"),
        key("time-logged", DONE, "Hours were logged"),
        key(
            "time-estimated",
            Shape::Either(&[Shape::Number, Shape::Flag]),
            "Estimated at so many hours; `false` takes them away",
        ),
        key("described", Shape::Either(&[Shape::Text, Shape::Flag]), "Given this description"),
        key("criteria", Shape::Text, "Given these acceptance criteria"),
        key("checklist", Shape::Text, "Given a checklist of this name (Trello)"),
        key("closed", DONE, "Archived"),
        key("retitled", Shape::Text, "Given this title"),
        key("resolved", Shape::Text, "Given this resolution"),
        key("archived", DONE, "Archived; `false` brings it back"),
    ],
);

/// Evidence that an example's export lacks, or stages that its charter maps to nothing.
pub(crate) const WITHOUT: &[&str] =
    &["history", "comments", "estimates", "creators", "ranks", "mapping", "acceptance", "impediments", "retrospective"];
