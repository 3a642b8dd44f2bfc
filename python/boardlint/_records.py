"""The records of ``boardlint check --format jsonl``. Written by contrib/records out of schemas/findings.json."""

from __future__ import annotations

from typing import Dict, List, Literal, Optional, TypedDict, Union


class Finding(TypedDict):
    """One anti-pattern, proven by a record."""

    type: Literal["finding"]
    rule: str
    """The rule's name."""
    level: Literal["info", "warn", "error"]
    """How much it weighs."""
    confidence: Literal["low", "medium", "high"]
    """How sure the rule can be."""
    message: str
    """What happened, and what the charter says."""
    board: str
    """The board's name."""
    board_id: Optional[str]
    """The board's id."""
    item: Optional[str]
    """Issue key, or the card's shortLink."""
    title: Optional[str]
    """The item's title."""
    url: Optional[str]
    """Where it can be opened."""
    actor: Optional[Actor]
    """Who did it."""
    at: Optional[str]
    """When."""
    sprint: Optional[str]
    """The sprint, if one is meant."""
    location: Optional[Location]
    related: List[Related]
    """Other items or acts."""
    count: int
    """How many items it is about."""
    facts: Dict[str, Optional[Union[float, str, bool]]]
    fingerprint: str


class Actor(TypedDict):
    """Who did it."""

    id: str
    """The tool's own id."""
    name: str
    """What people see."""
    roles: List[Literal["product-owner", "scrum-master", "developer", "stakeholder", "manager", "app", "outsider"]]
    """The roles held that day."""


class Location(TypedDict):
    """A place in a file."""

    path: str
    """The file."""
    line: int
    column: int
    """In characters."""
    offset: int
    """In bytes of the file as it lies on disk."""
    length: int
    """In bytes."""
    pointer: Optional[str]
    """A JSON pointer to the record."""


class Related(TypedDict):
    """Another item or act that belongs to it."""

    item: Optional[str]
    """Its key."""
    at: Optional[str]
    """When."""
    message: str
    """What it has to do with it."""
    location: Optional[Location]


class Inconclusive(TypedDict):
    """A rule that could not be judged, or not everywhere."""

    type: Literal["inconclusive"]
    rule: str
    """The rule's name."""
    missing: Literal["history", "comments", "ranks", "estimates", "sprints", "creators", "roles", "mapping", "dates", "format"]
    """What is missing."""
    partial: bool
    """Whether some of it was judged."""
    message: str
    """What could not be judged, and why."""
    hint: str
    """How to get the evidence."""
    board: str
    """The board's name."""
    board_id: Optional[str]
    """The board's id."""
    location: Optional[Location]


class Unreadable(TypedDict):
    """A file that gave nothing, or not all of it; or what kept the run from judging."""

    type: Literal["unreadable"]
    path: str
    """The file; empty where what is wrong stands in none."""
    message: str
    """What is wrong with it."""
    hint: str
    """What to do."""
    board: None
    """Always null: the line is about all boards."""
    board_id: None
    """Always null: the line is about all boards."""
    location: Optional[Location]


class Board(TypedDict):
    """What one board gave."""

    type: Literal["board"]
    board: str
    """The board's name."""
    board_id: Optional[str]
    """The board's id."""
    path: str
    """The file of its export, or the folder that holds all of its files."""
    items: int
    """Items on the board."""
    changes: int
    """Changes in its known history."""
    people: int
    """People on the board."""
    sprints: int
    """Its sprints."""
    rules: int
    """Rules that were asked."""
    judged: int
    """Rules that could be judged, all or in part."""
    errors: int
    """Findings at level error."""
    warnings: int
    """Findings at level warn."""
    infos: int
    """Findings at level info."""
    inconclusive: int
    """Rules that could not be judged at all."""
    ignored: int
    """Findings that an ignore covers."""
    baselined: int
    """Findings that the baseline knows."""
    since: Optional[str]
    """The first instant that was judged; null where nothing is dated."""
    until: str
    """The clock of the board: ages are measured to it."""


class Summary(TypedDict):
    """The numbers of the run."""

    type: Literal["summary"]
    board: None
    """Always null: the line is about all boards."""
    board_id: None
    """Always null: the line is about all boards."""
    files: int
    """Files that were read."""
    items: int
    """Items on all boards."""
    changes: int
    """Changes on all boards."""
    people: int
    """People on all boards."""
    sprints: int
    """Sprints on all boards."""
    rules: int
    """Rules that were asked."""
    errors: int
    """Findings at level error."""
    warnings: int
    """Findings at level warn."""
    infos: int
    """Findings at level info."""
    inconclusive: int
    """Rules that no board could be judged by."""
    ignored: int
    """Findings that an ignore covers."""
    baselined: int
    """Findings that the baseline knows."""
