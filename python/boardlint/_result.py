"""What a check gives. The dictionaries are the lines of ``boardlint check --format jsonl``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, List

from ._records import Board, Finding, Inconclusive, Summary, Unreadable

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Result:
    """What a check gave."""

    findings: List[Finding]
    """In their order: board, time, item, rule."""
    inconclusive: List[Inconclusive]
    """What could not be judged, and how to get the evidence."""
    unreadable: List[Unreadable]
    """What could not be read beside what could."""
    boards: List[Board]
    """What each board gave: its counts, how many rules could be judged on it, and the period that was."""
    summary: Summary
    status: int
    """The exit status: 0 clean, 1 findings at or above ``fail_on``, 3 something was not readable."""
    messages: str = field(default="", repr=False)
    """What the program said on standard error: warnings about the charter, the last line of the run."""

    def __bool__(self) -> bool:
        """Whether nothing is at or above the level from which a check fails."""
        return self.status == 0

    def __len__(self) -> int:
        return len(self.findings)

    def to_pandas(self) -> "pandas.DataFrame":
        """The findings as a data frame: one a row, always with the same columns; needs pandas."""
        import pandas

        frame = pandas.DataFrame([_row(finding) for finding in self.findings], columns=COLUMNS)
        return frame.assign(at=pandas.to_datetime(frame["at"], utc=True, format="ISO8601"))


COLUMNS = [
    "board", "board_id", "rule", "level", "confidence", "item", "title", "url", "actor", "actor_id", "actor_roles", "at", "sprint", "message",
    "count", "path", "line", "column", "pointer", "facts", "fingerprint",
]  # fmt: skip


def _row(finding: Finding) -> Dict[str, Any]:
    actor, location = finding["actor"], finding["location"]
    row: Dict[str, Any] = dict(finding)
    row["actor"] = actor and actor["name"]
    row["actor_id"] = actor and actor["id"]
    row["actor_roles"] = actor["roles"] if actor else []
    for key in ("path", "line", "column", "pointer"):
        row[key] = location[key] if location else None
    return {name: row[name] for name in COLUMNS}
