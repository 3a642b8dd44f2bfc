//! Every key of the charter: where it stands, what it takes, what it means, what holds without it, and an example.
//!
//! The parser and its advice, the JSON Schema and what `boardlint charter` shows all come from here; so can a page of
//! documentation, by [`keys`].

use super::{DateOrder, FILE_NAME, Kind, Level, Profile, Role, Stage};
use crate::word::Word;
use crate::word::words;

/// One key of the charter.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where it stands.
    pub place: Place,
    /// The key as it is written. Where teams choose the names themselves: what is named, in capitals.
    pub name: &'static str,
    /// What may be written behind it.
    pub takes: Takes,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it means, in one sentence.
    pub meaning: String,
    /// What holds where it is left out; none where that goes without saying.
    pub default: Option<&'static str>,
    /// How it is written: a line of TOML below the header of its section, or inside its braces.
    pub example: String,
}

/// Where a key can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above the first section.
    Top,
    /// Below the header of a section.
    Section(TopKey),
    /// Between the braces of somebody who holds a role for a while.
    Term,
    /// Between the braces of a rule.
    Setting,
}

/// What may be written behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text in quotes.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A date.
    Day,
    /// A list of dates.
    Days,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Somebody by name, or since when and until when ([`Place::Term`]), or a list of these.
    People,
    /// A rule's level, or its level and conditions ([`Place::Setting`]).
    Setting,
    /// Conditions as in a rule file.
    Conditions,
    /// A section with keys of its own.
    Section,
    /// A section whose keys teams choose themselves.
    Map,
    /// Any number of sections with the same keys.
    List,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
    /// At least one of the keys that say so must be there.
    AtLeastOne,
    /// Of the keys that say so, one at most may be there.
    AtMostOne,
}

impl Place {
    /// The place as it is called in messages; a section by its header.
    pub fn title(self) -> String {
        match self {
            Self::Top => FILE_NAME.to_owned(),
            Self::Section(section) => section.key().example,
            Self::Term => "a role entry".to_owned(),
            Self::Setting => "a rule's entry".to_owned(),
        }
    }
}

impl Key {
    /// Its section and its name, as in `roles.product-owner`.
    pub fn path(&self) -> String {
        match self.place {
            Place::Section(section) => format!("{section}.{}", self.name),
            _ => self.name.to_owned(),
        }
    }
}

impl TopKey {
    /// What may be written behind it.
    pub fn takes(self) -> Takes {
        self.key().takes
    }

    /// Whether it is a section or a list of them.
    pub(super) fn is_section(self) -> bool {
        matches!(self.takes(), Takes::Section | Takes::Map | Takes::List)
    }
}

/// A closed set of keys that stand in one place.
pub(super) trait KeySet: Word {
    /// What there is to know of the key.
    fn key(self) -> Key;
}

