"""The calls: check, inspect, report."""

from __future__ import annotations

import datetime
import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._errors import BoardlintError, ExportError, UsageError
from ._program import run
from ._result import Result

if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import Unpack

    Day = Union[str, datetime.date]
    Names = Union[str, Sequence[str]]

    class Options(TypedDict, total=False):
        """The options of ``boardlint check``, with underscores. Lists may be given as one value."""

        po: Names
        sm: Names
        dev: Names
        project: str
        timezone: str
        date_order: str
        today: Day
        since: Day
        until: Day
        sprint: str
        rules: Names
        select: Names
        ignore: Names
        min_confidence: str
        profile: str
        exclude: Names


PathLike = Union[str, "os.PathLike[str]"]
Exports = Union[PathLike, Sequence[PathLike], Mapping[str, Union[bytes, str]]]

# Status 2: an option, the charter or a rule is wrong. Status 3: no export, or one that cannot be read.
USAGE, UNREADABLE = 2, 3


def check(
    exports: Exports,
    *,
    charter: Optional[PathLike] = None,
    baseline: Optional[PathLike] = None,
    fail_on: Optional[str] = None,
    min_level: Optional[str] = None,
    pseudonyms: bool = False,
    **options: Unpack[Options],
) -> Result:
    """Lints exports.

    ``exports`` is a file or folder, several of them, or texts by their names: ``{"board.json": data}``. ``charter`` is the path
    of a boardlint.toml, or its text (anything with a line break); left out, it is the nearest beside or above each file. The other
    arguments are those of ``boardlint check``, with underscores.

    Raises :class:`UsageError` where an option, the charter or a rule is wrong, and :class:`ExportError` where there is nothing that
    can be read. What cannot be read beside what can is in :attr:`Result.unreadable`.
    """
    more = _options(
        {"baseline": _path(baseline), "fail_on": fail_on, "min_level": min_level, "pseudonyms": pseudonyms, **options}
    )
    with _given(exports, charter) as given:
        status, out, err = given.run("check", "--format", "jsonl", "--no-progress", *more)
    _raise_for_usage(status, err)
    told: Dict[str, List[Any]] = {kind: [] for kind in ("finding", "inconclusive", "unreadable", "board", "summary")}
    try:
        for line in filter(None, out.split("\n")):
            record = given.named(json.loads(line))
            told.setdefault(record["type"], []).append(record)
    except ValueError:
        raise BoardlintError(err or f"boardlint ended with status {status}") from None
    if not told["summary"]:
        raise BoardlintError(err or f"boardlint ended with status {status}")
    summary = told["summary"][0]
    if status == UNREADABLE and summary["items"] == 0:
        raise ExportError(err.strip(), told["unreadable"])
    return Result(
        findings=told["finding"],
        inconclusive=told["inconclusive"],
        unreadable=told["unreadable"],
        boards=told["board"],
        summary=summary,
        status=status,
        messages=err,
    )


def inspect(exports: Exports, *, charter: Optional[PathLike] = None, **options: Unpack[Options]) -> Dict[str, Any]:
    """What is in exports: format, items, changes by kind, people, sprints, dates, missing evidence, as ``boardlint inspect`` has it."""
    with _given(exports, charter) as given:
        status, out, err = given.run("inspect", "--format", "json", *_options(dict(options)))
    _raise_for_usage(status, err)
    try:
        document: Dict[str, Any] = given.named(json.loads(out))
    except ValueError:
        raise BoardlintError(err or f"boardlint ended with status {status}") from None
    if status == UNREADABLE and document["items"]["count"] == 0:
        raise ExportError(err.strip(), document["unreadable"])
    return document


def report(
    exports: Exports,
    *,
    charter: Optional[PathLike] = None,
    format: str = "html",
    names: bool = False,
    titles: bool = True,
    **options: Unpack[Options],
) -> str:
    """The retro report as a text, ``html`` or ``md``. Nobody is called by name unless ``names`` asks for it."""
    with tempfile.TemporaryDirectory(prefix="boardlint-") as folder, _given(exports, charter) as given:
        target = Path(folder) / f"report.{format}"
        more = _options({"names": names, "no_titles": not titles, **options})
        status, _, err = given.run("report", "--no-progress", "-o", str(target), *more)
        _raise_for_usage(status, err)
        if not target.is_file():
            raise ExportError(err.strip(), [])
        return target.read_text(encoding="utf-8")


