"""The job over two hundred boards gives the rows of one native run over them; DuckDB has the same answers out of both.

    python contrib/spark/test_job.py BOARDLINT [BOARDS]

Needs pyspark, pandas, pyarrow, duckdb, Java, and the package boardlint beside them. BOARDLINT is the program of the native run.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boardlint_job
import duckdb
import pandas
import pyarrow.parquet

ROOT = Path(__file__).resolve().parents[2]
BAKERY = ROOT / "fixtures" / "bakery"
BOARDLINT = os.path.abspath(sys.argv[1])
KINDS = ("jira-cloud", "trello", "jira-dc", "by-the-book/jira-cloud", "jira-csv", "jira-backup", "by-the-book/trello", "jira-csv-es")
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 200


def own(text, number):
    """A bakery's text with ids of its own."""
    text = text.replace("CRUST", f"TEAM{number}").replace("Golden Crust ordering app", f"Golden Crust {number}")
    for board in ("692d5208b0a7d0c40051e007", "692d5208b0a7d0c40051e0a7"):
        text = text.replace(board, f"{board[:-4]}{number:04x}")
    return text


def fleet(root):
    """Two hundred boards, with what lies about among boards in a company."""
    for number in range(COUNT):
        kind = KINDS[number % len(KINDS)]
        folder = root / ("büro am kai" if number % 3 else "north") / f"team {number}"
        folder.mkdir(parents=True)
        for file in (BAKERY / kind).iterdir():
            text = own(file.read_text(encoding="utf-8"), number)
            if file.name == "boardlint.toml":
                if number % 40 == 7:
                    continue  # Nobody said who is who.
                if number % 40 == 8:
                    text = 'extends = "../../company.toml"\n' + text
            if number % 40 == 16 and file.suffix == ".json":
                # Two pages, in a folder of their own.
                page = json.loads(text)
                issues = page.pop("issues")
                (folder / "export").mkdir()
                for place, part in enumerate((issues[:20], issues[20:])):
                    (folder / "export" / f"page {place}.json").write_text(json.dumps({**page, "issues": part}), encoding="utf-8")
                continue
            (folder / file.name).write_text(text, encoding="utf-8")
    (root / "company.toml").write_text('[rules]\nwork-assigned-by-po = "info"\n', encoding="utf-8")
    (root / "north" / "README.txt").write_text("Exports of the north.\n", encoding="utf-8")
    (root / "north" / "team 0" / "cut.json").write_text('{"issues": [{"id": "', encoding="utf-8")
    (root / "north" / "alone").mkdir()
    (root / "north" / "alone" / "cut.json").write_text('{"cards": [{"id": "', encoding="utf-8")


def plain(value):
    """A value out of Parquet as JSON has it."""
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def timed(value):
    """A line of JSON with its instants as numbers."""
    if isinstance(value, dict):
        instants = ("at", "since", "until")
        return {
            key: datetime.datetime.fromisoformat(part.replace("Z", "+00:00")).timestamp() if key in instants and part else timed(part)
            for key, part in value.items()
        }
    return [timed(part) for part in value] if isinstance(value, list) else value


def rows(records):
    return sorted(json.dumps(record, sort_keys=True, ensure_ascii=False) for record in records)


