//! Lists that give the ids in the records of a backup their meanings.

use std::borrow::Cow;

use foldhash::HashMap;

use super::records::Id;
use super::row::Row;
use crate::board::facts::{Account, Category, StateFact, Text, Who};
use crate::lexicon;

/// The lists that all issues share, by id.
#[derive(Default)]
pub(super) struct SiteLists<'a> {
    pub(super) link_types: HashMap<Id, LinkType<'a>>,
    pub(super) projects: HashMap<Id, Cow<'a, str>>,
    pub(super) kinds: HashMap<Id, Kind<'a>>,
    pub(super) states: HashMap<Cow<'a, str>, StateFact<'a>>,
    pub(super) resolutions: HashMap<Id, Cow<'a, str>>,
    pub(super) priorities: HashMap<Id, Cow<'a, str>>,
    pub(super) fields: HashMap<Id, Field<'a>>,
    pub(super) options: HashMap<Id, Text<'a>>,
    /// User names (in lower case) by the keys that records refer to.
    pub(super) logins: HashMap<Who<'a>, Cow<'a, str>>,
    /// Users by their names in lower case. Several directories may contain the same name.
    pub(super) users: HashMap<Cow<'a, str>, Vec<Account<'a>>>,
    /// Id of the site's address in `texts`.
    pub(super) site: Option<Id>,
    /// Texts with their ids.
    pub(super) texts: Vec<(Id, Cow<'a, str>)>,
}

impl<'a> SiteLists<'a> {
    /// Adds the lists of the next piece.
    pub(super) fn append(&mut self, next: Self) {
        self.link_types.extend(next.link_types);
        self.projects.extend(next.projects);
        self.kinds.extend(next.kinds);
        self.states.extend(next.states);
        self.resolutions.extend(next.resolutions);
        self.priorities.extend(next.priorities);
        self.fields.extend(next.fields);
        self.options.extend(next.options);
        self.logins.extend(next.logins);
        for (login, accounts) in next.users {
            self.users.entry(login).or_default().extend(accounts);
        }
        self.site = next.site.or_else(|| self.site.take());
        self.texts.extend(next.texts);
    }

    /// Adds the entity `name` if it belongs to one of these lists.
    pub(super) fn add(&mut self, name: &str, row: &Row<'a>) {
        let id = || row.id("id");
        match name {
            "ApplicationUser" => {
                self.logins.insert(row.text("userKey"), row.text("lowerUserName"));
            }
            "Project" => {
                self.projects.insert(id(), row.text("key"));
            }
            "Resolution" => {
                self.resolutions.insert(id(), row.text("name"));
            }
            "Priority" => {
                self.priorities.insert(id(), row.text("name"));
            }
            "Status" => {
                self.states.insert(row.text("id"), state(row));
            }
            "IssueType" => {
                let kind = Kind { name: row.text("name"), subtask: row.text("style") == "jira_subtask" };
                self.kinds.insert(id(), kind);
            }
            "CustomField" => {
                let (name, schema) = (row.text("name"), row.text("customfieldtypekey"));
                let is_flag = lexicon::field(&name) == Some(lexicon::Field::Flagged);
                self.fields.insert(id(), Field { name, schema, is_flag });
            }
            "CustomFieldOption" => {
                let value = row.get("value").map_or(Text::EMPTY, |value| value.text());
                self.options.insert(id(), value);
            }
            "IssueLinkType" => {
                let (name, inward, outward) = (row.text("linkname"), row.text("inward"), row.text("outward"));
                let subtask = row.text("style") == "jira_subtask";
                self.link_types.insert(id(), LinkType { name, inward, outward, subtask });
            }
            "OSPropertyEntry" if row.text("propertyKey") == "jira.baseurl" => self.site = Some(id()),
            "OSPropertyString" => self.texts.push((id(), row.text("value"))),
            _ => {}
        }
    }

    /// The address of the site; empty if the file does not contain it.
    pub(super) fn address(&self) -> &str {
        let is_address = |(id, _): &&(Id, Cow<'a, str>)| self.site.as_ref() == Some(id);
        self.texts.iter().rev().find(is_address).map_or("", |(_, text)| text)
    }
}

/// A link type with its descriptions from both sides.
pub(super) struct LinkType<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) inward: Cow<'a, str>,
    pub(super) outward: Cow<'a, str>,
    pub(super) subtask: bool,
}

/// An issue type.
pub(super) struct Kind<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) subtask: bool,
}

/// A custom field: its name and the key of its type.
pub(super) struct Field<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) schema: Cow<'a, str>,
    /// Whether it is the flag field.
    pub(super) is_flag: bool,
}

fn state<'a>(row: &Row<'a>) -> StateFact<'a> {
    let category = Category::parse(&row.text("statuscategory"), "");
    StateFact { id: row.text("id"), name: row.text("name"), category, closed: false }
}
