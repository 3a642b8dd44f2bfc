"""``python -m boardlint`` is the program ``boardlint``."""

import os
import subprocess
import sys

from ._program import find_program


def main() -> int:
    program = find_program()
    if sys.platform == "win32":
        # There, replacing a process leaves the caller without its exit status.
        return subprocess.call([program, *sys.argv[1:]])
    sys.stdout.flush()
    os.execv(program, [program, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
