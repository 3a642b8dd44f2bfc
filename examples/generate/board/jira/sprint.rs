//! A sprint as an issue tells of it: an object in Cloud, the text of a Java object in Data Center.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::item::Item;
use super::super::plan::{CLOSE, END, Plan, SPRINT, START};
use super::super::records::{filled, utc};
use super::Jira;

/// What Jira knows of a sprint.
pub(super) struct Sprint {
    pub(super) id: i64,
    pub(super) board: i64,
    pub(super) name: String,
    pub(super) goal: String,
    pub(super) state: &'static str,
    /// When it started, when it is to end, when it was closed.
    pub(super) dates: [Option<Timestamp>; 3],
}

impl Sprint {
    /// One of a board's; all before the active one are closed, and those behind it have no dates yet.
    pub(super) fn new(plan: &Plan, board: i64, sprint: i64) -> Self {
        let (id, name) = plan.sprint(board, sprint);
        let later = sprint - plan.active_sprint();
        let state = match later {
            ..0 => "closed",
            0 => "active",
            _ => "future",
        };
        let date = |known: bool, minute| known.then(|| plan.clock(sprint * SPRINT + minute));
        let dates = [date(later <= 0, START), date(later <= 0, END), date(later < 0, CLOSE)];
        // The comma and the brackets are a trap inside Data Center's strings.
        let goal = format!("Checkout, faster [step={sprint}], on phones");
        Self { id, board, name, goal, state, dates }
    }
}

impl Jira<'_> {
    pub(super) fn sprint(&self, item: &Item<'_>, sprint: i64) -> Value {
        let Sprint { id, board, name, goal, state, dates } =
            Sprint::new(self.plan, self.plan.board_of(item.number), sprint);
        let dates = dates.map(|date| date.map(utc));
        if self.plan.cloud() {
            let [start, end, completed] = dates;
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
        let [start, end, completed] = dates.map(|date| date.unwrap_or("<null>".into()));
        let state = state.to_uppercase();
        json!(format!(
            "com.atlassian.greenhopper.service.sprint.Sprint@5d21{id:04x}[id={id},rapidViewId={board},state={state},\
             name={name},startDate={start},endDate={end},completeDate={completed},sequence={id},goal={goal}]"
        ))
    }
}
