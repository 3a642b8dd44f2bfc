"""The bakery as Fivetran loads Jira."""

from bakery import FLAGGED, POINTS, RANK, SPRINT, bakery, oldest_first, people, sprints, table, who

# Fields whose values are ids, as Jira has them.
NAMED = ("status", "priority", "resolution", "issuetype")


def fivetran(base):
    search = bakery("jira-cloud")
    issues = search["issues"]
    words = {field: {} for field in NAMED}
    categories, options = {}, {}
    single, many = [], []
    for issue in issues:
        fields = issue["fields"]
        for field in NAMED:
            if fields.get(field):
                words[field][fields[field]["id"]] = fields[field]
        created = fields["created"]
        # What each field held at first, and then what each change made of it.
        first, later = {}, []
        for history in oldest_first(issue):
            for item in history["items"]:
                key = item["fieldId"]
                listed = key in (SPRINT, FLAGGED, "labels")
                before, after = (
                    (item["from"], item["to"])
                    if key in (*NAMED, "assignee", "reporter", SPRINT, FLAGGED)
                    else (item["fromString"], item["toString"])
                )
                if key in NAMED:
                    for ident, name in ((item["from"], item["fromString"]), (item["to"], item["toString"])):
                        if ident:
                            words[key].setdefault(
                                ident, {"id": ident, "name": name, "statusCategory": {"id": 4, "name": "In Progress"}}
                            )
                if key == FLAGGED:
                    for ident, name in ((item["from"], item["fromString"]), (item["to"], item["toString"])):
                        if ident:
                            options[ident.strip("[]")] = name
                    before, after = (value.strip("[]") if value else value for value in (before, after))
                first.setdefault(key, before)
                later.append((key, history["created"], who(history.get("author")), after, listed))
        now = {
            "status": fields["status"]["id"],
            "priority": fields["priority"]["id"],
            "summary": fields["summary"],
            "issuetype": fields["issuetype"]["id"],
            "assignee": who(fields["assignee"]),
            "resolution": (fields["resolution"] or {}).get("id"),
            "description": fields["description"],
            POINTS: fields[POINTS],
            "customfield_10058": fields["customfield_10058"],
            SPRINT: ", ".join(str(one["id"]) for one in fields[SPRINT] or []),
            FLAGGED: ", ".join(one["id"] for one in fields[FLAGGED] or []),
            "labels": ", ".join(fields["labels"]),
            RANK: fields[RANK],
        }
        for key, value in now.items():
            later.insert(
                0, (key, created, who(fields["creator"]), first.get(key, value), key in (SPRINT, FLAGGED, "labels"))
            )
        for key, at, author, value, listed in later:
            row = {"field_id": key, "issue_id": issue["id"], "time": at, "author_id": author, "is_active": True}
            if listed:
                many += [{**row, "value": part.strip() or None} for part in str(value or "").split(",")]
            else:
                single.append({**row, "value": None if value in (None, "") else str(value)})
    moments = {"time": "TIMESTAMPTZ", "issue_id": "BIGINT", "is_active": "BOOLEAN"}
    table(base, "issue_field_history", single, **moments)
    table(base, "issue_multiselect_history", many, **moments)
    for status in words["status"].values():
        categories[status["statusCategory"]["id"]] = status["statusCategory"]["name"]
    table(base, "status_category", [{"id": key, "name": name} for key, name in categories.items()], id="BIGINT")
    table(
        base,
        "status",
        [
            {"id": one["id"], "name": one["name"], "status_category_id": one["statusCategory"]["id"]}
            for one in words["status"].values()
        ],
        id="BIGINT",
        status_category_id="BIGINT",
    )
    table(base, "priority", [{"id": one["id"], "name": one["name"]} for one in words["priority"].values()], id="BIGINT")
    table(
        base,
        "resolution",
        [{"id": one["id"], "name": one["name"]} for one in words["resolution"].values()],
        id="BIGINT",
    )
    table(
        base,
        "issue_type",
        [{"id": one["id"], "name": one["name"], "subtask": one["subtask"]} for one in words["issuetype"].values()],
        id="BIGINT",
        subtask="BOOLEAN",
    )
    table(base, "field_option", [{"id": key, "name": name} for key, name in options.items()], id="BIGINT")
    table(
        base,
        "field",
        [
            {
                "id": key,
                "name": name,
                "is_custom": key.startswith("customfield"),
                "is_array": key in (SPRINT, FLAGGED, "labels"),
            }
            for key, name in search["names"].items()
        ],
        is_custom="BOOLEAN",
        is_array="BOOLEAN",
    )
    table(
        base,
        "user",
        [
            {"id": key, "email": one.get("emailAddress"), "name": one["displayName"], "username": None}
            for key, one in people(issues).items()
        ],
    )
    table(base, "project", [{"id": "10300", "key": "CRUST", "name": "Golden Crust ordering app"}], id="BIGINT")
    table(
        base,
        "sprint",
        [
            {
                "id": one["id"],
                "board_id": one["boardId"],
                "name": one["name"],
                "start_date": one.get("startDate"),
                "end_date": one.get("endDate"),
                "complete_date": one.get("completeDate"),
                "_fivetran_deleted": False,
            }
            for one in sprints(issues).values()
        ],
        id="BIGINT",
        board_id="BIGINT",
        start_date="TIMESTAMPTZ",
        end_date="TIMESTAMPTZ",
        complete_date="TIMESTAMPTZ",
        _fivetran_deleted="BOOLEAN",
    )
    table(
        base,
        "comment",
        [
            {"id": one["id"], "issue_id": issue["id"], "author_id": who(one["author"]), "created": one["created"]}
            for issue in issues
            for one in issue["fields"]["comment"]["comments"]
        ],
        id="BIGINT",
        issue_id="BIGINT",
        created="TIMESTAMPTZ",
    )
    table(
        base,
        "issue",
        [
            {
                "id": issue["id"],
                "key": issue["key"],
                "project": "10300",
                "summary": fields["summary"],
                "description": fields["description"],
                "issue_type": fields["issuetype"]["id"],
                "status": fields["status"]["id"],
                "priority": fields["priority"]["id"],
                "resolution": (fields["resolution"] or {}).get("id"),
                "resolved": fields["resolutiondate"],
                "creator": who(fields["creator"]),
                "reporter": who(fields["reporter"]),
                "assignee": who(fields["assignee"]),
                "created": fields["created"],
                "updated": fields["updated"],
                "parent_id": (fields.get("parent") or {}).get("id"),
                "due_date": fields.get("duedate"),
                "original_estimate": None,
                "remaining_estimate": None,
                "time_spent": None,
                "_fivetran_deleted": False,
            }
            for issue in issues
            for fields in [issue["fields"]]
        ],
        **dict.fromkeys(("id", "project", "issue_type", "status", "priority", "resolution", "parent_id"), "BIGINT"),
        **dict.fromkeys(("created", "updated", "resolved"), "TIMESTAMPTZ"),
        due_date="DATE",
        _fivetran_deleted="BOOLEAN",
        **dict.fromkeys(("original_estimate", "remaining_estimate", "time_spent"), "DOUBLE"),
    )
