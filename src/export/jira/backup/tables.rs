//! Groups the entities of a backup by kind before they are joined.

use std::borrow::Cow;

use super::super::history::{self, Entry, Meanings, Parts};
use super::clock::Clock;
use super::records::{Acts, Edit, EditedValue, Event, Id, Issue, IssueNames, Link, Standing, Value};
use super::row::Row;
use super::site_lists::SiteLists;
use super::wanted::CHANGE;
use crate::board::facts::{
    Account, Act, ChangeFact, Due, ItemFact, ItemFields, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, Ref, TIME_SPENT, Text,
};
use crate::export::damage::Damage;
use crate::export::xml::Scalar;
use crate::source::Diagnostic;
use jiff::Timestamp;

/// The outcome for a record without a readable time.
const LEFT_OUT: &str = "it is left out";

/// The entities of a piece of a backup.
pub(super) struct Tables<'a> {
    pub(super) clock: Clock,
    pub(super) standing: Standing<'a>,
    pub(super) acts: Acts<'a>,
    pub(super) lists: SiteLists<'a>,
    meanings: Meanings<'a>,
    /// Records without a readable time.
    pub(super) damaged: Damage,
}

impl<'a> Tables<'a> {
    /// Empty tables. `clock` parses their times.
    pub(super) fn new(clock: Clock) -> Self {
        let (standing, acts, lists, meanings, damaged) = Default::default();
        Self { clock, standing, acts, lists, meanings, damaged }
    }

    /// Adds the entity `name`.
    pub(super) fn add(&mut self, name: &str, row: &Row<'a>) {
        match name {
            "Issue" => self.issue(row),
            "ChangeGroup" => self.change_group(row),
            "ChangeItem" => self.acts.values.push(edited_value(row, &mut self.meanings)),
            "Action" if row.text("type") == "comment" => match self.event(row, Act::Commented, "comment") {
                Some(event) => self.acts.comments.push(event),
                None => self.acts.unread.comments.push(row.id("issue")),
            },
            "Worklog" => match self.event(row, Act::TimeLogged, "work log") {
                Some(event) => self.acts.worklogs.push(event),
                None => self.acts.unread.worklogs.push(row.id("issue")),
            },
            "CustomFieldValue" => self.value(row),
            // A label of another field than Labels has a field id.
            "Label" if row.filled("fieldid").is_none() => {
                self.standing.labels.extend(row.filled("label").map(|label| (row.id("issue"), label)));
            }
            "IssueLink" => self.standing.links.push(Link {
                kind: row.id("linktype"),
                source: row.id("source"),
                destination: row.id("destination"),
            }),
            "User" => self.user(row),
            _ => self.lists.add(name, row),
        }
    }

    fn change_group(&mut self, row: &Row<'a>) {
        let at = self.time(row, "edit", LEFT_OUT);
        let (written, by) = (row.text("id"), row.filled("author"));
        let initial = row.text("initialgroup") == "true";
        let (id, issue) = (Id::new(&written), row.id("issue"));
        self.acts.edits.push(Edit { id, written, issue, item: None, at, by, initial, logs_work: false, parts: 0 });
    }

    /// Adds the value of a custom field, unless it is empty.
    fn value(&mut self, row: &Row<'a>) {
        let kinds = ["stringvalue", "numbervalue", "textvalue", "datevalue"];
        let text = kinds.iter().filter_map(|kind| row.get(kind)).map(|value| value.text());
        if let Some(text) = text.into_iter().find(|text| !text.is_empty()) {
            self.standing.values.push(Value { issue: row.id("issue"), field: row.id("customfield"), text });
        }
    }

