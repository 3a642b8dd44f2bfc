//! The keys of examples: the board, its items, sprints and changes, and the expected result.

use super::super::section::{Key, Section, Shape, key, required};
use super::given::Lack;
use super::values::{COUNTS, LENGTHS};
use crate::board::facts::{Direction, Tool};
use crate::charter::{Level, Profile, Role, Stage};
use crate::word::Word;

/// A number of things.
const COUNT: Shape = Shape::Whole(COUNTS);

/// A value that can only be `true`: the key alone says what was done.
const DONE: Shape = Shape::Flag;

/// The keys that describe a board.
const BOARD: &[Key] = &[
    key(
        "sprints",
        Shape::Either(&[Shape::Table(&SPRINTS), Shape::List(&Shape::Table(&SPRINT))]),
        "Its sprints: how many and what was done in them, or each with its dates",
    ),
    key("items", Shape::List(&Shape::Table(&ITEM)), "Its items"),
    key("changes", Shape::List(&Shape::Table(&CHANGE)), "What is done, in this order"),
    key("tool", Shape::Word(Tool::WORDS), "The tool that the board is kept in"),
    key(
        "roles",
        Shape::ByWord(Role::WORDS, &Shape::List(&Shape::Either(&[Shape::Text, Shape::Table(&HOLDER)]))),
        "Who holds which role; left out, people are called by it",
    ),
    key("without", Shape::List(&Shape::Word(Lack::WORDS)), "Evidence that is missing"),
    key("holidays", Shape::List(&Shape::Date), "Days on which nobody works"),
    key("today", Shape::Instant, "The day at whose end the clock stands"),
    key(
        "extra",
        Shape::Either(&[Shape::Texts, Shape::ByName(&Shape::Word(Stage::WORDS))]),
        "Further statuses or lists: names of those at work, or what each of them means",
    ),
];

/// The keys for the expected result.
const EXPECTED: &[Key] = &[
    required("name", Shape::Text, "What happens in it"),
    key(
        "fires",
        Shape::Either(&[Shape::Texts, Shape::ByWord(Level::WORDS, &Shape::Texts)]),
        "The keys of items (`APP-1..4` are four) or the names of sprints that it fires on, also by level; left out, nothing",
    ),
    key("level", Shape::Word(Level::WORDS), "At which level it fires"),
    key("findings", COUNT, "How many findings there are"),
    key("inconclusive", Shape::Flag, "Whether the rule cannot be judged"),
    key("profile", Shape::Word(Profile::WORDS), "The profile it is judged in"),
];

/// The keys that every kind of change has.
const HOW: &[Key] = &[
    key("at", Shape::Instant, "When it was done; left out, an hour after the change before"),
    key("by", Shape::Text, "Who did it; left out, who made the change before"),
    key("item", Shape::Texts, "To which items; left out, that of the change before"),
    key("repeat", COUNT, "To how many items it was done, numbered"),
    key("every", Shape::Whole(LENGTHS), "How many seconds apart"),
    key("under", Shape::Text, "Where an item is created: the key of the item that it is part of"),
    key("with-time-log", Shape::Flag, "Whether hours were logged by the same act"),
];

/// The keys for the kinds of changes.
const ACTIONS: &[Key] = &[
    key("created", Shape::Text, "Created, as this issue type"),
    key("ranked", Shape::Word(Direction::WORDS), "Dragged this way"),
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
    key("labelled", Shape::Text, "Given this label"),
    key("unlabelled", Shape::Text, "Freed of this label"),
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
    key("retitled", Shape::Text, "Given this title"),
    key("resolved", Shape::Text, "Given this resolution"),
    key("archived", DONE, "Archived; `false` brings it back"),
];

pub(crate) static BACKGROUND: Section = Section::new("[given]", BOARD);

const EXAMPLE_KEYS: [Key; EXPECTED.len() + BOARD.len() + 2] = joined(&[
    EXPECTED,
    BOARD,
    &[
        key(
            "given",
            Shape::Either(&[Shape::Table(&GIVEN), Shape::Flag]),
            "What is there before; `false` leaves out what `[given]` says",
        ),
        key("but", Shape::List(&Shape::Table(&VARIANT)), "Further examples, each with what is otherwise in it"),
    ],
]);
pub(crate) static EXAMPLE: Section = Section::new("an example", &EXAMPLE_KEYS);

const VARIANT_KEYS: [Key; EXPECTED.len() + BOARD.len() + 1 + HOW.len() + ACTIONS.len()] = joined(&[
    EXPECTED,
    BOARD,
    &[key("then", Shape::List(&Shape::Table(&CHANGE)), "What is done after the changes of the example")],
    HOW,
    ACTIONS,
]);
pub(crate) const VARIANT: Section = Section::new("`but`", &VARIANT_KEYS);

