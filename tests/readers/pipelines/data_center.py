"""The bakery as the data pipeline of Jira Data Center writes it."""

import json

from bakery import SPRINT, bakery, people, sprints, table, who


def data_center(base):
    search = bakery("jira-dc")
    issues = search["issues"]
    known = people(issues)
    number = {key: place for place, key in enumerate(sorted(known), 10000)}
    table(
        base,
        "users",
        [
            {
                "user_id": number[key],
                "instance_url": "https://jira.bakery.example.com",
                "user_name": one["name"],
                "user_key": key,
                "user_fullname": one["displayName"],
                "user_email": one["emailAddress"],
            }
            for key, one in known.items()
        ],
        user_id="BIGINT",
    )
    one_line = lambda text: (text or "")[:2000].replace("\r", "").replace("\n", "\\n") or None
    table(
        base,
        "issues",
        [
            {
                "id": issue["id"],
                "instance_url": "https://jira.bakery.example.com",
                "url": f"https://jira.bakery.example.com/browse/{issue['key']}",
                "key": issue["key"],
                "project_key": fields["project"]["key"],
                "project_name": fields["project"]["name"],
                "project_type": "Software",
                "project_category": None,
                "issue_type": fields["issuetype"]["name"],
                "summary": fields["summary"],
                "description": one_line(fields["description"]),
                "creator_id": number[who(fields["creator"])],
                "reporter_id": number[who(fields["reporter"])],
                "assignee_id": number.get(who(fields["assignee"])),
                "status": fields["status"]["name"],
                "status_category": fields["status"]["statusCategory"]["name"],
                "priority_sequence": 3,
                "priority_name": fields["priority"]["name"],
                "resolution": (fields["resolution"] or {}).get("name"),
                "watcher_count": 0,
                "vote_count": 0,
                "created_date": fields["created"],
                "resolution_date": fields["resolutiondate"],
                "updated_date": fields["updated"],
                "due_date": fields.get("duedate"),
                "estimate": None,
                "original_estimate": None,
                "time_spent": None,
                "parent_id": (fields.get("parent") or {}).get("id"),
                "security_level": None,
                "labels": json.dumps(fields["labels"]),
                "components": "[]",
            }
            for issue in issues
            for fields in [issue["fields"]]
        ],
        **dict.fromkeys(("id", "creator_id", "reporter_id", "assignee_id", "parent_id"), "BIGINT"),
        **dict.fromkeys(("created_date", "updated_date", "resolution_date"), "TIMESTAMPTZ"),
    )
    table(
        base,
        "issue_history",
        [
            {
                "issue_id": issue["id"],
                "changelog_id": history["id"],
                "author_id": number.get(who(history.get("author"))),
                "author_key": who(history.get("author")),
                "created_date": history["created"],
                "field": item["field"],
                "field_type": item["fieldtype"],
                "from": item["from"],
                "from_string": one_line(item["fromString"]),
                "to": item["to"],
                "to_string": one_line(item["toString"]),
            }
            for issue in issues
            for history in issue["changelog"]["histories"]
            for item in history["items"]
        ],
        **dict.fromkeys(("issue_id", "changelog_id", "author_id"), "BIGINT"),
        created_date="TIMESTAMPTZ",
    )
    custom = [
        (issue, key, value)
        for issue in issues
        for key, value in issue["fields"].items()
        if key.startswith("customfield") and key != SPRINT and value is not None
    ]
    table(
        base,
        "issue_fields",
        [
            {
                "issue_id": issue["id"],
                "field_id": key,
                "field_name": search["names"][key],
                "field_value": one_line(value if isinstance(value, str) else json.dumps(value)),
            }
            for issue, key, value in custom
        ],
        issue_id="BIGINT",
    )
    table(
        base,
        "sprints",
        [
            {
                "id": one["id"],
                "instance_url": "https://jira.bakery.example.com",
                "name": one["name"],
                "state": one["state"].upper(),
                "goal": one.get("goal"),
                "start_date": one.get("startDate"),
                "end_date": one.get("endDate"),
                "completed_date": one.get("completeDate"),
            }
            for one in greenhopper(issues).values()
        ],
        id="BIGINT",
        **dict.fromkeys(("start_date", "end_date", "completed_date"), "TIMESTAMPTZ"),
    )


def greenhopper(issues):
    """Sprints out of the texts in which a server has them."""
    found = {}
    keys = (
        "id",
        "rapidViewId",
        "state",
        "name",
        "goal",
        "startDate",
        "endDate",
        "completeDate",
        "activatedDate",
        "sequence",
        "autoStartStop",
        "synced",
    )
    for text in (text for issue in issues for text in issue["fields"].get(SPRINT) or []):
        inner = text[text.index("[") + 1 : -1]
        starts = sorted((inner.index(f"{key}="), key) for key in keys if f"{key}=" in inner)
        ends = [start for start, _ in starts[1:]] + [len(inner) + 1]
        one = {key: inner[start + len(key) + 1 : end - 1] for (start, key), end in zip(starts, ends)}
        found[one["id"]] = {key: None if value == "<null>" else value for key, value in one.items()}
    return found
