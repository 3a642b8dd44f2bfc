#!/usr/bin/env bash
# Compares whole processes on a made-up Jira board: `boardlint check` with all rules, the floor (examples/walk.rs:
# serde_json walking over the file and keeping nothing), `jq '.issues | length'`, and `boardlint check` on the same board cut
# into two thousand pages.
#
# Usage: benches/compare.sh [ISSUES]      (12000 unless told; that many take some hundreds of megabytes in $TMPDIR)
#
# Prints the median time of several rounds, in which the processes take turns, the ratios of those medians, and the
# peak of anonymous memory, which is what a process takes beside the file that it maps. Needs bash, python3, jq and
# cargo; memory is measured on Linux only.
set -euo pipefail
cd "$(dirname "$0")/.."

issues=${1:-12000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo build --quiet --release --bin boardlint --example generate --example walk
target=$(cargo metadata --no-deps --format-version 1 | jq -r .target_directory)/release
"$target/examples/generate" --issues "$issues" --format jira-cloud --charter "$folder/boardlint.toml" \
  "$folder/board.json"

python3 - "$target" "$folder/board.json" <<'PY'
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

ROUNDS = 7
# Seconds between two looks at the memory of a process.
PAUSE = 0.001
PAGES = 2000


def cut(board):
    """The folder in which the board lies as pages of its search, beside the same charter."""
    folder = os.path.join(os.path.dirname(board), "pages")
    os.mkdir(folder)
    shutil.copy(os.path.join(os.path.dirname(board), "boardlint.toml"), folder)
    with open(board, encoding="utf-8") as text:
        search = json.load(text)
    issues = search["issues"]
    size = -(-len(issues) // PAGES)
    for start in range(0, len(issues), size):
        page = {**search, "startAt": start, "maxResults": size, "total": len(issues), "issues": issues[start : start + size]}
        with open(os.path.join(folder, f"{start}.json"), "w", encoding="utf-8") as text:
            json.dump(page, text)
    return folder


target, board = sys.argv[1:]
COMMANDS = {
    "boardlint": [f"{target}/boardlint", "check", board],
    "walk": [f"{target}/examples/walk", board],
    "jq": ["jq", ".issues | length", board],
    "pages": [f"{target}/boardlint", "check", cut(board)],
}


def start(command):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check(command, status):
    # boardlint says with 1 that it found something.
    if status not in ((0, 1) if "boardlint" in command[0] else (0,)):
        sys.exit(f"{' '.join(command)} ended with {status}")


def seconds(command):
    began = time.perf_counter()
    status = start(command).wait()
    took = time.perf_counter() - began
    check(command, status)
    return took


def anonymous(pid):
    """Kilobytes that belong to the process alone, not to a mapped file; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("RssAnon:")), 0)
    except OSError:
        return 0


def peak(command):
    """Looks again and again: the kernel keeps a high-water mark of all resident memory only, mapped files included."""
    process, most = start(command), 0
    while process.poll() is None:
        most = max(most, anonymous(process.pid))
        time.sleep(PAUSE)
    check(command, process.returncode)
    return most * 1024


size = os.path.getsize(board)
for command in COMMANDS.values():
    # Once without the clock: the file comes into the page cache.
    seconds(command)
times = {name: [] for name in COMMANDS}
for _ in range(ROUNDS):
    for name, command in COMMANDS.items():
        times[name].append(seconds(command))
medians = {name: statistics.median(taken) for name, taken in times.items()}
# In rounds of their own: looking costs the one that is looked at some of its time.
peaks = {name: max(peak(command) for _ in range(3)) for name, command in COMMANDS.items()}

print(f"{size / 1e6:.0f} MB, {os.cpu_count()} cores, {ROUNDS} rounds")
print(f"{'':12}{'median':>10}{'least':>10}{'most':>10}{'anonymous':>14}{'of the file':>14}")
for name, median in medians.items():
    memory = f"{peaks[name] / 1e6:>11.1f} MB{peaks[name] / size:>13.1%}" if peaks[name] else f"{'not measured':>14}"
    print(f"{name:12}{median:>8.3f} s{min(times[name]):>8.3f} s{max(times[name]):>8.3f} s{memory}")
for other in ("walk", "jq"):
    print(f"boardlint / {other}: {medians['boardlint'] / medians[other]:.2f}")
print(f"pages / boardlint: {medians['pages'] / medians['boardlint']:.2f}")
PY