/// One row a key: its meaning, then its name, what it takes, whether it must be there, what holds without it, an example of
/// its value.
macro_rules! keys {
    ($(#[$about:meta])* $name:ident in $place:expr; $(
        $(#[doc = $doc:literal])+
        $variant:ident = $word:literal: $takes:expr, $presence:ident, $default:expr, $example:literal;
    )*) => {
        words! { $(#[$about])* $name { $($(#[doc = $doc])+ $variant = $word,)* } }

        impl KeySet for $name {
            fn key(self) -> Key {
                let (takes, presence, default, value) = match self {
                    $(Self::$variant => ($takes, Presence::$presence, $default, $example),)*
                };
                let name = self.word();
                let example = match takes {
                    Takes::Section | Takes::Map => format!("[{name}]"),
                    Takes::List => format!("[[{name}]]"),
                    _ => format!("{name} = {value}"),
                };
                Key { place: $place, name, takes, presence, meaning: self.meaning().to_owned(), default, example }
            }
        }
    };
}

keys! {
    /// Keys that stand in no section, and the sections.
    TopKey in Place::Top;
    /// A charter that several teams share; this one wins, key by key.
    Extends = "extends": Takes::Text, Optional, None, r#""../org.toml""#;
    /// The zone of all dates by its name in the IANA list, such as Europe/Berlin.
    Timezone = "timezone": Takes::Text, Optional, Some("UTC"), r#""Europe/Berlin""#;
    /// Days on which nobody works.
    Holidays = "holidays": Takes::Days, Optional, Some("none: Monday to Friday are working days"), "[2026-12-25, 2027-01-01]";
    /// Which number of a date like 7/9/2026 comes first.
    DateOrder = "date-order":
        Takes::Word(DateOrder::WORDS), Optional, Some("by the dates of an export themselves"), r#""day-first""#;
    /// How strictly Scrum is read.
    Profile = "profile": Takes::Word(Profile::WORDS), Optional, Some("strict"), r#""scrum-guide""#;
    /// The level from which a run fails.
    FailOn = "fail-on": Takes::Word(FAIL_ON), Optional, Some("error"), r#""warn""#;
    /// Who holds which role, and since when.
    Roles = "roles": Takes::Section, Optional, None, "";
    /// One person with several accounts.
    Aliases = "aliases": Takes::Map, Optional, None, "";
    /// What statuses (Jira) or lists (Trello) mean; what is left out is guessed.
    Workflow = "workflow": Takes::Section, Optional, None, "";
    /// Custom fields; those left out are found.
    Fields = "fields": Takes::Section, Optional, None, "";
    /// What sort of thing an item is, by its issue type or its labels.
    Kinds = "kinds": Takes::Section, Optional, None, "";
    /// Which part of an export is the team's board.
    Board = "board": Takes::Section, Optional, None, "";
    /// Sprints that the export does not know: those of Trello, and those that a CSV only names.
    Sprints = "sprints": Takes::List, Optional, None, "";
    /// Levels and thresholds of rules.
    Rules = "rules": Takes::Map, Optional, None, "";
    /// Findings that the team has agreed to live with.
    Ignore = "ignore": Takes::List, Optional, None, "";
}

/// The words of `fail-on`.
pub(super) const FAIL_ON: &[&str] = &["error", "warn", "info", NEVER];

/// The word of `fail-on` for a run that never fails.
pub(super) const NEVER: &str = "never";

keys! {
    /// Keys of somebody who holds a role for a while.
    TermKey in Place::Term;
    /// Account id, user key or name, e-mail address, or display name.
    Who = "who": Takes::Text, Required, None, r#""Sam Lee""#;
    /// First day.
    Since = "since": Takes::Day, Optional, None, "2026-01-01";
    /// Last day, included.
    Until = "until": Takes::Day, Optional, None, "2026-06-30";
}

keys! {
    /// Keys of `[fields]`.
    FieldKey in Place::Section(TopKey::Fields);
    /// The display name or id of the field that holds estimates.
    StoryPoints = "story-points":
        Takes::Text, Optional, Some("found by name, schema, board configuration or shape"), r#""Story Points""#;
    /// The display name or id of the field that holds acceptance criteria.
    AcceptanceCriteria = "acceptance-criteria": Takes::Text, Optional, Some("found by name"), r#""Acceptance criteria""#;
}

keys! {
    /// Keys of `[board]`.
    BoardKey in Place::Section(TopKey::Board);
    /// The key of the one project that is the team's, where an export holds several.
    Project = "project": Takes::Text, Optional, Some("every project of an export"), r#""APP""#;
}

keys! {
    /// Keys of a sprint in `[[sprints]]`.
    SprintKey in Place::Section(TopKey::Sprints);
    /// Its name; without `list` and `label` a list of this name holds its cards.
    Name = "name": Takes::Text, Required, None, r#""Sprint 14""#;
    /// The list that holds its cards between its dates; one list may serve sprint after sprint.
    List = "list": Takes::Text, AtMostOne, None, r#""Sprint Backlog""#;
    /// The label that its cards have.
    Label = "label": Takes::Text, AtMostOne, None, r#""Sprint 14""#;
    /// First day.
    Start = "start": Takes::Day, Required, None, "2026-03-02";
    /// Last day, included.
    End = "end": Takes::Day, Required, None, "2026-03-13";
    /// What it was for.
    Goal = "goal": Takes::Text, Optional, None, r#""Orders can be paid by card""#;
}

keys! {
    /// Keys of a rule in `[rules]`.
    SettingKey in Place::Setting;
    /// Its level.
    Level = "level": Takes::Word(Level::WORDS), Optional, Some("the level of the profile"), r#""error""#;
    /// Conditions that replace those of the rule on the same fields.
    When = "when":
        Takes::Conditions, Optional, Some("the rule's own"), "{ sprint.commitment-ratio = { above = 1.3 } }";
}

keys! {
    /// Keys of an entry in `[[ignore]]`.
    IgnoreKey in Place::Section(TopKey::Ignore);
    /// Only findings of this rule, or of one of these.
    Rule = "rule": Takes::Texts, AtLeastOne, None, r#""work-assigned-by-po""#;
    /// Only about this item, or one of these: keys, or shortLinks of cards.
    Item = "item": Takes::Texts, AtLeastOne, None, r#""APP-12""#;
    /// Only what this person did, or one of these.
    Actor = "actor": Takes::Texts, AtLeastOne, None, r#""Sam Lee""#;
    /// Only in this sprint.
    Sprint = "sprint": Takes::Text, AtLeastOne, None, r#""Sprint 12""#;
    /// Only about items that have this label now.
    Label = "label": Takes::Text, AtLeastOne, None, r#""hotfix""#;
    /// Only from this day on.
    Since = "since": Takes::Day, Optional, None, "2026-03-02";
    /// Only until this day, included.
    Until = "until": Takes::Day, Optional, None, "2026-03-13";
    /// Why, and who agreed.
    Reason = "reason": Takes::Text, Required, None, r#""on-call rota agreed on 3 March""#;
    /// The last day on which this counts.
    Expires = "expires": Takes::Day, Optional, Some("it counts until it is taken out"), "2026-12-31";
}

/// A key of a section whose keys are words of a set, or names that teams choose.
fn row(
    section: TopKey,
    name: &'static str,
    takes: Takes,
    meaning: impl Into<String>,
    default: Option<&'static str>,
    example: String,
) -> Key {
    let (place, presence) = (Place::Section(section), Presence::Optional);
    Key { place, name, takes, presence, meaning: meaning.into(), default, example }
}

fn role(role: Role) -> Option<Key> {
    let unjudged = "nobody: rules about the role are not judged";
    let (default, value) = match role {
        Role::ProductOwner => (Some(unjudged), r#"["maria@example.com"]"#),
        Role::ScrumMaster => (Some(unjudged), r#"[{ who = "Sam Lee", since = 2026-01-01 }]"#),
        Role::Developer => (Some("everybody without another role"), r#"["li", "omar"]"#),
        Role::Stakeholder => (None, r#"["ceo@example.com"]"#),
        Role::Manager => (None, r#"["Ines Roth"]"#),
        Role::App => (Some("what the export marks as an app"), r#"["Automation for Jira"]"#),
        Role::Outsider => return None,
    };
    let name = role.key()?;
    Some(row(TopKey::Roles, name, Takes::People, role.meaning(), default, format!("{name} = {value}")))
}

fn stage(stage: Stage) -> Key {
    let value = match stage {
        Stage::Backlog => r#"["Backlog"]"#,
        Stage::Ready => r#"["Ready"]"#,
        Stage::Doing => r#"["In Progress", "Review"]"#,
        Stage::Acceptance => r#"["UAT"]"#,
        Stage::Done => r#"["Done"]"#,
        Stage::Cancelled => r#"["Won't do"]"#,
        Stage::Impediments => r#"["Blocked"]"#,
        Stage::Retrospective => r#"["Retro actions"]"#,
        Stage::NoWork => r#"["Links", "Legend"]"#,
    };
    let guess = match stage {
        Stage::Retrospective => "guessed from the usual names",
        Stage::Cancelled => "guessed from the usual names",
        Stage::NoWork => "none: only a charter says so",
        _ => "guessed from the tool's categories and the usual names",
    };
    let meaning = format!("Statuses (Jira) or lists (Trello) that mean: {}.", stage.meaning_inside());
    row(TopKey::Workflow, stage.word(), Takes::Texts, meaning, Some(guess), format!("{stage} = {value}"))
}

fn kind(kind: Kind) -> Key {
    let value = match kind {
        Kind::Story => r#"["Story", "User Story", "Feature"]"#,
        Kind::Bug => r#"["Bug", "Incident"]"#,
        Kind::Task => r#"["Task"]"#,
        Kind::SubTask => r#"["Sub-task"]"#,
        Kind::Epic => r#"["Epic"]"#,
        Kind::Spike => r#"["Spike"]"#,
        Kind::Impediment => r#"["Impediment"]"#,
        Kind::RetroAction => r#"["Retro Action"]"#,
        Kind::TechnicalDebt => r#"["Technical Debt"]"#,
        Kind::Meeting => r#"["Meeting"]"#,
        Kind::Other => r#"["Test"]"#,
    };
    let meaning = format!("Issue types or labels that mean: {}.", kind.meaning_inside());
    row(TopKey::Kinds, kind.word(), Takes::Texts, meaning, None, format!("{kind} = {value}"))
}

fn alias() -> Key {
    let example = r#""Sam Lee" = ["sam.lee", "slee@old.example.com"]"#.to_owned();
    row(TopKey::Aliases, "PERSON", Takes::Texts, "The other accounts of this person.", None, example)
}

fn rule() -> Key {
    let about = "The level of this rule, or its level and conditions.";
    row(TopKey::Rules, "RULE", Takes::Setting, about, None, r#"workflow-bloat = "off""#.to_owned())
}

/// The keys that can stand in `place`, in their order.
pub fn keys_in(place: Place) -> Vec<Key> {
    fn set<K: KeySet>() -> Vec<Key> {
        K::ALL.iter().map(|key| key.key()).collect()
    }
    match place {
        Place::Top => set::<TopKey>(),
        Place::Term => set::<TermKey>(),
        Place::Setting => set::<SettingKey>(),
        Place::Section(TopKey::Roles) => Role::ALL.iter().copied().filter_map(role).collect(),
        Place::Section(TopKey::Aliases) => vec![alias()],
        Place::Section(TopKey::Workflow) => Stage::ALL.iter().copied().map(stage).collect(),
        Place::Section(TopKey::Fields) => set::<FieldKey>(),
        Place::Section(TopKey::Kinds) => Kind::ALL.iter().copied().map(kind).collect(),
        Place::Section(TopKey::Board) => set::<BoardKey>(),
        Place::Section(TopKey::Sprints) => set::<SprintKey>(),
        Place::Section(TopKey::Rules) => vec![rule()],
        Place::Section(TopKey::Ignore) => set::<IgnoreKey>(),
        Place::Section(_) => Vec::new(),
    }
}

/// Every key of the charter, in order: those above all sections, then section by section its header and its keys. The keys of
/// an entry in braces follow the key that takes it.
pub fn keys() -> Vec<Key> {
    let mut all = Vec::new();
    for top in TopKey::ALL {
        all.push(top.key());
        let below = keys_in(Place::Section(*top));
        let entry = match below.first().map(|key| key.takes) {
            Some(Takes::People) => keys_in(Place::Term),
            Some(Takes::Setting) => keys_in(Place::Setting),
            _ => Vec::new(),
        };
        all.extend(below.into_iter().chain(entry));
    }
    all
}

/// The names of the keys in `place` that are `presence`.
pub(super) fn that_are(presence: Presence, place: Place) -> Vec<&'static str> {
    keys_in(place).iter().filter(|key| key.presence == presence).map(|key| key.name).collect()
}

/// The names of the keys in `place`.
pub(super) fn names(place: Place) -> Vec<&'static str> {
    keys_in(place).iter().map(|key| key.name).collect()
}

/// The section that has a key of this name: one that stands once, with keys that are not chosen by teams.
pub(super) fn section_of(name: &str) -> Option<TopKey> {
    let has = |section: &&TopKey| section.takes() == Takes::Section && names(Place::Section(**section)).contains(&name);
    TopKey::ALL.iter().find(has).copied()
}
