"""What a call can fail with."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

if TYPE_CHECKING:
    from ._records import Unreadable


class BoardlintError(Exception):
    """boardlint gave no result. The text is what it says on its standard error."""


class UsageError(BoardlintError):
    """An option, the charter or a rule is wrong (exit status 2)."""


class ExportError(BoardlintError):
    """There is no export among the files, or none that can be read (exit status 3)."""

    def __init__(self, message: str, unreadable: List[Unreadable]) -> None:
        super().__init__(message)
        self.unreadable = unreadable
        """What was wrong with each file."""
