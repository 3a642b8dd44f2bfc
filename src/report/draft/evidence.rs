//! The evidence of a drafted charter in words: the reason that is written behind a candidate.

use crate::board::Provenance;
use crate::board::facts::Tool;
use crate::charter::{DateOrder, Kind, Role, SprintCards, Stage};
use crate::draft::{
    Activity, ActivityShare, Alias, AliasEvidence, AliasReason, AppEvidence, AppReason, Builder, Candidate, Column,
    DateOrderEvidence, Draft, FieldEvidence, KindName, KindSource, PersonName, Replacement, ReplacementEvidence,
    RoleDoubt, RoleEvidence, RoleRemark, SmallNumbers, SprintEnd, SprintEvidence, SprintPlan, SprintStart,
    StageEvidence, StoriesByDefault, TimezoneEvidence, WorkingHours,
};
use crate::wording::{count_of, enumerated, listed};

/// Maximum number of activities that are named for a candidate for Product Owner or Scrum Master.
const OF_A_LEAD: usize = 3;
/// Maximum number for other candidates, and for what speaks against a candidate.
const OF_OTHERS: usize = 2;
/// Maximum number of people that are named whose role is unclear.
const UNCLEAR: usize = 3;

/// Maximum number of unused archived lists that are named.
const UNUSED: usize = 8;

/// The reason of a value that the caller gave.
const GIVEN: &str = "named on the command line";

/// `1 card`, `5 cards`, or the same with issues, depending on the tool.
pub(crate) fn items(tool: Tool, count: usize) -> String {
    count_of(count, tool.item(), tool.items())
}

/// Why a zone may be the team's.
pub fn timezone(evidence: &TimezoneEvidence) -> String {
    let TimezoneEvidence::Offsets { offsets, other_zones, much_by_night } = evidence else { return GIVEN.to_owned() };
    let offset = |offset: &i32| format!("{:+03}:{:02}", offset / 3600, (offset / 60 % 60).abs());
    let mut why = format!(
        "times in the export are written with {}",
        offsets.iter().map(offset).collect::<Vec<_>>().join(" and ")
    );
    if !other_zones.is_empty() {
        why += &format!(", as in {}", other_zones.join(", "));
    }
    if *much_by_night {
        why += ", but much was done there by night: it may be that of a server or of who exported";
    }
    why
}

/// The usual working hours, which help people to name the zone.
pub fn working_hours(hours: &WorkingHours) -> String {
    let WorkingHours { start, end, percent } = hours;
    format!("{percent} % of what was done fell between {start}:00 and {end}:00 in UTC")
}

/// Why dates may have this order of day and month.
pub fn date_order(candidate: &Candidate<DateOrder, DateOrderEvidence>) -> &'static str {
    match candidate.evidence {
        DateOrderEvidence::Given => GIVEN,
        DateOrderEvidence::Ambiguous => {
            "days and months of this table cannot be told apart: without this line it dates nothing; the other order is \
             month-first"
        }
    }
}

/// Why a person may hold `role`. The reason begins with their name if another one, such as an account name,
/// is written.
pub fn role(role: Role, candidate: &Candidate<PersonName, RoleEvidence>) -> String {
    let why = match &candidate.evidence {
        RoleEvidence::Given => GIVEN.to_owned(),
        RoleEvidence::Activities { shares, doubt, next } => {
            let mut why = activities(shares, if role == Role::Developer { OF_OTHERS } else { OF_A_LEAD });
            if let Some(next) = next {
                why += &format!("; next is {} with {}", next.name, activities(&next.shares, 1));
            }
            if let Some(doubt) = doubt {
                why += &format!("; but {}", role_doubt(role, doubt));
            }
            why
        }
        RoleEvidence::NoTeamWork { changes, days } => {
            let (acts, days) = (count_of(*changes, "act", "acts"), count_of(*days, "day", "days"));
            format!("{acts} on {days}, and none of the team's work")
        }
        RoleEvidence::App(evidence) => app(evidence),
    };
    named(&candidate.value, &why)
}

