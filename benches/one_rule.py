#!/usr/bin/env python3
"""What a script of an afternoon does: reads a board of Jira with json.load and counts who gave work to somebody else.

It is the yardstick of benches/compare.sh for people who would write a script rather than take a linter. It judges one rule, without
roles, guards or places.
"""

import collections
import json
import sys

given = collections.Counter()
with open(sys.argv[1], encoding="utf-8") as board:
    issues = json.load(board)["issues"]
for issue in issues:
    for history in issue.get("changelog", {}).get("histories", []):
        author = (history.get("author") or {}).get("accountId")
        for item in history["items"]:
            if item["field"] == "assignee" and item.get("to") not in (None, author):
                given[author] += 1
print(given.most_common(3))
