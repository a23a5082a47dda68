#!/usr/bin/env python3
"""Searches, with libFuzzer, for inputs that break the fuzz targets: ./dev fuzz [TARGET...] [--seconds N].

Each target starts from its corpus (tests/fuzz/corpus) and from what earlier searches on this machine have found worth keeping
(build/fuzz/corpus), and knows the words of its dictionary (tests/fuzz/dictionaries), where there is one. An input that breaks a
target is kept in build/fuzz/findings/TARGET; it is tried again by build/fuzz/tests/fuzz/stator_TARGET_fuzz FILE, and becomes a
test with the fix. One that only takes long (slow-unit-...) is a finding, too, but may as well be the machine's fault.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(FOLDER, "corpus")
DICTIONARIES = os.path.join(FOLDER, "dictionaries")
BUILD = os.path.join(os.path.dirname(os.path.dirname(FOLDER)), "build", "fuzz")
MAX_CORPUS_BYTES = 500 << 10  # of a target, in the repository
MADE_NAME_LENGTH = 12  # of the SHA-1 by which libFuzzer calls an input
MADE_NAME = re.compile("[0-9a-f]{10,}")
INPUT_TIMEOUT_S = 20
MEMORY_LIMIT_MB = 2048
LONGEST_INPUT = 4096


def targets():
    suffix = "_fuzz.cc"
    return sorted(file.removesuffix(suffix) for file in os.listdir(FOLDER) if file.endswith(suffix))


def program(name):
    return f"stator_{name}_fuzz"


def command(name, *options, build=BUILD):
    return [os.path.join(build, "tests", "fuzz", program(name)), f"-max_len={LONGEST_INPUT}", *options]


def search_command(name, findings, corpus, *options, build=BUILD):
    """Searches from the corpus of the repository and the folder `corpus`, which also gets what is worth keeping. An input that
    breaks the target ends it, and is kept in the folder `findings`."""
    words = os.path.join(DICTIONARIES, f"{name}.dict")
    return command(
        name,
        f"-rss_limit_mb={MEMORY_LIMIT_MB}",
        f"-artifact_prefix={findings}/",
        "-print_final_stats=1",
        *([f"-dict={words}"] if os.path.exists(words) else []),
        *options,
        corpus,
        os.path.join(CORPUS, name),
        build=build,
    )


def inputs_of(text):
    """How many inputs a program has tried, by what it printed at its end."""
    runs = re.search(r"number_of_executed_units: (\d+)", text)
    return int(runs[1]) if runs else 0


def run(arguments):
    """The exit code and what was printed."""
    symbolizer = shutil.which("llvm-symbolizer-19")
    variables = dict(os.environ, **({"ASAN_SYMBOLIZER_PATH": symbolizer} if symbolizer else {}))
    done = subprocess.run(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=variables
    )
    return done.returncode, done.stdout.decode(errors="replace")


def folder_of(kind, name):
    folder = os.path.join(BUILD, kind, name)
    os.makedirs(folder, exist_ok=True)
    return folder


def search(name, seconds):
    """Whether nothing was found."""
    findings = folder_of("findings", name)
    before = set(os.listdir(findings))
    time = [f"-max_total_time={seconds}", f"-timeout={INPUT_TIMEOUT_S}"]
    code, text = run(search_command(name, findings, folder_of("corpus", name), *time))
    covered = re.findall(r"cov: (\d+)", text)
    found = sorted(set(os.listdir(findings)) - before)
    print(
        f"{name}: {inputs_of(text)} inputs, {covered[-1] if covered else '?'} edges covered, {len(found)} findings",
        flush=True,
    )
    for file in found:
        print(f"  {os.path.join(findings, file)}")
    if code != 0:
        print(text[-4000:], flush=True)
    return code == 0 and not found


def minimise(name):
    """The corpus of the repository anew: what has a name that somebody gave it, and the fewest inputs that reach all edges that
    are reached, the longest ones left out where they are too much."""
    home = os.path.join(CORPUS, name)
    named = [file for file in os.listdir(home) if not MADE_NAME.fullmatch(file)]
    with tempfile.TemporaryDirectory() as merged:
        merge = ["-use_counters=0", "-set_cover_merge=1", f"-artifact_prefix={folder_of('findings', name)}/"]
        code, text = run(command(name, *merge, merged, folder_of("corpus", name), home))
        if code != 0:
            sys.exit(text)
        files = sorted((os.path.join(merged, file) for file in os.listdir(merged)), key=os.path.getsize)
        kept, size = [], 0
        for file in files:
            size += os.path.getsize(file)
            if size <= MAX_CORPUS_BYTES:
                kept.append(file)
        for file in set(os.listdir(home)) - set(named):
            os.remove(os.path.join(home, file))
        for file in kept:
            shutil.copy(file, os.path.join(home, os.path.basename(file)[:MADE_NAME_LENGTH]))
    print(f"{name}: {len(kept)} of {len(files)} inputs kept, and {len(named)} with names")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", help=f"default: all of {', '.join(targets())}")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time (default: one a core)")
    parser.add_argument("--minimise", action="store_true", help="write tests/fuzz/corpus anew instead of searching")
    parser.add_argument("--programs", action="store_true", help="print the names of the programs that are needed")
    options = parser.parse_args()
    unknown = sorted(set(options.targets) - set(targets()))
    if unknown:
        sys.exit(f"no such target: {', '.join(unknown)} (there are: {', '.join(targets())})")
    names = options.targets or targets()
    if options.programs:
        print("\n".join(program(name) for name in names))
        return 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        if options.minimise:
            list(pool.map(minimise, names))
            return 0
        return 0 if all(list(pool.map(lambda name: search(name, options.seconds), names))) else 1


if __name__ == "__main__":
    sys.exit(main())