def same_rows(root, work):
    native, results = work / "native.jsonl", work / "results"
    started = time.monotonic()
    run = subprocess.run(
        [BOARDLINT, "check", ".", "--format", f"jsonl={native}", "--format", "short", "--fail-on", "never", "--quiet"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 3, run.stderr
    print(f"native: {time.monotonic() - started:.1f} s")
    lines = [json.loads(line) for line in native.read_text(encoding="utf-8").split("\n") if line]

    started = time.monotonic()
    # As its users start it: what it defines goes to the workers with it.
    job = subprocess.run([sys.executable, boardlint_job.__file__, str(root), str(results)], capture_output=True, text=True)
    assert job.returncode == 0, job.stderr[-5000:]
    print(f"Spark: {time.monotonic() - started:.1f} s\n{job.stdout}", end="")

    for table, (kind, _) in boardlint_job.TABLES.items():
        wanted = [timed({key: part for key, part in line.items() if key != "type"}) for line in lines if line["type"] == kind]
        stored = pyarrow.parquet.read_table(results / table)
        assert stored.schema.names[0] == "folder"
        found = [plain(row) for row in stored.to_pylist()]
        for row in found:
            folder = row.pop("folder")
            path = row.get("path") or (row.get("location") or {}).get("path")
            assert path is None or path.endswith(".toml") or (path + "/").startswith(folder + "/"), row
            if "facts" in row:
                row["facts"] = json.loads(row["facts"])
        assert wanted and list(found[0]) == list(wanted[0]), (table, list(found[0]), list(wanted[0]))
        wanted, found = rows(wanted), rows(found)
        assert wanted == found, (table, [row for row in wanted if row not in found][:3], [row for row in found if row not in wanted][:3])
        print(f"{len(found):>8} {table}: the same rows")
    types = {field.name: str(field.type) for field in pyarrow.parquet.read_schema(next((results / "findings").glob("*.parquet")))}
    assert types["at"] == "timestamp[us, tz=UTC]" and types["count"] == "int64" and types["actor"].startswith("struct"), types
    assert sum(line["type"] == "board" for line in lines) == COUNT
    return native, results


def same_answers(native, results):
    macros = (ROOT / "contrib" / "duckdb" / "boardlint.sql").read_text(encoding="utf-8")
    questions = (ROOT / "contrib" / "duckdb" / "fleet.sql").read_text(encoding="utf-8")
    answers = []
    for source in ("'{results}/{table}/*.parquet'", "boardlint_{table}('{native}')"):
        base = duckdb.connect()
        base.execute(macros)
        for table in ("findings", "inconclusive", "boards"):
            base.execute(f"CREATE VIEW {table} AS FROM {source.format(results=results, native=native, table=table)}")
        base.execute(questions)
        views = [name for (name,) in base.sql("SELECT view_name FROM duckdb_views() WHERE view_name LIKE 'fleet_%' ORDER BY 1").fetchall()]
        answers.append({view: base.sql(f"FROM {view}").fetchall() for view in views})
    parquet, lines = answers
    assert len(parquet) == 5 and all(parquet.values()), {view: len(rows) for view, rows in parquet.items()}
    # `mode` may take either of two hints that are said equally often.
    parquet["fleet_missing"], lines["fleet_missing"] = ([row[:3] for row in one["fleet_missing"]] for one in answers)
    assert parquet == lines
    print(f"DuckDB: {len(parquet)} questions, the same answers out of Parquet and out of lines")


def failures_cost_themselves_alone():
    """What is wrong with one board is a row of its own; a folder in which nothing is an export is nothing."""
    charter, board = b"[roles]\nproduct-ownr = []\n", (BAKERY / "trello" / "board.json").read_bytes()
    files = [
        ("bad", "bad/board.json", board),
        ("bad", "bad/boardlint.toml", charter),
        ("empty", "empty/boardlint.toml", b""),
        ("good", "good/board.json", board),
        ("notes", "notes/README.txt", b"notes"),
    ]
    batches = (pandas.DataFrame([file], columns=["folder", "path", "content"]) for file in files)
    judged = pandas.concat(boardlint_job._judge(batches, {}, {"select": "workflow-bloat"}))
    assert list(judged[judged.type == "board"].folder) == ["good"]
    broken = judged[judged.type == "unreadable"]
    assert list(broken.folder) == ["bad", "empty"], judged
    assert "product-ownr" in json.loads(broken.line.iloc[0])["message"]
    assert not judged.line.str.contains("boardlint-[a-z0-9_]{8}/", regex=True).any()
    assert boardlint_job._board("a/b/c.json", {"a"}) == "a" and boardlint_job._board("a/b/c.json", set()) == "a/b"
    assert boardlint_job._board("c.json", {""}) == "" and boardlint_job._below("s3a://lake/x", "s3a://lake/x/y z.json") == "y z.json"


def main():
    failures_cost_themselves_alone()
    with tempfile.TemporaryDirectory() as folder:
        root, work = Path(folder, "lake"), Path(folder)
        fleet(root)
        same_answers(*same_rows(root, work))


if __name__ == "__main__":
    main()
