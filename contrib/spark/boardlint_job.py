"""Judges the boards of a whole company with Spark: a folder of exports in, tables in Parquet out.

    spark-submit contrib/spark/boardlint_job.py EXPORTS RESULTS
    spark-submit contrib/spark/boardlint_job.py s3a://lake/boards s3a://lake/boardlint --option today=2026-06-30 --option pseudonyms

EXPORTS and RESULTS are whatever Spark can read and write. A board is a folder with a boardlint.toml and all exports below it that no
nearer boardlint.toml takes; a folder of exports without one is judged by itself, without roles. A charter may extend another TOML file
that lies in a folder above it. Under RESULTS four tables are written anew:

    findings       one finding a row
    inconclusive   one rule of one board that could not be judged, and what is missing
    unreadable     one file or board of which not all could be read or judged
    boards         one board a row, with its counts and the number of rules that were judged

Their columns are those of `boardlint check --format jsonl` without `type`, behind `folder`: the board's folder below EXPORTS, with which
paths begin, too. `facts` is JSON.

Needs Spark 3.4 or newer with pandas and PyArrow, and on every worker the package boardlint.
"""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Tuple

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import SparkSession

CHARTER = "boardlint.toml"

# The columns of each table: the keys of the lines, in their order. Written by contrib/records out of schemas/findings.json.
TABLES = {
    "findings": (
        "finding",
        """rule STRING,
        level STRING,
        confidence STRING,
        message STRING,
        board STRING,
        board_id STRING,
        item STRING,
        title STRING,
        url STRING,
        actor STRUCT<id: STRING, name: STRING, roles: ARRAY<STRING>>,
        at TIMESTAMP,
        sprint STRING,
        location STRUCT<path: STRING, line: BIGINT, column: BIGINT, offset: BIGINT, length: BIGINT, pointer: STRING>,
        related ARRAY<STRUCT<item: STRING, at: TIMESTAMP, message: STRING, location: STRUCT<path: STRING, line: BIGINT, column: BIGINT, offset: BIGINT, length: BIGINT, pointer: STRING>>>,
        count BIGINT,
        facts STRING,
        fingerprint STRING""",
    ),
    "inconclusive": (
        "inconclusive",
        """rule STRING,
        missing STRING,
        partial BOOLEAN,
        message STRING,
        hint STRING,
        board STRING,
        board_id STRING,
        location STRUCT<path: STRING, line: BIGINT, column: BIGINT, offset: BIGINT, length: BIGINT, pointer: STRING>""",
    ),
    "unreadable": (
        "unreadable",
        """path STRING,
        message STRING,
        hint STRING,
        board STRING,
        board_id STRING,
        location STRUCT<path: STRING, line: BIGINT, column: BIGINT, offset: BIGINT, length: BIGINT, pointer: STRING>""",
    ),
    "boards": (
        "board",
        """board STRING,
        board_id STRING,
        path STRING,
        items BIGINT,
        changes BIGINT,
        people BIGINT,
        sprints BIGINT,
        rules BIGINT,
        judged BIGINT,
        errors BIGINT,
        warnings BIGINT,
        infos BIGINT,
        inconclusive BIGINT,
        ignored BIGINT,
        baselined BIGINT,
        since TIMESTAMP,
        until TIMESTAMP""",
    ),
}
# End of what contrib/records writes.


def run(spark: SparkSession, exports: str, results: str, options: Dict[str, Any], partitions: int) -> Dict[str, int]:
    """Judges all boards below `exports`, and writes the tables below `results`. The number of rows of each."""
    from pyspark.sql import functions as F

    # A batch goes to Python whole: a few files, not thousands.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    # Instants that every reader of Parquet takes for such, instead of Spark's older form.
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    root = _absolute(exports)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(exports)
    relative = F.udf(lambda path: _below(root, path))
    files = files.select(relative("path").alias("path"), "content")

    # Charters and what they extend are small, and every task may need them.
    toml = {row.path: bytes(row.content) for row in files.where(F.col("path").endswith(".toml")).collect()}
    charters = {posixpath.dirname(path) for path in toml if posixpath.basename(path) == CHARTER}
    shared = {path: text for path, text in toml.items() if posixpath.basename(path) != CHARTER}

    folder = F.udf(lambda path: _board(path, charters))
    boards = files.where(~F.col("path").endswith(".toml") | F.col("path").isin(CHARTER) | F.col("path").endswith("/" + CHARTER))
    boards = boards.withColumn("folder", folder("path"))
    count = max(1, boards.select("folder").distinct().count())
    boards = boards.repartition(min(count, partitions), "folder").sortWithinPartitions("folder", "path")
    judged = boards.select("folder", "path", "content").mapInPandas(
        lambda batches: _judge(batches, shared, options), "folder STRING, type STRING, line STRING"
    )
    judged = judged.persist()
    try:
        rows = {}
        for table, (kind, columns) in TABLES.items():
            lines = judged.where(F.col("type") == kind).select("folder", F.from_json("line", columns).alias("record"))
            lines.select("folder", "record.*").write.mode("overwrite").parquet(posixpath.join(results, table))
            rows[table] = spark.read.parquet(posixpath.join(results, table)).count()
        return rows
    finally:
        judged.unpersist()


