//! Detects tables of issues from other tools, which look like Jira's.

use std::borrow::Cow;

/// A tool, the columns its tables have, and the columns they lack, in lower case.
struct Signature {
    tool: &'static str,
    has: &'static [&'static str],
    lacks: &'static [&'static str],
}

/// Tables that DevLake collected: its raw layer contains the responses of Jira.
pub(super) const DEVLAKE: &str = "DevLake";

const SIGNATURES: &[Signature] = &[
    Signature { tool: "Linear", has: &["team", "title", "cycle number"], lacks: &[] },
    Signature { tool: "Linear", has: &["team", "title", "cycle name"], lacks: &[] },
    Signature { tool: "Linear", has: &["id", "team", "title", "triaged"], lacks: &[] },
    Signature {
        tool: "YouTrack",
        has: &["issue id", "project", "summary"],
        lacks: &["issue key", "key", "status", "issue type"],
    },
    Signature { tool: "Azure DevOps", has: &["work item type", "title", "state"], lacks: &["issue key"] },
    Signature { tool: "GitLab", has: &["issue id", "url", "title", "state"], lacks: &["issue key"] },
    Signature { tool: "Asana", has: &["task id", "name", "section/column"], lacks: &[] },
    Signature { tool: DEVLAKE, has: &["params", "data", "url", "input", "created_at"], lacks: &[] },
    Signature { tool: "ClickUp", has: &["task id", "task name", "status"], lacks: &["issue key"] },
];

/// The tool that writes tables with this header, or `None` if no known tool does.
pub(super) fn name(header: &[Cow<'_, str>]) -> Option<&'static str> {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    let has = |name: &&str| names.iter().any(|have| have == name);
    let fits = |signature: &&Signature| signature.has.iter().all(has) && !signature.lacks.iter().any(has);
    SIGNATURES.iter().find(fits).map(|signature| signature.tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_known_by_their_columns() {
        let tool = |header: &str| name(&header.split(',').map(Cow::Borrowed).collect::<Vec<_>>());
        assert_eq!(tool("ID,Team,Title,Status,Cycle Number,Cycle Name"), Some("Linear"));
        assert_eq!(tool("Issue Id,Project,Tags,Summary,Reporter,Created,Type,State,Assignee"), Some("YouTrack"));
        assert_eq!(tool("id,params,data,url,input,created_at"), Some(DEVLAKE));
        assert_eq!(tool("Summary,Issue key,Issue id,Issue Type,Status,Project key"), None);
        assert_eq!(tool("Key,Summary,Status,Project"), None);
    }
}
