//! The matching `boardlint.toml`.

use super::plan::{END, Format, Plan, SPRINT, START};
use super::records::ZONE;
use super::team::{APP, BOSS, PEOPLE, PO, SM};

const JIRA: &str = r#"backlog = ["Backlog"]
ready = ["To Do"]

[fields]
story-points = "Story Points"
acceptance-criteria = "Acceptance criteria"
"#;
const TRELLO: &str = r#"backlog = ["Product Backlog"]
ready = ["Ready"]
impediments = ["Blocked"]

[kinds]
bug = ["Bug"]
task = ["Task"]
"#;

pub(super) fn charter(plan: &Plan) -> String {
    let charter = roles_and_workflow();
    if plan.format != Format::Trello {
        return charter + JIRA;
    }
    let sprints = (0..plan.sprints()).map(|number| sprint(plan, number));
    charter + TRELLO + &sprints.collect::<String>()
}

fn roles_and_workflow() -> String {
    let names = PEOPLE.map(|[name, _]| name);
    let [po, sm, developers, stakeholders, apps] =
        [PO..SM, SM..SM + 1, SM + 1..BOSS, BOSS..APP, APP..APP + 1].map(|who| format!("{:?}", &names[who]));
    format!(
        r#"timezone = "{ZONE}"

[roles]
product-owner = {po}
scrum-master = {sm}
developers = {developers}
stakeholders = {stakeholders}
apps = {apps}

[workflow]
doing = ["In Progress", "Review"]
acceptance = ["Acceptance"]
done = ["Done"]
"#
    )
}

/// Trello has no sprints, so the charter lists them.
fn sprint(plan: &Plan, sprint: i64) -> String {
    let day = |minute| plan.clock(sprint * SPRINT + minute).strftime("%F").to_string();
    let (name, start, end) = (plan.sprint(1, sprint).1, day(START), day(END));
    format!("\n[[sprints]]\nname = \"{name}\"\nstart = {start}\nend = {end}\ngoal = \"Speed\"\n")
}
