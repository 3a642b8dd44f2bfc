"""The calls: check, inspect, report."""

from __future__ import annotations

import datetime
import html
import json
import os
import re
import secrets
import tempfile
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._errors import BoardlintError, ExportError, UsageError
from ._program import run
from ._result import Result

if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import Unpack

    from ._records import Unreadable

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
        {"baseline": baseline, "fail_on": fail_on, "min_level": min_level, "pseudonyms": pseudonyms, **options}
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
        raise _nothing_read(err, told["unreadable"])
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
        raise _nothing_read(err, document["unreadable"])
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
    with _given(exports, charter) as given:
        target = given.file(f"report.{format}")
        more = _options({"names": names, "no_titles": not titles, **options})
        status, _, err = given.run("report", "--no-progress", f"--output={target}", *more)
        _raise_for_usage(status, err)
        if not os.path.isfile(target):
            raise ExportError(err, [])
        written = Path(target).read_text(encoding="utf-8")
    return given.restored(written, _ENCODED.get(format, str))


def _raise_for_usage(status: int, err: str) -> None:
    if status == USAGE:
        raise UsageError(err)


def _nothing_read(err: str, unreadable: List[Unreadable]) -> ExportError:
    # With records asked for, the program says there alone what is wrong with which file.
    files = (": ".join(filter(None, (_shown(one["path"]), one["message"]))) for one in unreadable)
    return ExportError("\n".join(filter(None, (*files, err))), unreadable)


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
        one_value = isinstance(value, (str, int, float, datetime.date, os.PathLike))
        values: List[Any] = [value] if one_value else list(value)
        # In one piece, so that a value that begins with a dash is no option.
        args += [f"{flag}={os.fspath(one) if isinstance(one, os.PathLike) else one}" for one in values]
    return args


class _Given:
    """What the program is given: paths as they are, and texts as files of `folder`, which the caller knows by other names."""

    def __init__(self, kept: ExitStack, exports: Exports, charter: Optional[PathLike]) -> None:
        self._kept = kept
        # Nobody who wrote an export can have guessed it: what has it in a text is one of the files.
        self.token = secrets.token_hex(8)
        self.stems: List[str] = []
        is_text = isinstance(charter, str) and "\n" in charter
        self.paths = [self.file(*text) for text in exports.items()] if isinstance(exports, Mapping) else _paths(exports)
        self.charter = self.file("boardlint.toml", str(charter)) if is_text else charter

    def file(self, name: str, data: Union[bytes, str, None] = None) -> str:
        """The path of a file, written where there is data, that is called `name` wherever the caller reads of it."""
        # A name may be anything: the file is called by its place and by an ending that is a plain one.
        stem, ending = re.fullmatch(r"(.*?)(\.[A-Za-z0-9]{1,8})?", name, re.DOTALL).groups("")  # type: ignore[union-attr]
        path = os.path.join(self.folder, f"boardlint-{len(self.stems)}-{self.token}{ending}")
        self.stems.append(stem)
        if data is not None:
            Path(path).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return path

    def run(self, command: str, *args: str) -> Tuple[int, str, str]:
        charter = [] if self.charter is None else [f"--charter={os.fspath(self.charter)}"]
        status, out, err = run([command, *charter, *args, "--", *self.paths])
        return status, out, self.restored(err.strip())

    def restored(self, text: str, encoded: Callable[[str], str] = str) -> str:
        """A text for people with the caller's names of files, as its format has them."""
        return self._restored(text, lambda stem: encoded(_shown(stem)))

    def named(self, value: Any) -> Any:
        """A record with the caller's names of files, exactly."""
        if isinstance(value, dict):
            return {key: self.named(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.named(part) for part in value]
        return self._restored(value, str) if isinstance(value, str) else value

    def _restored(self, text: str, encoded: Callable[[str], str]) -> str:
        if not self.stems:
            return text
        # In one pass: a name that was put in is not looked at again. The folder alone is where several files lie.
        return self._files.sub(lambda found: encoded(self.stems[int(found[1])]) if found[1] else ".", text)

    @cached_property
    def folder(self) -> str:
        """A new folder, where files are written at all."""
        return self._kept.enter_context(tempfile.TemporaryDirectory(prefix="boardlint-"))

    @cached_property
    def _files(self) -> "re.Pattern[str]":
        # What is no plain letter or digit may stand as an entity or behind a backslash, and on Windows as another slash.
        folder = re.sub("[^A-Za-z0-9]", lambda _: r"(?:&#?\w+;|\\?[^A-Za-z0-9])", self.folder)
        return re.compile(rf"(?:{folder}[\\/])?boardlint-(\d+)-{self.token}|{folder}")


@contextmanager
def _given(exports: Exports, charter: Optional[PathLike]) -> Iterator[_Given]:
    with ExitStack() as kept:
        yield _Given(kept, exports, charter)


def _shown(name: str) -> str:
    """A name without what would change what a reader of a text sees."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _markdown(name: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


# How formats of the report have a name in which nothing is taken for markup.
_ENCODED: Dict[str, Callable[[str], str]] = {"html": html.escape, "xhtml": html.escape, "md": _markdown}


def _paths(exports: Union[PathLike, Sequence[PathLike]]) -> List[str]:
    one = isinstance(exports, (str, os.PathLike))
    return [os.fspath(exports)] if one else [os.fspath(path) for path in exports]  # type: ignore[arg-type,union-attr]
