"""The bakery as Jira's REST interface answers, and what its tables have in common."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Custom fields of the bakery.
POINTS, SPRINT, FLAGGED, RANK = "customfield_10031", "customfield_10020", "customfield_10021", "customfield_10019"


def bakery(kind):
    return json.loads((ROOT / "fixtures" / "bakery" / kind / "search.json").read_text(encoding="utf-8"))


def table(base, name, rows, **types):
    """A table of these rows: dictionaries of the same keys."""
    columns = {key: types.get(key, "VARCHAR") for key in rows[0]}
    base.execute(
        f'CREATE TABLE "{name}" ({", ".join(f"{chr(34)}{key}{chr(34)} {kind}" for key, kind in columns.items())})'
    )
    base.executemany(
        f'INSERT INTO "{name}" VALUES ({", ".join("?" for _ in columns)})', [list(row.values()) for row in rows]
    )


def people(issues):
    """Everybody whom the issues name, by account id or key."""
    found = {}
    for issue in issues:
        fields = issue["fields"]
        authors = [history["author"] for history in issue["changelog"]["histories"] if history.get("author")]
        authors += [comment["author"] for comment in fields["comment"]["comments"]]
        for one in [*authors, *(fields.get(who) for who in ("creator", "reporter", "assignee"))]:
            if one:
                found[one.get("accountId") or one["key"]] = one
    return found


def who(person):
    return person and (person.get("accountId") or person["key"])


def sprints(issues):
    return {one["id"]: one for issue in issues for one in issue["fields"].get(SPRINT) or []}


def oldest_first(issue):
    return sorted(issue["changelog"]["histories"], key=lambda history: (history["created"], int(history["id"])))
