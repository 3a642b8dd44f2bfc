//! The people on the board, and their records in an export.

use serde_json::{Value, json};

use super::plan::{Format, Plan};
use super::records::ZONE;

/// The Product Owner.
pub(super) const PO: usize = 0;
/// The Scrum Master.
pub(super) const SM: usize = 1;
/// A stakeholder.
pub(super) const BOSS: usize = 8;
/// An app.
pub(super) const APP: usize = 9;
/// The developers.
pub(super) const DEVELOPERS: [usize; 6] = [2, 3, 4, 5, 6, 7];
/// Placeholder in [`LIFE`](super::life::LIFE): the developer who pulls the item.
pub(super) const DEV: usize = 10;
/// Placeholder: a colleague of that developer.
pub(super) const PEER: usize = 11;

/// Names and logins.
pub(super) const PEOPLE: [[&str; 2]; 10] = [
    ["Maria Gómez", "mgomez"],
    ["Sam Lee", "slee"],
    ["Li Wei", "lwei"],
    ["Omar Haddad", "ohaddad"],
    ["Nina Berg", "nberg"],
    ["Tom Ward", "tward"],
    ["Zoë Lindqvist", "zlindqvist"],
    ["Ravi Iyer", "riyer"],
    ["Carla Stone", "cstone"],
    ["Board Automation", "bautomation"],
];

/// The records of all people, by their indices in [`PEOPLE`].
pub(super) fn people(plan: &Plan) -> Vec<Value> {
    (0..PEOPLE.len()).map(|who| person(plan, who)).collect()
}

/// The id of a person in an export.
pub(super) fn id(plan: &Plan, who: usize) -> String {
    match plan.format {
        Format::JiraCloud | Format::JiraCsv => format!("712020:{who:08x}-7c1e-4a5b-9d3f-{:012x}", who * 12_015),
        Format::JiraDc | Format::JiraBackup => format!("JIRAUSER{}", who + 10_101),
        Format::Trello => format!("5f0{who:x}a1b2c3d4e5f6a7b80000"),
    }
}

fn person(plan: &Plan, who: usize) -> Value {
    let ([name, login], id, base) = (PEOPLE[who], id(plan, who), plan.base());
    match plan.format {
        Format::JiraCloud | Format::JiraCsv => {
            let pictures = "https://avatar-management--avatars.us-west-2.prod.public.atl-paas.net/initials";
            json!({
                "self": format!("{base}/rest/api/2/user?accountId={id}"),
                "accountId": id,
                "avatarUrls": avatars(&format!("{pictures}/{login}-{who}.png?size=")),
                "displayName": name,
                "accountType": if who == APP { "app" } else { "atlassian" },
                "active": true,
                "timeZone": ZONE,
            })
        }
        Format::JiraDc | Format::JiraBackup => json!({
            "self": format!("{base}/rest/api/2/user?username={login}"),
            "key": id,
            "avatarUrls": avatars(&format!("{base}/secure/useravatar?avatarId={who}&size=")),
            "name": login,
            "emailAddress": format!("{login}@example.com"),
            "displayName": name,
            "active": true,
            "timeZone": ZONE,
        }),
        Format::Trello => json!({
            "id": id,
            "username": login,
            "fullName": name,
            "activityBlocked": false,
            "avatarHash": null,
            "avatarUrl": null,
            "initials": login[..2].to_uppercase(),
            "idMemberReferrer": null,
            "nonPublic": {},
            "nonPublicAvailable": true,
        }),
    }
}

fn avatars(address: &str) -> Value {
    json!({
        "48x48": format!("{address}48"),
        "24x24": format!("{address}24"),
        "16x16": format!("{address}16"),
        "32x32": format!("{address}32"),
    })
}