pub(crate) const HOLDER: Section = Section::new(
    "a role",
    &[
        key("who", Shape::Text, "Who holds it"),
        key("since", Shape::Date, "The first day"),
        key("until", Shape::Date, "The last day"),
    ],
);

pub(crate) const GIVEN: Section = Section::new(
    "given",
    &[
        key("items", Shape::List(&Shape::Table(&ITEM)), "Items"),
        key("sprints", Shape::List(&Shape::Table(&SPRINT)), "Sprints"),
    ],
);

pub(crate) const ITEM: Section = Section::new(
    "a given item",
    &[
        key(
            "key",
            Shape::Texts,
            "Its key; several (`APP-1..4`) are items alike; left out, APP- and its place in the list",
        ),
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
        key("priority", Shape::Text, "Its priority (Jira)"),
        key("links", Shape::Texts, "How its links to others read from its side, as `is blocked by` (Jira)"),
        key(
            "copied",
            Shape::Either(&[Shape::Flag, Shape::Text]),
            "Whether it was copied, or the key of what it was copied from",
        ),
        key("done", Shape::Instant, "When it was done"),
        key("title", Shape::Text, "Its title"),
        key(
            "description",
            Shape::Either(&[Shape::Text, Shape::Whole(LENGTHS)]),
            "Its description, or how many characters it has",
        ),
        key("criteria", Shape::Text, "Its acceptance criteria"),
        key("checklist", COUNT, "How many entries its checklists hold"),
        key("due", Shape::Date, "The day on which it is due"),
        key("updated", Shape::Instant, "When the snapshot says that it was last changed"),
        key("repeat", COUNT, "How many of the kind there are, numbered"),
    ],
);

/// A number, or text such as `20 of 50`.
const AMOUNT: Shape = Shape::Either(&[Shape::Number, Shape::Text]);

/// An amount, or one for each person.
const DONE_IN_SPRINT: Shape = Shape::Either(&[
    Shape::Number,
    Shape::Text,
    Shape::ByName(&Shape::Either(&[Shape::Number, Shape::Text, Shape::List(&AMOUNT)])),
]);

pub(crate) const SPRINTS: Section = Section::new(
    "`sprints`",
    &[
        key(
            "closed",
            Shape::Either(&[Shape::Number, Shape::List(&DONE_IN_SPRINT)]),
            "How many are closed, or for each what was done in it: `30`, `\"20 of 50\"`, `\"3 of 5 items\"`, \
             or by whom: `{ scrum-master = 5, developer = \"2 items\" }`",
        ),
        key("running", Shape::Either(&[Shape::Flag, DONE_IN_SPRINT]), "Whether one runs, or how much is in it"),
    ],
);

pub(crate) const SPRINT: Section = Section::new(
    "a given sprint",
    &[
        key("name", Shape::Text, "Its name; left out, Sprint and its number"),
        key("start", Shape::Instant, "When it started; left out, when the one before ended, the first on 2 March"),
        key(
            "end",
            Shape::Either(&[Shape::Instant, Shape::Flag]),
            "When it was planned to end: left out, at its completion or after two weeks; `false`: no end was planned",
        ),
        key("completed", Shape::Either(&[Shape::Instant, Shape::Flag]), "When it was completed; `true`: at its end"),
        key("goal", Shape::Text, "Its goal"),
    ],
);

const CHANGE_KEYS: [Key; HOW.len() + ACTIONS.len()] = joined(&[HOW, ACTIONS]);
pub(crate) const CHANGE: Section = Section::new("a change", &CHANGE_KEYS);

/// Whether `name` is a key for a kind of change, not for when, by whom or to what.
pub(super) fn is_action(name: &str) -> bool {
    ACTIONS.iter().any(|action| action.name == name)
}

/// Whether `name` is a key of a change.
pub(super) fn is_of_change(name: &str) -> bool {
    CHANGE_KEYS.iter().any(|key| key.name == name)
}

/// The keys of all `parts`, concatenated.
const fn joined<const LENGTH: usize>(parts: &[&[Key]]) -> [Key; LENGTH] {
    let mut all = [parts[0][0]; LENGTH];
    let (mut part, mut length) = (0, 0);
    while part < parts.len() {
        let mut place = 0;
        while place < parts[part].len() {
            all[length] = parts[part][place];
            length += 1;
            place += 1;
        }
        part += 1;
    }
    all
}
