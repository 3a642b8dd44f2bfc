"""What a check gives. The dictionaries are the lines of ``boardlint check --format jsonl``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, List, Optional, TypedDict, Union

if TYPE_CHECKING:
    import pandas


class Location(TypedDict):
    """A place in a file."""

    path: str
    line: int
    column: int
    offset: int
    length: int
    pointer: Optional[str]


class Actor(TypedDict):
    """Who did it, with the roles held that day."""

    id: str
    name: str
    roles: List[str]


class Related(TypedDict):
    """Another item or act that belongs to a finding."""

    item: Optional[str]
    at: Optional[str]
    message: str
    location: Optional[Location]


class Finding(TypedDict):
    """A finding."""

    type: str
    rule: str
    level: str
    confidence: str
    message: str
    board: str
    board_id: str
    item: Optional[str]
    title: Optional[str]
    url: Optional[str]
    actor: Optional[Actor]
    at: Optional[str]
    sprint: Optional[str]
    location: Optional[Location]
    related: List[Related]
    count: int
    facts: Dict[str, Union[int, float, str, bool, None]]
    fingerprint: str


class Inconclusive(TypedDict):
    """A rule that could not be judged, or not everywhere."""

    type: str
    rule: str
    missing: str
    partial: bool
    message: str
    hint: str
    board: Optional[str]
    board_id: Optional[str]
    location: Optional[Location]


class Unreadable(TypedDict):
    """A file, or a record of one, that could not be read."""

    type: str
    path: str
    message: str
    hint: str
    board: None
    board_id: None
    location: Optional[Location]


class Board(TypedDict):
    """What one board gave."""

    type: str
    board: str
    board_id: str
    path: str
    items: int
    changes: int
    people: int
    sprints: int
    rules: int
    judged: int
    errors: int
    warnings: int
    infos: int
    inconclusive: int
    ignored: int
    baselined: int
    since: Optional[str]
    until: str


class Summary(TypedDict):
    """The numbers of a run."""

    type: str
    board: None
    board_id: None
    files: int
    items: int
    changes: int
    people: int
    sprints: int
    rules: int
    errors: int
    warnings: int
    infos: int
    inconclusive: int
    ignored: int
    baselined: int


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
