"""The bakery as the tables of data pipelines, the recipes on them, and what boardlint finds then: what it finds in Jira's own answers.

    python main.py BOARDLINT

Needs duckdb.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from airbyte import airbyte
from bakery import ROOT
from data_center import data_center
from devlake import devlake, devlake_raw
from fivetran import fivetran

RECIPES = ROOT / "contrib" / "pipelines"
BOARDLINT = os.path.abspath(sys.argv[1])


def findings(folder):
    """The findings (rule, item or sprint, time, level), and the rules that cannot be judged at all."""
    run = subprocess.run([BOARDLINT, "check", str(folder), "--format", "jsonl"], capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stderr
    lines = [json.loads(line) for line in run.stdout.split("\n") if line]
    told = [
        (line["rule"], line["item"] or line["sprint"] or "", line["at"] or "", line["level"])
        for line in lines
        if line["type"] == "finding"
    ]
    return told, {line["rule"] for line in lines if line["type"] == "inconclusive" and not line["partial"]}


def operators(plan):
    """The operators of a plan that was run, each with those that it takes its rows from."""
    yield plan
    for below in plan.get("children", []):
        yield from operators(below)


def execute(base, recipe):
    """Runs a recipe. Its joins find rows by their values: where every row of one table is held against every row of another, the work
    grows with the product of both."""
    for statement in duckdb.extract_statements(recipe):
        if statement.type not in (duckdb.StatementType.CREATE, duckdb.StatementType.COPY):
            base.execute(statement)
            continue
        told = base.execute("EXPLAIN (ANALYZE, FORMAT json) " + statement.query).fetchone()[1]
        for plan in json.loads(told).get("operator", []):
            for operator in operators(plan):
                if operator["name"] in ("CROSS_PRODUCT", "BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN"):
                    rows = min(below["intermediate_rows"] for below in operator["children"])
                    assert rows <= 1, (operator["name"], operator["extra_info"], statement.query)


def judged(make, name, kind):
    """What is found on the project's folder that the recipe wrote."""
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        with duckdb.connect("lake.duckdb") as base:
            make(base)
        # Nothing is written into the lake.
        base = duckdb.connect()
        base.execute("ATTACH 'lake.duckdb' AS lake (READ_ONLY); USE lake")
        base.execute("SET VARIABLE site = 'https://bakery.example.com'")
        execute(base, (RECIPES / f"{name}.sql").read_text(encoding="utf-8"))
        board = Path(work, "boards", "project=CRUST")
        if name != "data-center":
            # So that the bakery needs several pages.
            execute(base, (RECIPES / "write.sql").read_text(encoding="utf-8").replace("// 100", "// 10"))
            pages = [json.loads(line) for file in board.iterdir() for line in file.open(encoding="utf-8")]
            assert len(pages) > 1 and sum(page["names"] is not None for page in pages) == 1, name
        shutil.copy(ROOT / "fixtures" / "bakery" / kind / "boardlint.toml", board)
        found = findings(board)
        os.chdir(ROOT)
        return found


# What each pipeline keeps nothing of: findings that are missing or of another level, and rules that are not judged any more.
CASES = [
    ("airbyte", airbyte, "jira-cloud", {}, set()),
    # It has neither the goals of sprints nor the order of the backlog.
    ("fivetran", fivetran, "jira-cloud", {}, {"over-refined-item", "sprint-without-goal"}),
    ("devlake-raw", devlake_raw, "jira-cloud", {}, set()),
    # It knows no reporter, for whom somebody may have typed an item in, or to whom an item may go back.
    (
        "devlake",
        devlake,
        "jira-cloud",
        {
            ("story-written-by-sm", "CRUST-15"): "info",
            ("work-assigned-by-po", "CRUST-17"): None,
            ("work-assigned-by-po", "CRUST-26"): None,
            ("work-assigned-by-sm", "CRUST-18"): None,
        },
        {"over-refined-item", "sprint-without-goal"},
    ),
    # It has no comments.
    (
        "data-center",
        data_center,
        "jira-dc",
        {("stakeholder-bypasses-po", "CRUST-29"): None},
        {"abandoned-in-progress", "impediment-without-sm", "po-and-sm-in-silos", "stakeholder-bypasses-po"},
    ),
]


def main():
    for name, make, kind, other, lost in CASES:
        wanted, silent_before = findings(ROOT / "fixtures" / "bakery" / kind)
        found, silent_now = judged(make, name, kind)
        for (rule, item), level in other.items():
            places = [place for place, row in enumerate(wanted) if row[:2] == (rule, item)]
            assert len(places) == 1, (name, rule, item)
            rule, item, at, before = wanted.pop(places[0])
            assert before != level
            wanted += [(rule, item, at, level)] if level else []
        # The pipeline of Data Center cuts times to the minute.
        cut = 16 if name == "data-center" else None
        wanted, found = (
            sorted((rule, item, at[:cut], level) for rule, item, at, level in rows) for rows in (wanted, found)
        )
        assert wanted == found, (
            name,
            [row for row in wanted if row not in found],
            [row for row in found if row not in wanted],
        )
        assert len(found) > 10
        assert silent_now - silent_before == lost, (name, silent_before ^ silent_now)
        print(f"{name}: {len(found)} findings, as in Jira's own answers")


if __name__ == "__main__":
    main()
