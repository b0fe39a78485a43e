"""Runs commands in turns and prints what each run cost, as JSON.

Reads from standard input {"runs": N, "commands": [{"argv": [...], "cwd": ..., "env": {...}}]} and
prints a list per command of {"wall": s, "cpu": s, "peak": bytes}. Commands take turns (a b a b ...),
so that a busy moment of the machine strikes all of them alike.
"""

import json
import os
import subprocess
import sys
import time


def run_once(command):
    started = time.perf_counter()
    process = subprocess.Popen(
        command["argv"],
        cwd=command.get("cwd"),
        env={**os.environ, **command.get("env", {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status != 0:
        sys.exit("%s failed:\n%s" % (command["argv"], errors.decode(errors="replace")[-2000:]))
    # Linux counts the peak in KiB, macOS in bytes.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak}


def main():
    job = json.load(sys.stdin)
    results = [[] for _ in job["commands"]]
    for _ in range(job["runs"]):
        for index, command in enumerate(job["commands"]):
            results[index].append(run_once(command))
    json.dump(results, sys.stdout)


main()
