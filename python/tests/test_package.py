"""The package as its users have it: installed, with the program that came with it, on the board of an invented bakery.

    pip install dist/*.whl pandas pytest && pytest python/tests
"""

import dataclasses
import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List

import boardlint
import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
BAKERY = FIXTURES / "bakery"
JIRA = BAKERY / "jira-cloud"
TRELLO = BAKERY / "trello"


def test_a_folder_is_checked_by_its_charter() -> None:
    result = boardlint.check(JIRA)
    assert result.status == 1 and not result
    assert result.summary["errors"] == sum(finding["level"] == "error" for finding in result.findings) > 0
    first = result.findings[0]
    assert first["item"] == "CRUST-15" and first["actor"] is not None
    assert first["actor"]["roles"] == ["scrum-master"]
    assert first["location"] is not None and first["location"]["path"].endswith("search.json")
    assert "rules judged" in result.messages
    (board,) = result.boards
    assert board["board"] == first["board"] and board["board_id"] == first["board_id"]
    assert board["errors"] == result.summary["errors"] and 0 < board["judged"] <= board["rules"]


def test_bytes_and_a_text_of_a_charter_give_the_same_findings_under_their_own_names() -> None:
    charter = (TRELLO / "boardlint.toml").read_text(encoding="utf-8")
    here = boardlint.check({"our board.json": (TRELLO / "board.json").read_bytes()}, charter=charter)
    there = boardlint.check(TRELLO)
    assert [f["fingerprint"] for f in here.findings] == [f["fingerprint"] for f in there.findings]
    assert here.findings[0]["location"]["path"] == "our board.json"  # type: ignore[index]
    as_text = {"b.json": (TRELLO / "board.json").read_text(encoding="utf-8")}
    assert len(boardlint.check(as_text, charter=TRELLO / "boardlint.toml")) == len(here)


def test_options_are_those_of_the_command_line() -> None:
    one = boardlint.check(JIRA, select="story-written-by-sm", fail_on="never", today=datetime.date(2026, 6, 1))
    assert one.status == 0 and {f["rule"] for f in one.findings} == {"story-written-by-sm"}
    two = boardlint.check(JIRA, select=["story-written-by-sm", "backlog-reordered-by-non-po"])
    assert len({f["rule"] for f in two.findings}) == 2
    hidden = boardlint.check(JIRA, pseudonyms=True)
    assert not any("Tomasz" in f["message"] for f in hidden.findings)
    assert boardlint.check(JIRA, unpack_limit=64, fail_on="never").status == 0  # type: ignore[call-arg]
    # A value that begins with a dash is a value.
    with pytest.raises(boardlint.UsageError, match="--names"):
        boardlint.check(JIRA, po="--names")


def test_mistakes_are_exceptions_that_say_what_to_do() -> None:
    with pytest.raises(boardlint.UsageError, match="prodct-owner"):
        boardlint.check(JIRA, charter='[roles]\nprodct-owner = ["Greta"]\n')
    with pytest.raises(boardlint.UsageError, match="no-such-rule"):
        boardlint.check(JIRA, select="no-such-rule")
    with pytest.raises(boardlint.ExportError) as error:
        boardlint.check({"page.html": b"<!doctype html><title>Log in</title>"})
    assert error.value.unreadable[0]["path"] == "page.html"
    assert isinstance(error.value, boardlint.BoardlintError)


def test_a_bad_file_among_good_ones_is_told_and_the_good_ones_are_judged() -> None:
    exports = {"board.json": (TRELLO / "board.json").read_bytes(), "cut.json": b'{"cards": [{"id": "'}
    result = boardlint.check(exports, charter=TRELLO / "boardlint.toml")
    assert result.status == 3 and len(result) > 0
    assert [one["path"] for one in result.unreadable] == ["cut.json"]


def test_findings_as_a_data_frame_keep_their_columns_even_without_rows() -> None:
    pytest.importorskip("pandas")
    frame = boardlint.check(JIRA).to_pandas()
    assert len(frame) == len(boardlint.check(JIRA))
    assert frame["at"].dt.year.dropna().between(2025, 2027).all()
    assert frame["actor"].iloc[0] == "Tomasz Wrona"
    none = boardlint.check(JIRA, select="story-written-by-sm", since="2026-03-26", until="2026-03-26").to_pandas()
    assert len(none) == 0 and list(none.columns) == list(frame.columns)


CALLS = json.loads((FIXTURES / "packages" / "calls.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", CALLS, ids=lambda row: row["about"])
def test_everything_is_called_what_the_caller_called_it(row: Dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES.parent)
    exports, options = row["exports"], {name: text_of(value) for name, value in row.get("options", {}).items()}
    if isinstance(exports, dict):
        exports = {name: text_of(value) for name, value in exports.items()}
    call: Callable[..., Any] = getattr(boardlint, row["call"])
    if "throws" in row:
        with pytest.raises(getattr(boardlint, row["throws"])) as error:
            call(exports, **options)
        given, messages = getattr(error.value, "unreadable", None), str(error.value)
    else:
        given = call(exports, **options)
        given = dataclasses.asdict(given) if isinstance(given, boardlint.Result) else given
        messages = given if isinstance(given, str) else given.get("messages", "")
    for key, values in row.get("holds", {}).items():
        assert sorted(set(values_of(given, key))) == values
    for message in row.get("messages", []):
        assert message in messages
    assert tempfile.gettempdir() not in f"{given}{messages}"


def text_of(value: Any) -> Any:
    return Path(value["file"]).read_text(encoding="utf-8") if isinstance(value, dict) else value


def values_of(value: Any, key: str) -> List[str]:
    """All texts under `key`, however deep; empty ones name nothing."""
    if isinstance(value, list):
        return [found for part in value for found in values_of(part, key)]
    if not isinstance(value, dict):
        return []
    own = value.get(key)
    texts = [text for text in (own if isinstance(own, list) else [own]) if text and isinstance(text, str)]
    return [*texts, *values_of(list(value.values()), key)]


def test_inspect_says_what_is_in_an_export() -> None:
    document = boardlint.inspect({"board.json": (TRELLO / "board.json").read_bytes()})
    assert document["files"][0]["path"] == "board.json"
    assert document["items"]["count"] > 10


def test_the_report_names_nobody_unless_it_is_asked_to() -> None:
    page = boardlint.report(JIRA)
    assert page.startswith("<!") and "Tomasz" not in page
    assert "Tomasz" in boardlint.report(JIRA, names=True)
    assert boardlint.report(JIRA, format="md").startswith("#")


def test_the_module_is_the_program() -> None:
    args = ["check", str(JIRA), "--format", "short"]
    module = subprocess.run([sys.executable, "-m", "boardlint", *args], capture_output=True, check=False)
    program = subprocess.run([boardlint.find_program(), *args], capture_output=True, check=False)
    assert (module.returncode, module.stdout) == (program.returncode, program.stdout) == (1, program.stdout)
    assert boardlint.version().count(".") == 2