    fn issue(&mut self, row: &Row<'a>) {
        let created = row.get("created").and_then(|at| Some((self.clock.instant(&at.decode())?, at.mark)));
        if created.is_none() {
            self.time(row, "issue", "the rest of it was read");
        }
        let seconds = [ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, TIME_SPENT];
        let seconds = seconds.into_iter().filter_map(|name| Some((Cow::Borrowed(name), row.get(name)?.text())));
        let item = ItemFact {
            title: row.get("summary").map_or(Text::EMPTY, |title| title.text()),
            description: row.get("description").map(|text| text.text()).filter(|text| !text.is_empty()),
            created,
            updated: row.get("updated").and_then(|at| self.clock.instant(&at.decode())),
            creator: row.filled("creator").map(|who| (who, row.mark(&["creator"]))),
            reporter: row.filled("reporter"),
            resolution: row.filled("resolution"),
            assignees: row.filled("assignee").into_iter().collect(),
            assignee_mark: row.get("assignee").map(|who| who.mark),
            state: Ref { id: row.text("status"), name: Cow::Borrowed("") },
            fields: seconds.collect(),
            priority: row.filled("priority"),
            due: row.filled("duedate").and_then(|due| self.due(&due)),
            holds: ItemFields::USUAL
                .with(ItemFields::PRIORITY | ItemFields::DUE, true)
                .with(ItemFields::REPORTER, row.get("reporter").is_some()),
            links: Some(Vec::new()),
            history: true,
            ..ItemFact::new(row.text("id"), row.text("key"), row.mark(&["key", "number", "id"]))
        };
        let (project, kind) = (row.id("project"), row.id("type"));
        let names = IssueNames { project, project_key: row.filled("projectKey"), number: row.text("number"), kind };
        self.standing.issues.push(Issue { id: Id::new(&item.id), item, names });
    }

    /// The due date, which is stored as midnight of the day.
    fn due(&self, text: &str) -> Option<Due> {
        let day = text.split(' ').next().and_then(Due::parse);
        day.or_else(|| self.clock.instant(text).map(Due::At))
    }

    fn user(&mut self, row: &Row<'a>) {
        let Some(login) = row.filled("userName").or_else(|| row.filled("lowerUserName")) else { return };
        let lower = row.filled("lowerUserName").unwrap_or_else(|| login.to_lowercase().into());
        let account = Account {
            ids: Vec::new(),
            login: Some(login),
            email: row.filled("emailAddress"),
            display: row.filled("displayName"),
            app: false,
        };
        self.lists.users.entry(lower).or_default().push(account);
    }

    fn event(&mut self, row: &Row<'a>, act: Act<'a>, what: &str) -> Option<Event<'a>> {
        let at = self.time(row, what, LEFT_OUT)?;
        let (id, by, mark) = (row.text("id"), row.filled("author"), row.mark(&["created"]));
        Some(Event { issue: row.id("issue"), change: ChangeFact { id, part: 0, at, by, act, mark } })
    }

    /// The creation time of the entity. If it cannot be read, damage with `outcome` is recorded.
    fn time(&mut self, row: &Row<'a>, what: &str, outcome: &str) -> Option<Timestamp> {
        let at = row.get("created").and_then(|at| self.clock.instant(&at.decode()));
        if at.is_none() {
            let damage = Diagnostic::error(format!("this {what} has no time that can be read: {outcome}"));
            let damage = damage.at(row.mark(&["created", "id"]), "expected a time such as 2020-10-30 19:50:03.832");
            self.damaged.push(damage.note("make the backup again"));
        }
        at
    }
}

fn edited_value<'a>(row: &Row<'a>, meanings: &mut Meanings<'a>) -> EditedValue<'a> {
    let [id, edit, kind, field, from, from_string, to, to_string, field_id]: [_; CHANGE.len()] = row.all();
    let said = |value: Option<Scalar<'a>>| value.map(Scalar::decode).unwrap_or_default();
    let mark = row.first_mark([to_string, from_string, to, field]);
    let field = said(field);
    let logs_work = history::logs_work(&field);
    let entry = Entry {
        field,
        custom: kind.map(|kind| kind.decode() == "custom"),
        field_id: field_id.and_then(Scalar::filled),
        from: from.map(Scalar::text),
        from_string: from_string.map(Scalar::text),
        to: to.map(Scalar::text),
        to_string: to_string.map(Scalar::text),
    };
    EditedValue {
        id: said(id).parse().unwrap_or(u64::MAX),
        edit: Id::new(&said(edit)),
        // Whether the same edit logged work is known only later.
        act: entry.act(meanings, Parts::ALL, false, || from_string.map(|name| name.mark)),
        logs_work,
        mark,
    }
}
