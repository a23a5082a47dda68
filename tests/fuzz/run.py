"""The fuzz targets, by libFuzzer, from the corpora of the repository on. ./dev fuzz searches for longer, and in more code.

(cd tests && STATOR_BUILD=build/asan python3 -m fuzz.run --seconds 600 api policy)
"""

import argparse
import concurrent.futures
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import time

from fuzz import search
from harness import environment
from harness.report import Report

SECONDS = 30  # of processor time, for each target
HURRY_AFTER_S = 15 * 60  # of ./dev test, which is to end within 25 minutes: a slow machine, or all was compiled
SECONDS_IN_A_HURRY = 3
TARGETS_AT_A_TIME = os.cpu_count()
NICENESS = 10  # other suites run beside, and go first
POLL_S = 0.2
INPUT_TIMEOUT_S = 120 * environment.slowness()  # of an input; the processors may be busy with other suites
QUARANTINE_MB = 32  # of freed memory
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user and system


def in_a_hurry():
    return time.time() - environment.started() > HURRY_AFTER_S * environment.slowness()


def wait_for(process, seconds):
    """Lets the program end when it has had its time: at SIGUSR1 libFuzzer stops in good order. (Exit code, time it had.)"""
    had = 0
    while True:
        try:
            return process.wait(POLL_S), had
        except subprocess.TimeoutExpired:
            had = processor_seconds(process.pid)
            if had >= seconds or (in_a_hurry() and had >= SECONDS_IN_A_HURRY):
                process.send_signal(signal.SIGUSR1)


def variables():
    """Leaks are for sanitizer builds: to look for them a program must be allowed to trace itself."""
    if environment.is_sanitized():
        return os.environ
    options = f"{os.environ.get('ASAN_OPTIONS', '')}:detect_leaks=0:quarantine_size_mb={QUARANTINE_MB}"
    return dict(os.environ, ASAN_OPTIONS=options)


@functools.cache
def at_fixed_addresses():
    """What to put before a command, where it is allowed: GCC 12's AddressSanitizer does not start at all addresses that newer
    kernels choose."""
    prefix = ["setarch", "--addr-no-randomize"]
    tried = subprocess.run([*prefix, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return prefix if tried.returncode == 0 else []


def keep(name, folder):
    """Copies what was found out of the temporary folder. Text that says where it is, and what it is."""
    kept = os.path.join(environment.build_directory(), "findings", name)
    os.makedirs(kept, exist_ok=True)
    text = ""
    for file in sorted(os.listdir(folder)):
        path = shutil.copy(os.path.join(folder, file), kept)
        with open(path, "rb") as finding:
            text += f"\n{path}, in hex: {finding.read().hex()}"
    return text


def run_target(report, name, seconds, seed):
    with tempfile.TemporaryDirectory(prefix="stator-fuzz-", dir=MEMORY) as folder:
        findings, corpus = os.path.join(folder, "findings"), os.path.join(folder, "corpus")
        os.mkdir(findings)
        os.mkdir(corpus)
        options = [f"-seed={seed}", f"-timeout={INPUT_TIMEOUT_S}"]
        command = search.search_command(name, findings, corpus, *options, build=environment.build_directory())
        with tempfile.TemporaryFile() as output:
            with subprocess.Popen(
                [*at_fixed_addresses(), *command],
                env=variables(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            ) as process:
                code, had = wait_for(process, seconds)
            output.seek(0)
            text = output.read().decode(errors="replace")
        if code == 0:
            print(f"{name}: {search.inputs_of(text)} inputs in {had:.0f} s", flush=True)
            return report.add_pass()
        report.add_failure(name, f"exit code {code}, seed {seed}\n{text[-8000:]}{keep(name, findings)}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", default=search.targets(), help="default: all")
    parser.add_argument(
        "--seconds", type=float, default=environment.fuzz_seconds(SECONDS), help=f"for each target (default: {SECONDS})"
    )
    parser.add_argument("--seed", type=int, default=environment.seed())
    options = parser.parse_args()
    os.nice(NICENESS)
    report = Report()
    if environment.no_fuzz():
        report.add_skip("fuzz", environment.no_fuzz(), len(options.targets))
        return report.finish()
    with concurrent.futures.ThreadPoolExecutor(TARGETS_AT_A_TIME) as pool:
        list(pool.map(lambda name: run_target(report, name, options.seconds, options.seed), options.targets))
    report.finish()


if __name__ == "__main__":
    main()