/// What a candidate for Product Owner or Scrum Master does most, in a few words; empty if the evidence is
/// something else.
pub fn lead(candidate: &Candidate<PersonName, RoleEvidence>) -> String {
    match &candidate.evidence {
        RoleEvidence::Activities { shares, .. } => named(&candidate.value, &activities(shares, OF_OTHERS)),
        _ => String::new(),
    }
}

/// `why`, with the name in front if the written text does not show it.
fn named(name: &PersonName, why: &str) -> String {
    if name.written == name.shown { why.to_owned() } else { format!("{}: {why}", name.shown) }
}

fn role_doubt(role: Role, doubt: &RoleDoubt) -> String {
    let fixed = match doubt {
        RoleDoubt::SmallTeam(active) => {
            return format!("only {} on this board", count_of(*active, "person is active", "people are active"));
        }
        RoleDoubt::FewActivities(count) => {
            return format!("that is little to go by ({})", count_of(*count, "act", "acts"));
        }
        RoleDoubt::NoDecision => return format!("none of it is what only a {} decides", role.title()),
        RoleDoubt::OtherRole { role: Role::Developer, shares } => {
            return format!("works like a developer, too: {}", activities(shares, OF_OTHERS));
        }
        RoleDoubt::OtherRole { role, shares } => {
            return format!("does what a {} does, too: {}", role.title(), activities(shares, OF_OTHERS));
        }
        RoleDoubt::CloseSecond => "others do nearly as much",
        RoleDoubt::OneActivity => "that is one sign alone",
        RoleDoubt::ChangedHands => {
            "others did more of it at the beginning or at the end: the role may have changed hands"
        }
    };
    fixed.to_owned()
}

/// What else is known about a role. If a name is missing, it says that one must be written.
pub fn role_remark(role: Role, remark: &RoleRemark) -> String {
    let why = role_remark_alone(role, remark);
    match remark {
        RoleRemark::NoHistory | RoleRemark::FewActive(_) => format!("write the name: {why}"),
        RoleRemark::NoCandidate => format!("{why}: write the name yourself"),
        RoleRemark::OnlyEmail | RoleRemark::AlsoBuild(_) | RoleRemark::NotListed(_) => why,
    }
}

/// The same without the advice to write a name, for callers that ask for the name anyway.
pub fn role_remark_alone(role: Role, remark: &RoleRemark) -> String {
    match remark {
        RoleRemark::OnlyEmail => {
            "somebody whose only unique name is an e-mail address, which is never written here: add it by hand"
                .to_owned()
        }
        RoleRemark::NoHistory => {
            "this export does not say who did what. One with the history does, which `boardlint check` \
             tells how to get"
                .to_owned()
        }
        RoleRemark::FewActive(0) => "nobody who is known does enough here for a role to show".to_owned(),
        RoleRemark::FewActive(active) => {
            let people = count_of(*active, "person does", "people do");
            format!("{people} most of what is done here, and no role shows")
        }
        RoleRemark::NoCandidate => {
            format!("nobody stands out in what a {} does", role.title())
        }
        RoleRemark::AlsoBuild(builders) => {
            let names: Vec<&str> = builders.iter().map(|builder| builder.name.as_str()).collect();
            format!(
                "if it is agreed that {} {}, too, list everybody who does: whoever is not on the list is no developer then",
                enumerated(&names, "and"),
                if names.len() == 1 { "builds" } else { "build" }
            )
        }
        RoleRemark::NotListed(unclear) => {
            let mut why = "left out, everybody without a role is a developer".to_owned();
            if !unclear.is_empty() {
                why += &format!(": better, while it is not clear what {} may be", listed(unclear, UNCLEAR));
            }
            why
        }
    }
}

/// The first `most` activities: `24 of 37 changes of the backlog's order`.
fn activities(shares: &[ActivityShare], most: usize) -> String {
    let one = |share: &ActivityShare| format!("{} of {} {}", share.own, share.total, activity(share.activity));
    shares.iter().take(most).map(one).collect::<Vec<_>>().join(", ")
}

