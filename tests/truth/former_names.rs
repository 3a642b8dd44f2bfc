//! Fields that were renamed after they were changed, on a server whose history contains no ids of fields.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history};
use crate::support::{Run, check};

/// Changes by Sam, the Scrum Master, under former names of fields, on a server whose history contains no ids
/// of fields. `count` issues have these changes. The last issue has the value `held`, the others have the
/// value of their last change.
fn changed_under_former_names(count: u32, held: u32) -> Run {
    let named = |name: &str, to: &str| json!({"field": name, "fieldtype": "custom", "from": null, "fromString": null, "to": null, "toString": to});
    let issue = |number: u32| {
        let points = if number == count { held } else { number };
        let text = format!("The oven is at {number} degrees");
        let fields = json!({"customfield_10016": f64::from(points), "customfield_10040": text});
        let histories = [named("SP", &number.to_string()), named("Success", &text)];
        let histories = (1..).zip(histories).map(|(id, item)| {
            history(10 * number + id, "Sam", &format!("2026-02-{number:02}T09:00:00.000+0000"), item)
        });
        jira::issue(&format!("CRUMB-{number}"), fields, histories.collect())
    };
    let mut page: Value = serde_json::from_str(&jira::page((1..=count).map(issue).collect())).expect("JSON");
    page["names"]["customfield_10040"] = json!("Acceptance criteria");
    check(CHARTER, &page.to_string(), &[])
}

#[test]
fn a_field_that_has_another_name_today_is_known_by_what_its_last_changes_left() {
    let (estimates, criteria) = ("estimated-by-non-developer", "acceptance-criteria-edited-by-sm");
    let many = changed_under_former_names(5, 5);
    assert_eq!(many.findings_of(estimates).len(), 5, "{}", many.out);
    let few = changed_under_former_names(2, 2);
    assert!(!few.fires(estimates), "{}", few.out);
    let gap = few.gap(estimates).expect("it may be the field");
    assert!(gap.message.contains("by a name that it has no more"), "{}", gap.message);
    assert_eq!(few.findings_of(criteria).len(), 2, "a text of several words is alike by no chance: {}", few.out);
    let other = changed_under_former_names(5, 8);
    assert!(!other.fires(estimates) && other.gap(estimates).is_none_or(|gap| !gap.message.contains("name that it")));
}
