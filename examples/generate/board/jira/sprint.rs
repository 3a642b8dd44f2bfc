//! A sprint in an issue: an object on Cloud, the text of a Java object on Data Center.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::item::Item;
use super::super::plan::{CLOSE, END, Plan, SPRINT, START};
use super::super::records::{filled, utc};
use super::Jira;

/// A sprint in Jira.
pub(super) struct Sprint {
    pub(super) id: i64,
    pub(super) board: i64,
    pub(super) name: String,
    pub(super) goal: String,
    pub(super) state: &'static str,
    /// Start, planned end, and closing time.
    pub(super) dates: [Option<Timestamp>; 3],
}

impl Sprint {
    /// A sprint of a board. All before the active one are closed; later ones have no dates yet.
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
        // The comma and the brackets test the parsing of Data Center's strings.
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