/// The noun for an activity, after "12 of 30".
pub fn activity(activity: Activity) -> &'static str {
    match activity {
        Activity::Order => "changes of the backlog's order",
        Activity::Priority => "priorities of stories",
        Activity::Story => "stories written",
        Activity::Criteria => "edits of acceptance criteria",
        Activity::Description => "descriptions written before the work began",
        Activity::Acceptance => "items taken out of acceptance",
        Activity::Impediment => "impediments raised or cleared for others",
        Activity::RetroAction => "actions of retrospectives written",
        Activity::BoardEdit => "edits of the board itself",
        Activity::CarryOver => "items carried over by closing a sprint",
        Activity::Move => "moves of work",
        Activity::Estimate => "estimates",
        Activity::Finished => "finished items",
        Activity::Taking => "items taken to work on",
        Activity::TimeLog => "logs of hours",
    }
}

fn app(evidence: &AppEvidence) -> String {
    let why = match &evidence.reason {
        AppReason::Tool => "the tool says that this is no person".to_owned(),
        AppReason::KnownName => "named like a well-known automation".to_owned(),
        AppReason::Word(word) => format!("no person is likely to be called `{word}`"),
        AppReason::Hours(hours) => format!("acts in {hours} of the 24 hours of the day"),
    };
    format!("{why}; {}", count_of(evidence.changes, "change", "changes"))
}

/// Why a person may have held a role in place of another.
pub fn replacement(candidate: &Candidate<Replacement, ReplacementEvidence>) -> String {
    let Replacement { role, person, since, until } = &candidate.value;
    let ReplacementEvidence { holder, acts, other_acts } = &candidate.evidence;
    format!(
        "{} did {} of a {} from {since} to {until}, when {holder} did nothing here; {} at other times",
        person.shown,
        count_of(*acts, "act", "acts"),
        role.title(),
        if *other_acts == 0 { "none".to_owned() } else { other_acts.to_string() },
    )
}

/// Why several accounts may belong to one person.
pub fn alias(candidate: &Candidate<Alias, AliasEvidence>) -> String {
    let why = match &candidate.evidence.reason {
        AliasReason::Succession => "the same name, and one account stopped before the other began".to_owned(),
        AliasReason::Name => "the same name on several accounts: one person, or namesakes?".to_owned(),
        AliasReason::Email(name) => format!("the e-mail address begins like the user name of {name}"),
    };
    format!("{}: {why}", candidate.evidence.name)
}

/// Why a status or list may belong to a stage, and how many items are in it.
pub fn stage(tool: Tool, column: &Column, candidate: &Candidate<Stage, StageEvidence>) -> String {
    let why = match &candidate.evidence {
        StageEvidence::Name => "by its name".to_owned(),
        StageEvidence::PartOfName => "its name may mean it, and may mean more".to_owned(),
        StageEvidence::FormerName => "by its name, but only the history knows it".to_owned(),
        StageEvidence::ToDoBesideBacklog => {
            "it may be the running sprint's own list, or what is ready for the next one".to_owned()
        }
        StageEvidence::Category { category, by_name } => {
            let category = match category {
                Stage::Done => "Jira counts it as done",
                Stage::Backlog => "Jira counts it as to do",
                _ => "Jira counts it as in progress",
            };
            match by_name {
                Some(stage) if *stage == candidate.value => format!("by its name; {category}"),
                Some(stage) => format!("{category}; by its name it may be {stage}: then move it there"),
                None => category.to_owned(),
            }
        }
        StageEvidence::Flow { from, to } => {
            let goes = match to {
                Some(to) => format!("{} of {} go on to {}", to.moves, to.of, to.column),
                None => "few leave".to_owned(),
            };
            format!("{} of {} came from {}, {goes}", from.moves, from.of, from.column)
        }
    };
    format!("{why}; {}", standing(tool, column))
}

/// Number of items in a status or list, which helps people to recognise it.
fn standing(tool: Tool, column: &Column) -> String {
    let archived = if column.archived { ", archived" } else { "" };
    format!("{} now{archived}", items(tool, column.items))
}

/// A status or list that belongs to no stage.
pub fn other_column(tool: Tool, column: &Column) -> String {
    let what = if column.writable { standing(tool, column) } else { "its name is not written here".to_owned() };
    format!("{} ({what})", column.name)
}

