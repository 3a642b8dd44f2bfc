//! Issues and people in a server's backup: entities, grouped by kind, with the kinds in alphabetical order.

use std::io::{self, Write};

use super::super::item::{Item, Step};
use super::super::life::{KINDS, PRIORITIES, STATUSES};
use super::super::plan::NOW;
use super::super::records::{ZONE, id_of, number, present, server};
use super::super::team::{self, PEOPLE};
use super::history::{changes, said};
use super::xml::{Attribute, entity, filled, given};
use super::{CRITERIA, CUSTOM, Jira, category, id};

const PROJECT: i64 = 10_000;
const BLOCKS: i64 = 10_100;
/// Id of the option of the flag field.
const FLAG: i64 = 10_019;

impl Jira<'_> {
    /// Writes all entities.
    pub(super) fn entities(&self, items: &[Item<'_>], out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- \n  Time Zone: West Africa Standard Time\n  user.timezone: {ZONE}\n  \
             Jira version: 8.8.1 -->\n<entity-engine-xml date=\"{}\">",
            NOW.as_millisecond()
        )?;
        for item in items {
            said(item).try_for_each(|(step, id)| entity(out, "Action", &self.action(item, step, id)))?;
        }
        for (who, [_, login]) in PEOPLE.iter().enumerate() {
            let key = team::id(self.plan, who);
            let user = [given("id", 10_000 + who), given("userKey", key), given("lowerUserName", login)];
            entity(out, "ApplicationUser", &user)?;
        }
        self.history_of(items, out)?;
        for [id, name, _, kind] in CUSTOM {
            let field = [given("id", &id[12..]), given("customfieldtypekey", kind), given("name", name)];
            entity(out, "CustomField", &field)?;
        }
        let flag =
            [given("id", FLAG), given("customfield", 10_021), given("sequence", 0), given("value", "Impediment")];
        entity(out, "CustomFieldOption", &flag)?;
        for item in items {
            self.values(item).iter().try_for_each(|value| entity(out, "CustomFieldValue", value))?;
        }
        items.iter().try_for_each(|item| entity(out, "Issue", &self.issue_row(item)))?;
        links(items, out)?;
        words(out)?;
        self.users(out)?;
        writeln!(out, "</entity-engine-xml>")
    }

    fn action(&self, item: &Item<'_>, step: &Step, own: i64) -> [Attribute<'static>; 8] {
        let (by, at) = (team::id(self.plan, step.by), server(step.at));
        [
            given("id", own),
            given("issue", id(item.number)),
            given("author", &by),
            given("type", "comment"),
            given("body", &step.to),
            given("created", &at),
            given("updateauthor", by),
            given("updated", at),
        ]
    }

    /// Writes all entries, then all their changes.
    fn history_of(&self, items: &[Item<'_>], out: &mut dyn Write) -> io::Result<()> {
        for item in items {
            for (step, group) in changes(item) {
                let (by, at) = (team::id(self.plan, step.by), server(step.at));
                let issue = id(item.number);
                let group = [given("id", group), given("issue", issue), given("author", by), given("created", at)];
                entity(out, "ChangeGroup", &group)?;
            }
        }
        for item in items {
            for (step, group) in changes(item) {
                for (place, change) in self.items(item, step).iter().enumerate() {
                    let text = |key: &str| change[key].as_str().map(str::to_owned);
                    let own = group * 10 + i64::try_from(place).unwrap_or_default();
                    let change = [
                        given("id", own),
                        given("group", group),
                        ("fieldtype", text("fieldtype")),
                        ("field", text("field")),
                        ("oldvalue", text("from")),
                        ("oldstring", text("fromString")),
                        ("newvalue", text("to")),
                        ("newstring", text("toString")),
                    ];
                    entity(out, "ChangeItem", &change)?;
                }
            }
        }
        Ok(())
    }

    /// The values of the custom fields of an issue.
    fn values(&self, item: &Item<'_>) -> Vec<Vec<Attribute<'static>>> {
        let mut values = Vec::new();
        let mut add = |field: i64, kind, value: String| {
            let own = item.number * 100 + i64::try_from(values.len()).unwrap_or_default();
            values.push(vec![
                given("id", own),
                given("issue", id(item.number)),
                given("customfield", field),
                given(kind, value),
            ]);
        };
        if let Some(points) = present(item.now("Story Points")) {
            add(10_016, "numbervalue", format!("{points}.0"));
        }
        for sprint in &item.sprints {
            add(10_020, "stringvalue", self.plan.sprint(self.plan.board_of(item.number), *sprint).0.to_string());
        }
        if !item.now("Flagged").is_empty() {
            add(10_021, "stringvalue", FLAG.to_string());
        }
        if item.now("kind") == "Story" {
            add(10_040, "textvalue", CRITERIA.into());
        }
        values
    }

    fn issue_row(&self, item: &Item<'_>) -> Vec<Attribute<'static>> {
        let (first, last) = (&item.steps[0], &item.steps[item.steps.len() - 1]);
        let done = item.steps.iter().find(|step| step.to == "Done");
        let (creator, number) = (team::id(self.plan, first.by), item.number);
        vec![
            given("id", id(number)),
            given("key", format!("APP-{number}")),
            given("number", number),
            given("project", PROJECT),
            given("reporter", &creator),
            ("assignee", present(item.now("assignee")).map(|_| team::id(self.plan, item.developer))),
            given("creator", creator),
            given("type", id_of(item.now("kind"))),
            given("summary", item.now("summary")),
            filled("description", item.now("description")),
            given("priority", id_of(item.now("priority"))),
            ("resolution", done.map(|_| id_of("Done"))),
            given("status", id_of(item.now("status"))),
            given("created", server(first.at)),
            given("updated", server(last.at)),
            ("resolutiondate", done.map(|step| server(step.at))),
            given("votes", 0),
            given("watches", 1),
            given("workflowId", id(number)),
        ]
    }

    /// Accounts. The value of `credential` must never be shown.
    fn users(&self, out: &mut dyn Write) -> io::Result<()> {
        for (who, [name, login]) in PEOPLE.iter().enumerate() {
            let user = [
                given("id", 10_000 + who),
                given("directoryId", 1),
                given("userName", login),
                given("lowerUserName", login),
                given("active", 1),
                given("displayName", name),
                given("emailAddress", format!("{login}@example.com")),
                given("credential", "{PKCS5S2}NEVERSHOWTHIS"),
            ];
            entity(out, "User", &user)?;
        }
        Ok(())
    }
}

/// The links between issues, and their labels.
fn links(items: &[Item<'_>], out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        if let Some(other) = item.now("Link").strip_prefix("APP-") {
            let (source, other) = (id(item.number), id(number(other)));
            let ends = [given("source", source), given("destination", other)];
            let [source, destination] = ends;
            entity(out, "IssueLink", &[given("id", item.number), given("linktype", BLOCKS), source, destination])?;
        }
    }
    let (name, inward) = (given("linkname", "Blocks"), given("inward", "is blocked by"));
    entity(out, "IssueLinkType", &[given("id", BLOCKS), name, inward, given("outward", "blocks")])?;
    for (kind, place) in KINDS.iter().zip(0..) {
        entity(out, "IssueType", &[given("id", id_of(kind)), given("sequence", place), given("name", kind)])?;
    }
    for item in items {
        for (label, place) in item.now("labels").split_whitespace().zip(item.number * 10..) {
            entity(out, "Label", &[given("id", place), given("issue", id(item.number)), given("label", label)])?;
        }
    }
    Ok(())
}

/// The names of priorities, statuses and the rest.
fn words(out: &mut dyn Write) -> io::Result<()> {
    let named = |name: &str, place: i64| [given("id", id_of(name)), given("sequence", place), given("name", name)];
    for (priority, place) in PRIORITIES.iter().zip(1..) {
        entity(out, "Priority", &named(priority, place))?;
    }
    let lead = given("lead", "JIRAUSER10101");
    entity(out, "Project", &[given("id", PROJECT), given("name", "Shop app"), lead, given("key", "APP")])?;
    entity(out, "Resolution", &named("Done", 1))?;
    for (status, place) in STATUSES.iter().zip(1..) {
        let [id, sequence, name] = named(status, place);
        entity(out, "Status", &[id, sequence, name, given("statuscategory", category(status).0)])?;
    }
    Ok(())
}
