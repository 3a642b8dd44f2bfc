//! What Jira's keys and ids look like.

use std::fmt::Display;

/// Maximum number of bytes of a project key, and of the number behind it in an issue key.
const PROJECT: usize = 64;
const NUMBER: usize = 10;

/// Number of bytes of the shortest account id.
const SHORTEST_ACCOUNT: usize = 24;

/// Prefix of the id of a custom field, before its number.
const CUSTOM_FIELD: &str = "customfield_";

/// The project and the number in an issue key; `None` without a dash.
pub(crate) fn split_key(key: &str) -> Option<(&str, &str)> {
    key.rsplit_once('-')
}

/// The key of the project that the issue with this key belongs to.
pub(crate) fn project_of(key: &str) -> &str {
    split_key(key).map_or(key, |(project, _)| project)
}

/// The id of the custom field with this number.
pub(crate) fn custom_field(number: impl Display) -> String {
    format!("{CUSTOM_FIELD}{number}")
}

/// Whether `id` is that of a custom field, in any case.
pub(crate) fn is_custom_field(id: &str) -> bool {
    id.get(..CUSTOM_FIELD.len()).is_some_and(|start| start.eq_ignore_ascii_case(CUSTOM_FIELD))
}

/// Whether `text` looks like the key of an issue, `APP-12`.
pub(crate) fn is_issue_key(text: &str) -> bool {
    split_key(text).is_some_and(|(project, number)| {
        let digits = !number.is_empty() && number.len() <= NUMBER && number.bytes().all(|byte| byte.is_ascii_digit());
        project.len() <= PROJECT && is_project_key(project) && digits
    })
}

/// Whether `text` looks like the key of a project, `APP`.
pub(crate) fn is_project_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|letter: char| letter.is_ascii_uppercase()) && text.bytes().all(plain)
}

/// Whether `text` looks like an account id of Jira Cloud: 24 hex digits, `712020:` and a UUID, `qm:` and
/// more, or a pseudonymous key.
pub(crate) fn is_account_id(text: &str) -> bool {
    if text.len() < SHORTEST_ACCOUNT {
        return false;
    }
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    match text.split_once(':') {
        Some(("ug", id)) => id.len() == 36 && hex(id),
        Some(("qm", rest)) => !rest.contains(char::is_whitespace) && rest.len() > 20,
        Some((site, id)) => site.bytes().all(|byte| byte.is_ascii_digit()) && (24..=40).contains(&id.len()) && hex(id),
        None => (text.len() == 24 || text.len() == 28) && hex(text) && !text.contains('-'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_sites_own_is_known_by_its_id() {
        assert_eq!(custom_field(10016), "customfield_10016");
        assert!(is_custom_field("customfield_10016") && is_custom_field("CustomField_1"));
        assert!(!is_custom_field("custom") && !is_custom_field("timeestimate") && !is_custom_field("customfieldé"));
    }

    #[test]
    fn the_number_of_a_key_stands_behind_its_last_dash() {
        assert_eq!((split_key("APP-12"), split_key("APP")), (Some(("APP", "12")), None));
        assert_eq!((project_of("MY-APP-12"), project_of("APP")), ("MY-APP", "APP"));
    }

    #[test]
    fn keys_and_ids_are_known_by_their_shape() {
        assert!(is_issue_key("APP-12") && is_issue_key("A1_B-9") && is_project_key("A1_B"));
        for other in ["app-12", "APP-", "APP-1x", "UTF-8x", "1A-2", " APP-12", "APP-12345678901"] {
            assert!(!is_issue_key(other), "{other}");
        }
        for id in [
            "636a0de5c87c5043300895c2",
            "712020:f7136f6b-ac50-47ca-aa26-bd06af11e954",
            "ug:f7136f6b-ac50-47ca-aa26-bd06af11e954",
            "qm:6a0c1f5e-9d7b-4d7e:91f4b1c2",
        ] {
            assert!(is_account_id(id), "{id}");
        }
        for other in
            ["Ada Byron", "12:30", "JIRAUSER10205", "JIRAUSER102050000000000", "ug:somebody who has a long name"]
        {
            assert!(!is_account_id(other), "{other}");
        }
    }
}
