//! Outputs read with tools for data analysis: DuckDB and pandas.

use std::process::Command;

use crate::support::{Folder, boardlint, fixture, validators};

/// Reads one board, many boards, and a run without findings, each in every way. Prints nothing if everything
/// is correct.
const READ: &str = r#"
import json, sys
import duckdb, pandas

folder, macros = sys.argv[1:]
base = duckdb.connect()
base.execute(open(macros, encoding="utf-8").read())
runs = {name: [json.loads(line) for line in open(f"{folder}/{name}.jsonl", encoding="utf-8")] for name in ("one", "many", "none")}

def said(name, kind):
    return [line for line in runs[name] if line["type"] == kind]

# By the macros that come with boardlint: the same columns of the same types, whatever the run found.
types = {}
for name in runs:
    counts = {"findings": "finding", "inconclusive": "inconclusive", "boards": "board", "runs": "run"}
    for macro, kind in counts.items():
        table = base.sql(f"FROM boardlint_{macro}('{folder}/{name}.jsonl')")
        assert len(table.fetchall()) == len(said(name, kind)), (name, macro)
        columns = list(zip(table.columns, map(str, table.types)))
        assert types.setdefault(macro, columns) == columns, (name, macro)
    table = base.sql(f"FROM boardlint_csv('{folder}/{name}.csv')")
    assert len(table.fetchall()) == len(said(name, "finding")), name
    columns = list(zip(table.columns, map(str, table.types)))
    assert types.setdefault("csv", columns) == columns, name

# As DuckDB understands the files by itself: one board and many are the same to it.
for reader, ending in (("read_json", "jsonl"), ("read_csv", "csv")):
    own = {}
    for name in ("one", "many"):
        table = base.sql(f"SELECT * FROM {reader}('{folder}/{name}.{ending}')")
        own[name] = list(zip(table.columns, map(str, table.types)))
    assert own["one"] == own["many"], (own["one"], own["many"])
    assert dict(own["one"])["at"].startswith("TIMESTAMP") and dict(own["one"])["count"] == "BIGINT", own["one"]

# Numbers are numbers, and each finding is known by its board.
sums = base.sql(f"SELECT sum((facts->>'committed')::DOUBLE) FROM boardlint_findings('{folder}/one.jsonl')").fetchall()[0][0]
assert sums == sum(line["facts"].get("committed", 0) for line in said("one", "finding")), sums
joined = base.sql(f"""SELECT count(*), count(DISTINCT board_id) FROM boardlint_findings('{folder}/many.jsonl')
    JOIN boardlint_boards('{folder}/many.jsonl') USING (board_id)""").fetchall()[0]
with_findings = {line["board_id"] for line in said("many", "finding")}
assert joined == (len(said("many", "finding")), len(with_findings)), joined
assert len({line["board_id"] for line in said("many", "board")}) == 500
cells = base.sql(f"""SELECT rule, item, "at", "line", fingerprint FROM boardlint_csv('{folder}/one.csv') ORDER BY ALL""").fetchall()
places = base.sql(f"SELECT rule, item, \"at\", location.line, fingerprint FROM boardlint_findings('{folder}/one.jsonl') ORDER BY ALL").fetchall()
assert cells == places, (cells, places)

# The questions to many boards have answers, and count what is there.
for name in ("findings", "inconclusive", "boards"):
    base.execute(f"CREATE VIEW {name} AS FROM boardlint_{name}('{folder}/many.jsonl')")
base.execute(open(macros.replace("boardlint.sql", "fleet.sql"), encoding="utf-8").read())
found = base.sql("SELECT sum(findings), max(judged), max(boards) FROM fleet_rules").fetchall()[0]
assert found[0] == len(said("many", "finding")) and found[1] == 500 and found[2] <= len(with_findings), found
assert base.sql("SELECT sum(findings) FROM fleet_months").fetchall()[0][0] == sum(line["at"] is not None for line in said("many", "finding"))
assert base.sql("FROM fleet_least_judged").fetchall()[0][3] == min(line["judged"] for line in said("many", "board"))
assert base.sql("SELECT count(*) FROM fleet_missing").fetchall()[0][0] == len({line["missing"] for line in said("many", "inconclusive") if not line["partial"]})
# Whatever fires on the same twenty boards of five hundred fires together twenty-five times as often as by chance.
assert base.sql("SELECT count(*), min(lift) FROM fleet_together").fetchall()[0] > (10, 1), base.sql("FROM fleet_together LIMIT 3")

for name in runs:
    frame = pandas.read_csv(f"{folder}/{name}.csv")
    assert len(frame) == len(said(name, "finding")), name
    lines = pandas.read_json(f"{folder}/{name}.jsonl", lines=True)
    assert len(lines) == len(runs[name]) and (lines.type == "run").sum() == 1, name
    whole = json.load(open(f"{folder}/{name}.json", encoding="utf-8"))
    assert len(pandas.json_normalize(whole["findings"])) == len(said(name, "finding")), name
frame = pandas.read_csv(f"{folder}/one.csv", parse_dates=["at"])
assert frame["count"].dtype == "int64" and str(frame["at"].dtype).startswith("datetime64"), frame.dtypes
"#;

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn duckdb_and_pandas_load_one_board_many_boards_and_none() {
    let folder = Folder::new();
    for number in 1..=500 {
        // Each team has its own project, except two with the same one.
        let key = format!("T{}", if number == 500 { 1 } else { number });
        let board = match number % 50 {
            1 | 0 => fixture("jira-cloud/search.json"),
            _ => fixture("by-the-book/jira-cloud/search.json"),
        };
        folder.write(&format!("many/{number}/search.json"), board.replace("CRUST", &key));
        let charter =
            if number % 50 < 2 { "jira-cloud/boardlint.toml" } else { "by-the-book/jira-cloud/boardlint.toml" };
        folder.write(&format!("many/{number}/boardlint.toml"), fixture(charter).replace("CRUST", &key));
    }
    let many = format!("{}/many", folder.text());
    let runs =
        [("one", "fixtures/bakery/jira-cloud"), ("many", &many), ("none", "fixtures/bakery/by-the-book/jira-cloud")];
    for (name, board) in runs {
        let outputs = ["jsonl", "json", "csv"].map(|format| format!("{format}={}/{name}.{format}", folder.text()));
        let formats: Vec<&str> = outputs.iter().flat_map(|output| ["--format", output]).collect();
        let run = boardlint(&[&["check", board, "--fail-on", "never"], formats.as_slice()].concat());
        assert_eq!(run.status, 0, "{name}: {}", run.err);
    }
    let macros = concat!(env!("CARGO_MANIFEST_DIR"), "/contrib/duckdb/boardlint.sql");
    let python = validators().join("venv/bin/python");
    let read = Command::new(python).args(["-c", READ, &folder.text(), macros]).output().expect("Python starts");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
}
