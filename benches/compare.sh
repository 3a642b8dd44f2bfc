#!/usr/bin/env bash
# Compares whole processes on a made-up Jira board: `boardlint check` with all rules, the floor (examples/walk.rs:
# serde_json walking over the file and keeping nothing), `jq '.issues | length'`, a Python script that judges one rule
# (benches/one_rule.py), DuckDB's read_json, and `boardlint check` on the same board cut into one file an issue. Then
# `check` and the floor on a board full of findings, and on about the same board as Trello, as a CSV and as a backup (whose
# floor are the readers of the crates csv and quick-xml, reading and keeping nothing). A backup is measured unpacked.
#
# Usage: benches/compare.sh [ISSUES]      (12000 unless told; that many take some hundreds of megabytes in $TMPDIR)
#
# Prints the median time of several rounds, in which the processes take turns, the ratios of those medians, and the
# peak of anonymous memory, which is what a process takes beside the file that it maps. Needs bash, python3, jq and
# cargo, and the Python package duckdb for its part; memory is measured on Linux only.
set -euo pipefail
cd "$(dirname "$0")/.."

issues=${1:-12000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo build --quiet --release --bin boardlint --example generate --example walk
target=$(cargo metadata --no-deps --format-version 1 | jq -r .target_directory)/release
generate() { "$target/examples/generate" --issues "$issues" --charter "$folder/$1/boardlint.toml" "${@:3}" "$folder/$1/$2"; }
mkdir "$folder"/{cloud,busy,trello,csv,backup}
generate cloud board.json --format jira-cloud
generate busy board.json --format jira-cloud --busy
generate trello board.json --format trello
generate csv board.csv --format jira-csv
generate backup backup.zip --format jira-backup
python3 -m zipfile -e "$folder/backup/backup.zip" "$folder/backup"
rm "$folder/backup/backup.zip"

python3 - "$target" "$folder" <<'PY'
import importlib.util
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


def cut(board):
    """The folder in which each issue of the board lies in a file of its own, beside the same charter."""
    folder = os.path.join(os.path.dirname(board), "files")
    os.mkdir(folder)
    shutil.copy(os.path.join(os.path.dirname(board), "boardlint.toml"), folder)
    with open(board, encoding="utf-8") as text:
        issues = json.load(text)["issues"]
    for place, issue in enumerate(issues):
        with open(os.path.join(folder, f"{place}.json"), "w", encoding="utf-8") as text:
            json.dump(issue, text)
    return folder


target, folder = sys.argv[1:]
board = f"{folder}/cloud/board.json"
OTHERS = {"busy": "board.json", "trello": "board.json", "csv": "board.csv", "backup": "entities.xml"}
COMMANDS = {
    "boardlint": [f"{target}/boardlint", "check", board],
    "walk": [f"{target}/examples/walk", board],
    "jq": ["jq", ".issues | length", board],
    "python": [sys.executable, "benches/one_rule.py", board],
    "files": [f"{target}/boardlint", "check", cut(board)],
}
if importlib.util.find_spec("duckdb"):
    count = "select len(issues) from read_json(?, maximum_object_size = 4000000000)"
    script = f"import duckdb, sys; print(duckdb.execute('{count}', [sys.argv[1]]).fetchall())"
    COMMANDS["duckdb"] = [sys.executable, "-c", script, board]


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


for name, file in OTHERS.items():
    COMMANDS[name] = [f"{target}/boardlint", "check", f"{folder}/{name}/{file}"]
    COMMANDS[f"{name} walk"] = [f"{target}/examples/walk", f"{folder}/{name}/{file}"]

sizes = {name: os.path.getsize(f"{folder}/{name}/{file}") for name, file in OTHERS.items()}
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
    of = sizes.get(name.split()[0], size)
    memory = f"{peaks[name] / 1e6:>11.1f} MB{peaks[name] / of:>13.1%}" if peaks[name] else f"{'not measured':>14}"
    print(f"{name:12}{median:>8.3f} s{min(times[name]):>8.3f} s{max(times[name]):>8.3f} s{memory}")
for other in ("walk", "jq", "python", "duckdb"):
    if other in medians:
        print(f"boardlint / {other}: {medians['boardlint'] / medians[other]:.2f}")
print(f"files / boardlint: {medians['files'] / medians['boardlint']:.2f}")
for name, of in sizes.items():
    print(f"{name}, {of / 1e6:.0f} MB: boardlint / walk: {medians[name] / medians[f'{name} walk']:.2f}")
PY
