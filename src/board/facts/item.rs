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

/// Upper bound of the time from the newest change to the update time of a snapshot without a change missing
/// between: tables give minutes only.
pub(crate) const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// The part of an issue's address between the site and the key.
pub(crate) const BROWSE: &str = "/browse/";

/// The address of the issue with this key.
pub(crate) fn issue_url(site: &str, key: &str) -> String {
    format!("{site}{BROWSE}{key}")
}

/// The site in the address of an issue; `None` for that of a card.
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
    /// Its record in the export.
    pub mark: Mark,
    /// The other files that describe its state, if it was merged from several.
    pub others: Vec<FileId>,
    /// The tool's own id.
    pub id: Cow<'a, str>,
    /// The issue key, or the card's shortLink.
    pub key: Cow<'a, str>,
    /// The fields that the file has a place for.
    pub holds: ItemFields,
    /// Those of its fields whose value is there and cannot be read.
    pub unreadable: ItemFields,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// The title.
    pub title: Text<'a>,
    /// The description, if there is one.
    pub description: Option<Text<'a>>,
    /// Where it can be opened.
    pub url: String,
    /// The issue type; `None` on Trello.
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
    /// How it was resolved; `None` while it is unresolved.
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
    /// Its other fields with a value: id and value.
    pub fields: Vec<(Cow<'a, str>, Text<'a>)>,
    /// Its priority.
    pub priority: Option<Cow<'a, str>>,
    /// When it is due.
    pub due: Option<Due>,
    /// The relation of each of its links, read from its side (`is blocked by`); `None` if the file has no
    /// place for links.
    pub links: Option<Vec<Cow<'a, str>>>,
    /// Number of entries in its checklists; `None` if the file has no place for them.
    pub checklist: Option<u32>,
    /// Name of each checklist with entries, and its creation time if known; `None` if the file leaves them
    /// out.
    pub checklists: Option<Vec<(Cow<'a, str>, Option<Timestamp>)>>,
    /// Its place in its list, from the top (Trello).
    pub position: Option<f64>,
    /// Whether it was cloned or split from another.
    pub copied: bool,
    /// Whether it may have been cloned or split from another. Either the file holds neither links nor the
    /// whole history, or a link does not say which of the two is the copy.
    pub origin_unclear: bool,
    /// Keys of the items it was cloned or split from, if the format gives them.
    pub originals: Vec<Cow<'a, str>>,
    /// Ids and keys of the cards that it was copied from, which may be templates (Trello).
    pub sources: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    /// Number of comments by the tool's own count. It is greater than the number among the changes if the
    /// file holds only some.
    pub comment_total: Option<usize>,
    /// Its changes, in any order.
    pub changes: Vec<ChangeFact<'a>>,
    /// Whether only its changes or its rank are known, and not its state.
    pub bare: bool,
    /// Whether it was deleted or went to another board (Trello).
    pub gone: bool,
    /// Whether its times are truncated to the minute and in an assumed time zone.
    pub rough: bool,
    /// Whether these times were corrected by its creation time in another file. They may still be an hour
    /// off, because of daylight-saving time.
    pub corrected: bool,
    /// Whether the file holds its history at all.
    pub history: bool,
    /// How much of its history is present, if the tool counts entries.
    pub log: Option<Coverage>,
    /// Whether the oldest part of its history is missing.
    pub truncated: bool,
    /// The end of its history, if it was merged from several files: the update time in the newest file that
    /// gives its state and its history.
    pub reaches_until: Option<Timestamp>,
    /// Whether the newest file contradicts one with a history about its assignee, its sprints or its status.
    /// The newest file then holds no history.
    pub differs: bool,
}

impl<'a> ItemFact<'a> {
    /// The files that describe its state.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        std::iter::once(self.mark.file).chain(self.others.iter().copied())
    }

    /// Whether the tool counts more comments on it than are present.
    pub(crate) fn lacks_comments(&self) -> bool {
        let here = || self.changes.iter().filter(|change| matches!(change.act, Act::Commented)).count();
        self.comment_total.is_some_and(|total| total > 0 && total > here())
    }

    /// Whether its history is present and has no entry, as the tool counts entries.
    pub(crate) fn has_empty_log(&self) -> bool {
        self.history && self.log.as_ref().is_some_and(|log| log.total == 0)
    }

    /// Whether it was changed since its creation, comments aside, by its update time; `None` if the file
    /// lacks that.
    pub(crate) fn was_changed(&self) -> Option<bool> {
        let (created, _) = self.created?;
        let remarks = self.changes.iter().filter(|change| matches!(change.act, Act::Commented));
        let last = remarks.map(|change| change.at).fold(created, Timestamp::max);
        Some(self.updated?.duration_since(last) > SLACK)
    }

    /// An item of which only the record, the id and the key are known.
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