def _raise_for_usage(status: int, err: str) -> None:
    if status == USAGE:
        raise UsageError(err.strip())


def _path(path: Optional[PathLike]) -> Optional[str]:
    return None if path is None else os.path.abspath(path)


def _options(options: Mapping[str, Any]) -> List[str]:
    """Options as a command line has them."""
    args: List[str] = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            args.append(flag)
            continue
        values: List[Any] = [value] if isinstance(value, (str, datetime.date, os.PathLike)) else list(value)
        if name == "rules":
            values = [os.path.abspath(one) for one in values]
        # In one piece, so that a value that begins with a dash is no option.
        args += [f"{flag}={one}" for one in values]
    return args


class _Given:
    """Exports and a charter as the program takes them."""

    def __init__(self, paths: List[str], charter: Optional[str], folder: Optional[str], names: Dict[str, str]) -> None:
        self.paths, self.charter, self.folder, self.names = paths, charter, folder, names

    def run(self, command: str, *args: str) -> Tuple[int, str, str]:
        charter = [] if self.charter is None else [f"--charter={self.charter}"]
        status, out, err = run([command, *charter, *args, "--", *self.paths], self.folder)
        if self.names:
            # In one pass: a name that was put in is not looked at again, and of two paths the longer one counts.
            paths = "|".join(re.escape(path) for path in sorted(self.names, key=len, reverse=True))
            err = re.sub(paths, lambda found: _shown(self.names[found[0]]), err)
        return status, out, err

    def named(self, value: Any) -> Any:
        """`value` with paths of files that were written for this call under their own names again."""
        if isinstance(value, dict):
            return {key: self._name(part) if key in ("path", "files") else self.named(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.named(part) for part in value]
        return value

    def _name(self, part: Any) -> Any:
        if isinstance(part, str):
            entry = part.split("!", 1)
            entry[0] = self.names.get(entry[0], entry[0])
            return "!".join(entry)
        if isinstance(part, list) and all(isinstance(one, str) for one in part):
            return [self._name(one) for one in part]
        return self.named(part)


@contextmanager
def _given(exports: Exports, charter: Optional[PathLike]) -> Iterator[_Given]:
    is_text = isinstance(charter, str) and "\n" in charter
    if not isinstance(exports, Mapping) and not is_text:
        yield _Given(_paths(exports), _path(charter), None, {})
        return
    with tempfile.TemporaryDirectory(prefix="boardlint-") as folder:
        names: Dict[str, str] = {}
        charter_path = _path(charter) if not is_text else None
        if is_text:
            charter_path = os.path.join(folder, "boardlint.toml")
            Path(charter_path).write_text(str(charter), encoding="utf-8")
            names[charter_path] = "boardlint.toml"
        if not isinstance(exports, Mapping):
            yield _Given(_paths(exports), charter_path, None, names)
            return
        paths: List[str] = []
        for place, (name, data) in enumerate(exports.items()):
            # A name may be anything: the file is called by its place and ending alone.
            path = f"boardlint-input-{place}{_ending(name)}"
            Path(folder, path).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
            names[path] = name
            paths.append(path)
        yield _Given(paths, charter_path, folder, names)


def _shown(name: str) -> str:
    """A name without what would change what a reader of a message sees."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _ending(name: str) -> str:
    """The ending of a name, if it is a plain one."""
    found = re.search(r"\.\w{1,8}$", name, re.ASCII)
    return found[0] if found else ""


def _paths(exports: Union[PathLike, Sequence[PathLike]]) -> List[str]:
    one = isinstance(exports, (str, os.PathLike))
    return [os.fspath(exports)] if one else [os.fspath(path) for path in exports]  # type: ignore[arg-type,union-attr]
