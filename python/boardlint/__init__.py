"""boardlint reads exported Jira and Trello boards and reports Scrum role anti-patterns.

Each finding points at the record in the export that proves it:

    import boardlint

    result = boardlint.check("exports/", charter="boardlint.toml")
    for finding in result.findings:
        print(finding["rule"], finding["item"], finding["message"])

    frame = boardlint.check({"board.json": data}, po=["Maria Gomez"], sm=["Sam Lee"]).to_pandas()

The work is done by the program ``boardlint`` that comes with this package: a call starts it once. Nothing is sent anywhere.
"""

from ._calls import check, inspect, report
from ._errors import BoardlintError, ExportError, UsageError
from ._program import find_program, version
from ._records import Actor, Board, Finding, Inconclusive, Location, Related, Summary, Unreadable
from ._result import Result

__all__ = [
    "Actor",
    "Board",
    "BoardlintError",
    "ExportError",
    "Finding",
    "Inconclusive",
    "Location",
    "Related",
    "Result",
    "Summary",
    "Unreadable",
    "UsageError",
    "check",
    "find_program",
    "inspect",
    "report",
    "version",
]
