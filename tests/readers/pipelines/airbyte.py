"""The bakery as Airbyte loads Jira."""

import json

from bakery import bakery, table


def airbyte(base):
    search = bakery("jira-cloud")
    issues = search["issues"]
    # The search gives the newest entries of a history alone.
    cut = [
        {**issue["changelog"], "histories": issue["changelog"]["histories"][:5], "maxResults": 5} for issue in issues
    ]
    table(
        base,
        "issues",
        [
            {
                "id": issue["id"],
                "key": issue["key"],
                "self": issue["self"],
                "fields": json.dumps({**issue["fields"], "comment": {"comments": [], "total": 0}}),
                "changelog": json.dumps(log),
                "projectKey": issue["fields"]["project"]["key"],
                "created": issue["fields"]["created"],
            }
            for issue, log in zip(issues, cut)
        ],
        fields="JSON",
        changelog="JSON",
    )
    table(
        base,
        "issue_changelogs",
        [
            {
                "id": history["id"],
                "issueId": issue["id"],
                "created": history["created"],
                "author": json.dumps(history.get("author")),
                "items": json.dumps(history["items"]),
            }
            for issue in issues
            for history in issue["changelog"]["histories"]
        ],
        author="JSON",
        items="JSON",
    )
    table(
        base,
        "issue_comments",
        [
            {
                "id": comment["id"],
                "issueId": issue["id"],
                "created": comment["created"],
                "author": json.dumps(comment["author"]),
            }
            for issue in issues
            for comment in issue["fields"]["comment"]["comments"]
        ],
        author="JSON",
    )
    table(base, "issue_fields", [{"id": key, "name": name} for key, name in search["names"].items()])
