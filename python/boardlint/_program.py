"""Finding the program, and running it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import List, Sequence, Tuple

from ._errors import BoardlintError

NAME = "boardlint" + (sysconfig.get_config_var("EXE") or "")


def find_program() -> str:
    """The path of the program: that of this package, else one on the search path."""
    here = Path(__file__).resolve().parent
    folders = [
        sysconfig.get_path("scripts"),
        # Installed with --user, and with --target or --prefix.
        sysconfig.get_path("scripts", scheme=_user_scheme()),
        str(here.parent / "bin"),
        str(here.parents[3] / "bin") if len(here.parents) > 3 else None,
    ]
    for folder in folders:
        if folder and os.path.isfile(os.path.join(folder, NAME)):
            return os.path.join(folder, NAME)
    found = shutil.which(NAME)
    if found is None:
        raise BoardlintError("the program boardlint is not installed: `pip install boardlint`")
    return found


def _user_scheme() -> str:
    if sys.version_info >= (3, 10):
        return sysconfig.get_preferred_scheme("user")
    return "nt_user" if os.name == "nt" else "posix_user"


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the program."""
    _, out, _ = run(["--version"])
    return out.split()[-1]


def run(args: Sequence[str]) -> Tuple[int, str, str]:
    """Runs the program. Its exit status, standard output and standard error."""
    command: List[str] = [find_program(), "--color", "never", *args]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
