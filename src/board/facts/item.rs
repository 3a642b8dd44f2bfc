//! An issue or a card as a file describes it.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::change::{Act, ChangeFact};
use super::coverage::Coverage;
use super::item_fields::ItemFields;
use super::record::{Ref, Who};
use super::text::Text;
use crate::source::{FileId, Mark};

/// How far a snapshot's own date may lie after the newest change that is known: tables tell minutes.
pub(crate) const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// What stands between the site and the key in the address of an issue.
pub(crate) const BROWSE: &str = "/browse/";

/// The address of the issue with this key.
pub(crate) fn issue_url(site: &str, key: &str) -> String {
    format!("{site}{BROWSE}{key}")
}

/// The site in the address of an issue; none in that of a card.
pub(crate) fn site_of(url: &str) -> Option<&str> {
    url.split_once(BROWSE).map(|(site, _)| site)
}

/// When an item is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    Day(Date),
    /// By an instant.
    At(Timestamp),
}

impl Due {
    /// Reads a date, or an instant.
    pub fn parse(text: &str) -> Option<Self> {
        let instant = || text.parse().ok().map(Self::At);
        if text.len() == 10 { text.parse().ok().map(Self::Day) } else { instant() }
    }
}

/// An issue or a card as it stands at the export.
#[derive(Clone, Debug)]
pub struct ItemFact<'a> {
    /// The record.
    pub mark: Mark,
    /// The other files that say how it stands, where it was put together from several.
    pub others: Vec<FileId>,
    /// The tool's own id.
    pub id: Cow<'a, str>,
    /// The issue key, or the card's shortLink.
    pub key: Cow<'a, str>,
    /// Those of its fields that the file has a place for.
    pub holds: ItemFields,
    /// Those of its fields whose value is there and cannot be read.
    pub unreadable: ItemFields,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// The title.
    pub title: Text<'a>,
    /// The description, where there is one.
    pub description: Option<Text<'a>>,
    /// Where it can be opened.
    pub url: String,
    /// The issue type; none on Trello.
    pub kind: Option<Cow<'a, str>>,
    /// The level of its type in the tool's hierarchy: 1 and above for epics, 0 for stories, -1 for sub-tasks.
    pub level: Option<i8>,
    /// Whether the tool says that it is part of another item.
    pub part: bool,
    /// The item it is part of.
    pub parent: Option<Cow<'a, str>>,
    /// When it was created, and the scalar that says so.
    pub created: Option<(Timestamp, Mark)>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// How it was resolved; none while it is unresolved.
    pub resolution: Option<Cow<'a, str>>,
    /// Who created it, and the scalar that says so.
    pub creator: Option<(Who<'a>, Mark)>,
    /// Who asked for it, if the tool keeps that apart.
    pub reporter: Option<Who<'a>>,
    /// Who works on it.
    pub assignees: Vec<Who<'a>>,
    /// The scalar that names the assignee.
    pub assignee_mark: Option<Mark>,
    /// Status or list.
    pub state: Ref<'a>,
    /// Labels.
    pub labels: Vec<Cow<'a, str>>,
    /// The sprints it is or was in.
    pub sprints: Vec<Cow<'a, str>>,
    /// Whether it carries a flag now.
    pub flagged: bool,
    /// Whether it is archived.
    pub closed: bool,
    /// The other fields that hold something: id and value.
    pub fields: Vec<(Cow<'a, str>, Text<'a>)>,
    /// Its priority.
    pub priority: Option<Cow<'a, str>>,
    /// When it is due.
    pub due: Option<Due>,
    /// How each of its links to others reads from its side (`is blocked by`); none where the file has no place for links.
    pub links: Option<Vec<Cow<'a, str>>>,
    /// How many entries its checklists hold; none where the file has no place for them.
    pub checklist: Option<u32>,
    /// What its checklists with entries are called, and when each was made, where that is known; none where the file does not tell.
    pub checklists: Option<Vec<(Cow<'a, str>, Option<Timestamp>)>>,
    /// Its place in its list, from the top (Trello).
    pub position: Option<f64>,
    /// Whether it was copied or split from another.
    pub copied: bool,
    /// Whether it may have been copied or split from another: the file holds neither links nor the whole history, or a link says that
    /// of the two and not which is the copy.
    pub origin_unclear: bool,
    /// The keys of the items it was copied or split from, where the format tells.
    pub originals: Vec<Cow<'a, str>>,
    /// The ids and keys of the cards that it was made from, which may be templates (Trello).
    pub sources: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    /// How many comments the tool says there are; more than there are among the changes where the file holds only some.
    pub comment_total: Option<usize>,
    /// Its changes, in any order.
    pub changes: Vec<ChangeFact<'a>>,
    /// Whether only its changes, or its rank, are known, and not how it stands.
    pub bare: bool,
    /// Whether it was deleted or went to another board (Trello).
    pub gone: bool,
    /// Whether its times are those of the minute, in a zone that had to be assumed.
    pub rough: bool,
    /// Whether those were corrected by what another file says of its creation: they may be an hour off still, which is what summer time
    /// makes.
    pub corrected: bool,
    /// Whether the history was part of the file at all.
    pub history: bool,
    /// How much of its history is here, where the tool counts it.
    pub log: Option<Coverage>,
    /// Whether the oldest part of its history is missing.
    pub truncated: bool,
    /// Until when its history reaches, where it was put together from several files: when it was last changed by the newest of them that
    /// tells how it stands and its history.
    pub reaches_until: Option<Timestamp>,
    /// Whether the newest file, which tells no history, says otherwise than one that does who works on it, in which sprints it is or where
    /// it stands.
    pub differs: bool,
}

impl<'a> ItemFact<'a> {
    /// The files that say how it stands.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        std::iter::once(self.mark.file).chain(self.others.iter().copied())
    }

    /// Whether the tool counts more comments on it than are here.
    pub(crate) fn lacks_comments(&self) -> bool {
        let here = || self.changes.iter().filter(|change| matches!(change.act, Act::Commented)).count();
        self.comment_total.is_some_and(|total| total > 0 && total > here())
    }

    /// Whether its history is here and has no entry, as the tool counts them.
    pub(crate) fn has_empty_log(&self) -> bool {
        self.history && self.log.as_ref().is_some_and(|log| log.total == 0)
    }

    /// Whether something was done to it since it was created that is no remark, by the date of its last change; none where the
    /// file does not tell that.
    pub(crate) fn was_changed(&self) -> Option<bool> {
        let (created, _) = self.created?;
        let remarks = self.changes.iter().filter(|change| matches!(change.act, Act::Commented));
        let last = remarks.map(|change| change.at).fold(created, Timestamp::max);
        Some(self.updated?.duration_since(last) > SLACK)
    }

    /// An item of which only the record and its names are known.
    pub fn new(id: Cow<'a, str>, key: Cow<'a, str>, mark: Mark) -> Self {
        Self {
            mark,
            others: Vec::new(),
            id,
            key,
            holds: ItemFields::USUAL,
            unreadable: ItemFields::NONE,
            number: None,
            title: Text::EMPTY,
            description: None,
            url: String::new(),
            kind: None,
            level: None,
            part: false,
            parent: None,
            created: None,
            updated: None,
            resolution: None,
            creator: None,
            reporter: None,
            assignees: Vec::new(),
            assignee_mark: None,
            state: Ref::default(),
            labels: Vec::new(),
            sprints: Vec::new(),
            flagged: false,
            closed: false,
            fields: Vec::new(),
            priority: None,
            due: None,
            links: None,
            checklist: None,
            checklists: None,
            position: None,
            copied: false,
            origin_unclear: false,
            originals: Vec::new(),
            sources: Vec::new(),
            comment_total: None,
            changes: Vec::new(),
            bare: false,
            gone: false,
            rough: false,
            corrected: false,
            log: None,
            history: false,
            truncated: false,
            reaches_until: None,
            differs: false,
        }
    }
}
