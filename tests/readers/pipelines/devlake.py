"""The bakery as DevLake keeps Jira: the domain layer, and the raw layer."""

import json

from bakery import POINTS, SPRINT, bakery, people, sprints, table, who


def devlake(base):
    issues = bakery("jira-cloud")["issues"]
    account = lambda ident: f"jira:JiraAccount:1:{ident}" if ident else ""
    sprint = lambda ids: ",".join(f"jira:JiraSprint:1:{one.strip()}" for one in (ids or "").split(",") if one.strip())
    standard = {"new": "TODO", "indeterminate": "IN_PROGRESS", "done": "DONE"}
    logs = []
    for issue in issues:
        for history in issue["changelog"]["histories"]:
            author = history.get("author") or {}
            for item in history["items"]:
                before, after = item["fromString"] or "", item["toString"] or ""
                if item["field"] == "assignee":
                    before, after = account(item["from"]), account(item["to"])
                if item["field"] == "Sprint":
                    before, after = sprint(item["from"]), sprint(item["to"])
                logs.append(
                    {
                        "id": f"jira:JiraIssueChangelogItems:1:{history['id']}:{item['field']}",
                        "issue_id": f"jira:JiraIssue:1:{issue['id']}",
                        "author_id": account(who(author)) if author else "",
                        "author_name": author.get("displayName", ""),
                        "field_id": item.get("fieldId") or "",
                        "field_name": item["field"],
                        "original_from_value": before,
                        "original_to_value": after,
                        "created_date": history["created"],
                    }
                )
    table(base, "issue_changelogs", logs, created_date="TIMESTAMPTZ")
    table(
        base,
        "issues",
        [
            {
                "id": f"jira:JiraIssue:1:{issue['id']}",
                "url": f"https://bakery.example.com/browse/{issue['key']}",
                "issue_key": issue["key"],
                "title": fields["summary"],
                "description": fields["description"] or "",
                "epic_key": "",
                "original_type": fields["issuetype"]["name"],
                "status": standard[fields["status"]["statusCategory"]["key"]],
                "original_status": fields["status"]["name"],
                "story_point": fields[POINTS],
                "resolution_date": fields["resolutiondate"],
                "created_date": fields["created"],
                "updated_date": fields["updated"],
                "parent_issue_id": f"jira:JiraIssue:1:{fields['parent']['id']}" if fields.get("parent") else "",
                "priority": fields["priority"]["name"],
                "original_estimate_minutes": 0,
                "time_spent_minutes": 0,
                "creator_id": account(who(fields["creator"])),
                "creator_name": fields["creator"]["displayName"],
                "assignee_id": account(who(fields["assignee"])),
                "assignee_name": (fields["assignee"] or {}).get("displayName", ""),
                "original_project": fields["project"]["name"],
            }
            for issue in issues
            for fields in [issue["fields"]]
        ],
        story_point="DOUBLE",
        original_estimate_minutes="BIGINT",
        time_spent_minutes="BIGINT",
        **dict.fromkeys(("resolution_date", "created_date", "updated_date"), "TIMESTAMPTZ"),
    )
    table(
        base,
        "issue_comments",
        [
            {
                "id": f"jira:JiraIssueComment:1:{issue['id']}:{one['id']}",
                "issue_id": f"jira:JiraIssue:1:{issue['id']}",
                "account_id": account(who(one["author"])),
                "created_date": one["created"],
            }
            for issue in issues
            for one in issue["fields"]["comment"]["comments"]
        ],
        created_date="TIMESTAMPTZ",
    )
    table(
        base,
        "issue_labels",
        [
            {"issue_id": f"jira:JiraIssue:1:{issue['id']}", "label_name": label}
            for issue in issues
            for label in issue["fields"]["labels"]
        ]
        or [{"issue_id": "", "label_name": ""}],
    )
    table(
        base,
        "accounts",
        [
            {"id": account(key), "email": one.get("emailAddress", ""), "full_name": one["displayName"], "user_name": ""}
            for key, one in people(issues).items()
        ],
    )
    table(
        base,
        "sprints",
        [
            {
                "id": f"jira:JiraSprint:1:{one['id']}",
                "name": one["name"],
                "status": one["state"].upper(),
                "started_date": one.get("startDate"),
                "ended_date": one.get("endDate"),
                "completed_date": one.get("completeDate"),
                "original_board_id": f"jira:JiraBoard:1:{one['boardId']}",
            }
            for one in sprints(issues).values()
        ],
        **dict.fromkeys(("started_date", "ended_date", "completed_date"), "TIMESTAMPTZ"),
    )
    table(
        base,
        "sprint_issues",
        [
            {"sprint_id": f"jira:JiraSprint:1:{one['id']}", "issue_id": f"jira:JiraIssue:1:{issue['id']}"}
            for issue in issues
            for one in issue["fields"].get(SPRINT) or []
        ],
    )


def devlake_raw(base):
    search = bakery("jira-cloud")
    # Collected twice: when it was new, and now.
    early = [
        {
            **issue,
            "fields": {**issue["fields"], "summary": "an older title"},
            "changelog": {"total": 0, "histories": []},
        }
        for issue in search["issues"]
    ]
    table(
        base,
        "_raw_jira_api_issues",
        [{"id": place, "data": json.dumps(issue).encode()} for place, issue in enumerate([*early, *search["issues"]])],
        id="BIGINT",
        data="BLOB",
    )
    table(
        base,
        "_tool_jira_issue_fields",
        [
            {"connection_id": 1, "board_id": board, "id": key, "name": name}
            for board in (6, 7)
            for key, name in search["names"].items()
        ],
    )
