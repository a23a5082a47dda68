"""The fuzz targets on their corpora, and on random changes of them: a short look that needs no Clang. ./dev fuzz searches.

(cd tests && STATOR_BUILD=build/asan python3 -m fuzz.run --runs 10000000 --seed 7)
"""

import argparse
import glob
import os
import subprocess
import tempfile

from harness import environment
from harness.report import Report

FOLDER = os.path.dirname(os.path.abspath(__file__))
TIMEOUT_S = 600 * environment.slowness()
RUNS = 10_000
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
RUNS_OF_SLOW_ONES = {"api": 1_000, "gzip": 2_000, "package": 2_000}


def targets():
    return sorted(os.listdir(os.path.join(FOLDER, "corpus")))


def run_target(report, name, runs, seed):
    program = os.path.join(environment.build_directory(), "tests", "fuzz", f"stator_{name}_fuzz")
    dictionary = os.path.join(FOLDER, "dictionaries", f"{name}.dict")
    words = ["--dictionary", dictionary] if os.path.exists(dictionary) else []
    files = sorted(glob.glob(os.path.join(FOLDER, "corpus", name, "*")))
    with tempfile.TemporaryDirectory(prefix="stator-fuzz-", dir=MEMORY) as folder:  # each input is written there
        done = subprocess.run(
            [program, "--runs", str(runs), "--seed", str(seed), *words, *files],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
        )
        if done.returncode == 0:
            return report.add_pass()
        finding = os.path.join(folder, "finding")
        text = f"exit code {done.returncode}\n{done.stdout.decode(errors='replace')[-8000:]}"
        if os.path.exists(finding):
            with open(finding, "rb") as file:
                text += f"\ninput, in hex: {file.read().hex()}"
        report.add_failure(name, text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, help=f"random inputs a target (default: {RUNS}, fewer of slow ones)")
    parser.add_argument("--seed", type=int, default=environment.seed())
    options = parser.parse_args()
    report = Report()
    for name in targets():
        runs = options.runs if options.runs is not None else RUNS_OF_SLOW_ONES.get(name, RUNS)
        run_target(report, name, runs, options.seed)
    report.finish()


if __name__ == "__main__":
    main()
