#!/usr/bin/env python3
"""Runs the test suites, several at a time, and adds up their reports.

A suite is a program whose last line is `N passed, N failed, N skipped`. It starts the server it needs (a port and a
data folder of its own), or talks to the one that --endpoint names.
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys
import tempfile
import time

from harness import environment, sanitizer
from harness.report import TOTALS

# Name, program, whether it works on somebody else's server (--endpoint). Long ones first: they start first.
SUITES = {
    "fuzz": (["-m", "fuzz.run"], False),
    "unit": (["-m", "unit.run"], False),
    "crash": (["-m", "crash.run"], False),
    "workloads": (["-m", "workloads.run"], True),
    "conformance": (["-m", "conformance.run"], True),
    "tutorials": (["-m", "tutorials.run"], True),
    "awscli": (["-m", "clients.awscli.run"], True),
    "docs": (["-m", "docs.run"], False),
    "bench": (["-m", "bench.run"], False),
    "disk": (["-m", "disk.run"], False),
    "javascript": (["-m", "clients.javascript.run"], True),
    "boto3": (["-m", "clients.boto3.run"], True),
    "protocol": (["-m", "protocol.run"], False),
    "hostile": (["-m", "hostile.run"], False),
    "commands": (["-m", "commands.run"], False),
    "operating": (["-m", "operating.run"], False),
    "console": (["-m", "console.run"], False),
    "browser": (["-m", "browser.run"], False),
    "package": (["-m", "package.run"], False),
    "tree": (["-m", "tree.run"], False),
}
ON_DEMAND = {"browser", "package"}  # run only where they are named
BESIDE = {"fuzz"}  # beside --jobs others: they take what those leave of the processors
SUITE_TIMEOUT_S = 40 * 60  # of a plain build


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", help=f"suites to run (default: all but {', '.join(sorted(ON_DEMAND))})")
    parser.add_argument("--build", default="build/release", help="build folder (default: build/release)")
    parser.add_argument("--server", help="server program (default: BUILD/stator)")
    parser.add_argument("--endpoint", help="use this running server; suites that need their own are left out")
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() + 1,  # suites wait much of their time
        help="suites at a time (default: one more than there are cores)",
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the random suites (default: 1)")
    parser.add_argument("--seconds", type=float, help="processor time for each fuzz target (default: 30)")
    parser.add_argument("--list", action="store_true", help="print the suites' names")
    return parser.parse_args()


def suite_environment(options):
    variables = dict(
        os.environ,
        PYTHONDONTWRITEBYTECODE="1",
        STATOR_BUILD=options.build,
        STATOR_SEED=str(options.seed),
    )
    if options.seconds is not None:
        variables["STATOR_FUZZ_SECONDS"] = str(options.seconds)
    if options.server:
        variables["STATOR_SERVER"] = os.path.abspath(options.server)
    if options.endpoint:
        variables["STATOR_ENDPOINT"] = options.endpoint
    return variables


def run_suite(name, variables):
    """(name, text that it printed, passed, failed, skipped, seconds)"""
    with tempfile.TemporaryDirectory(prefix="stator-reports-") as folder:
        outcome = run_program(name, {**variables, **sanitizer.options(folder)})
        name, text, passed, failed, skipped, seconds = outcome
        for report in sanitizer.reports(folder):
            text, failed = f"{text}\nFAILED {name}: a sanitizer's report\n{report}\n", failed + 1
    return name, text, passed, failed, skipped, seconds


def run_program(name, variables):
    started = time.monotonic()
    limit = SUITE_TIMEOUT_S * environment.slowness()
    try:
        done = subprocess.run(
            [sys.executable, *SUITES[name][0]],
            cwd=environment.TESTS,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=limit,
        )
        output, code = done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as expired:
        output, code = (expired.stdout or b"").decode(
            errors="replace"
        ) + f"\nno end after {limit} s", 1
    lines = output.rstrip().splitlines()
    totals = TOTALS.match(lines[-1]) if lines else None
    if totals is None:
        return (
            name,
            output + f"\nFAILED {name}: no report (exit code {code})\n",
            0,
            1,
            0,
            time.monotonic() - started,
        )
    passed, failed, skipped = map(int, totals.groups())
    text = "\n".join(lines[:-1])
    if code != 0 and failed == 0:
        text, failed = f"{text}\nFAILED {name}: exit code {code}\n", 1
    return name, text, passed, failed, skipped, time.monotonic() - started


def main():
    options = parse_arguments()
    unknown = sorted(set(options.suites) - set(SUITES))
    if unknown:
        sys.exit(f"no such suite: {', '.join(unknown)} (there are: {', '.join(sorted(SUITES))})")
    if options.list:
        print("\n".join(sorted(SUITES)))
        return 0
    os.environ["STATOR_BUILD"] = options.build
    names = [name for name in SUITES if name in (options.suites or SUITES.keys() - ON_DEMAND)]
    if options.endpoint:
        names = [name for name in names if SUITES[name][1]]
    variables = suite_environment(options)
    passed = failed = skipped = 0
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs) + len(BESIDE.intersection(names))) as pool:
        running = [pool.submit(run_suite, name, variables) for name in names]
        for future in concurrent.futures.as_completed(running):
            name, text, suite_passed, suite_failed, suite_skipped, seconds = future.result()
            if text.strip():
                print(text.rstrip())
            print(
                f"{name}: {suite_passed} passed, {suite_failed} failed, {suite_skipped} skipped ({seconds:.1f} s)",
                flush=True,
            )
            passed, failed, skipped = passed + suite_passed, failed + suite_failed, skipped + suite_skipped
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
