//! A sprint as an issue tells of it: an object in Cloud, the text of a Java object in Data Center.

use serde_json::{Value, json};

use super::super::item::Item;
use super::super::plan::{CLOSE, END, Format, SPRINT, START};
use super::super::records::{filled, utc};
use super::Jira;

impl Jira<'_> {
    pub(super) fn sprint(&self, item: &Item<'_>, sprint: i64) -> Value {
        let (id, name) = self.plan.sprint(item.number, sprint);
        let board = self.plan.board_of(item.number);
        // The comma and the brackets are a trap inside Data Center's strings.
        let goal = format!("Checkout, faster [step={sprint}], on phones");
        let later = sprint - self.plan.active_sprint();
        let state = match later {
            ..0 => "closed",
            0 => "active",
            _ => "future",
        };
        let date = |known, minute| if known { Some(utc(self.plan.clock(sprint * SPRINT + minute))) } else { None };
        let (start, end, completed) = (date(later <= 0, START), date(later <= 0, END), date(later < 0, CLOSE));
        if self.plan.format == Format::JiraCloud {
            return filled(json!({
                "id": id,
                "name": name,
                "state": state,
                "boardId": board,
                "goal": goal,
                "startDate": start,
                "endDate": end,
                "completeDate": completed,
            }));
        }
        let [start, end, completed] = [start, end, completed].map(|date| date.unwrap_or("<null>".into()));
        let state = state.to_uppercase();
        json!(format!(
            "com.atlassian.greenhopper.service.sprint.Sprint@5d21{id:04x}[id={id},rapidViewId={board},state={state},\
             name={name},startDate={start},endDate={end},completeDate={completed},sequence={id},goal={goal}]"
        ))
    }
}