def _absolute(path: str) -> str:
    """`path` as the beginning of what Spark says of files below it."""
    return path.rstrip("/") if "://" in path else os.path.abspath(path)


def _below(root: str, path: str) -> str:
    """The path of a file below `root`."""
    # Files of this machine are `file:/data/board.json`.
    bare = path[len("file:") :] if path.startswith("file:") and not root.startswith("file:") else path
    bare = "/" + bare.lstrip("/") if root.startswith("/") else bare
    if not bare.startswith(root + "/"):
        raise ValueError(f"{path} is not below {root}")
    return bare[len(root) + 1 :]


def _board(path: str, charters: "set[str]") -> str:
    """The folder of the board that a file belongs to: the nearest with a charter, else its own."""
    own = folder = posixpath.dirname(path)
    while folder not in charters:
        if not folder:
            return own
        folder = posixpath.dirname(folder)
    return folder


def _folders(folder: str) -> Iterator[str]:
    """A folder, and those that it lies in."""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _judge(batches: Iterator[pandas.DataFrame], shared: Dict[str, bytes], options: Dict[str, Any]) -> Iterator[pandas.DataFrame]:
    """The lines that boards give. The files of a board come one after the other, boards in no matter which batches."""
    import pandas

    # Tasks run side by side already.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    above: Dict[str, List[Tuple[str, bytes]]] = {}
    for path, text in shared.items():
        above.setdefault(posixpath.dirname(path), []).append((path, text))
    rows = chain.from_iterable(zip(batch["folder"], batch["path"], batch["content"]) for batch in batches)
    waiting = next(rows, None)
    while waiting is not None:
        board = waiting[0]
        with tempfile.TemporaryDirectory(prefix="boardlint-") as place:
            # Where they lay below the root, so that a charter finds what it extends, and paths are those of the lake.
            for path, text in chain.from_iterable(above.get(folder, ()) for folder in _folders(board)):
                _write(place, path, text)
            while waiting is not None and waiting[0] == board:
                _write(place, waiting[1], waiting[2])
                waiting = next(rows, None)
            lines = [(board, kind, line) for kind, line in _lines(place, board, options)]
        yield pandas.DataFrame(lines, columns=["folder", "type", "line"])


def _write(place: str, path: str, content: bytes) -> None:
    target = Path(place, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _lines(place: str, board: str, options: Dict[str, Any]) -> List[Tuple[str, str]]:
    """What a board gives: kinds of records, and the records as JSON."""
    import boardlint

    folder = str(Path(place, board))
    records: List[Any] = []
    try:
        result = boardlint.check(folder, fail_on="never", **options)
        records = [*result.findings, *result.inconclusive, *result.unreadable, *result.boards]
    except boardlint.ExportError as error:
        records = [record for record in error.unreadable if record["path"]]
        # A folder that nobody said is a board may hold anything.
        if not records and Path(folder, CHARTER).exists():
            records = [_failure(board, error)]
    except boardlint.BoardlintError as error:
        # One team's charter is wrong: the others are judged.
        records = [_failure(board, error)]
    here = json.dumps(place)[1:-1]
    texts = ((record["type"], json.dumps(record, ensure_ascii=False)) for record in records)
    return [(kind, text.replace(here + "/", "").replace(here, ".")) for kind, text in texts]


def _failure(board: str, error: Exception) -> Dict[str, Any]:
    record = dict.fromkeys(("board", "board_id", "location"))
    return {"type": "unreadable", "path": board or ".", "message": str(error), "hint": "", **record}


def _option(text: str) -> Tuple[str, Any]:
    name, given, value = text.partition("=")
    return name.replace("-", "_"), value if given else True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", metavar="EXPORTS")
    parser.add_argument("results", metavar="RESULTS")
    parser.add_argument(
        "--option", action="append", default=[], type=_option, metavar="NAME[=VALUE]", help="an option of `boardlint check`"
    )
    parser.add_argument("--partitions", type=int, default=200, help="tasks at most (default: %(default)s)")
    args = parser.parse_args()
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("boardlint").getOrCreate()
    for table, rows in run(spark, args.exports, args.results, dict(args.option), args.partitions).items():
        print(f"{rows:>8} {table}")


if __name__ == "__main__":
    main()