/// Archived lists that were never used as far as the export shows; the first of them by name.
pub fn unused_columns(names: &[String]) -> String {
    listed(names, UNUSED)
}

/// Why a field may be the one that is needed.
pub fn field(evidence: &FieldEvidence) -> String {
    if let Some(SmallNumbers { items, of, least, most }) = &evidence.numbers {
        let why = format!("numbers from {least} to {most} on {items} of {of} items, which have no estimate otherwise");
        return evidence.id.as_ref().map_or_else(|| why.clone(), |id| format!("{why} ({id})"));
    }
    let why = match evidence.known {
        Provenance::Configuration => "the board's configuration says so",
        Provenance::Schema => "the kind of field says so",
        Provenance::Changelog => "by its name in the history",
        Provenance::Shape => "by how its values look",
        _ => "by its name",
    };
    evidence.id.as_ref().map_or_else(|| why.to_owned(), |id| format!("{why} ({id})"))
}

/// Why an issue type or a label may mean this kind.
pub fn kind(tool: Tool, name: &KindName, candidate: &Candidate<Kind, KindSource>) -> String {
    let label = match (tool, candidate.evidence, candidate.value) {
        (Tool::Trello, ..) | (_, KindSource::IssueType, _) => "",
        (.., Kind::Impediment) => "a label, which may say as well that something is in the item's way; ",
        _ => "a label; ",
    };
    format!("{label}by its name; {}", items(tool, name.items))
}

/// A remark that a person with another role may also be a developer, and where to write it.
pub fn also_builds(builder: &Builder) -> String {
    let Builder { name, shares } = builder;
    format!(
        "whether {name} builds, too, and may: {}; then list all developers under [roles], {name} among them",
        activities(shares, OF_OTHERS)
    )
}

/// A remark that cards without a label count as stories, how many there are, and where to change it.
pub fn stories_by_default(draft: &Draft) -> String {
    let StoriesByDefault { cards, without_label } = draft.stories_by_default;
    let bare = match without_label {
        0 => String::new(),
        all if all == cards => ", and none of them has any".to_owned(),
        some => format!(", and {some} of them have none"),
    };
    format!(
        "which cards are no stories: {cards} of {} count as one because no label says otherwise{bare}; labels that mean another kind go \
         under [kinds]",
        draft.setup.items
    )
}

/// Why a sprint may have these dates.
pub fn sprint(candidate: &Candidate<SprintPlan, SprintEvidence>) -> String {
    let SprintEvidence { start, end, every } = &candidate.evidence;
    let (what, came, began) = match candidate.value.cards {
        SprintCards::ListOfItsName | SprintCards::List(_) => {
            ("list", "came into this list", "card left this list for work")
        }
        SprintCards::Label(_) => ("label", "got this label", "card with this label went to work"),
    };
    let start = match start {
        SprintStart::Name => format!("both days stand in the name of the {what}"),
        SprintStart::NamedAfterLastDay { follows: false } => {
            "named after one day, perhaps that of a release; taken to be the last".to_owned()
        }
        SprintStart::NamedAfterLastDay { follows: true } => format!(
            "named after one day, perhaps that of a release; taken to be the last, after that of the {what} before"
        ),
        SprintStart::FirstCardBegun => format!("the first {began} on the day it is taken to begin"),
        SprintStart::FirstCardCame => format!("the first card {came} on the day it is taken to begin"),
        SprintStart::NotBegun => "no card of it has gone to work: taken to follow on the one before".to_owned(),
        SprintStart::CardsCame(cards) => format!("{cards} cards {came} on the day it is taken to begin"),
        SprintStart::Unknown => "nothing shows when it ran: write its first and its last day".to_owned(),
    };
    let end = match end {
        Some(SprintEnd::Name) | None => String::new(),
        Some(SprintEnd::NextBegins) => "; taken to end before the next one begins".to_owned(),
        Some(SprintEnd::Length(days)) => {
            format!("; taken to last {days} days, because nothing says when it ended")
        }
    };
    let every = every.map_or_else(String::new, |days| format!("; one begins every {days} days"));
    format!("{start}{end}{every}")
}
