"""How programs of a sanitizer build are run: what they find is fatal, and ends up in a folder, so that no report is lost with
the output of a program that a test starts, expects to fail, or kills."""

import glob
import os
import re
import tempfile

from harness import environment

REPORT = re.compile(r"ERROR: \w+Sanitizer|WARNING: \w+Sanitizer|: runtime error: |\w+Sanitizer:DEADLYSIGNAL")
LONGEST_REPORT = 20000
FOLDER = "STATOR_SANITIZER_REPORTS"


def options(folder):
    """Variables of the environment for every program that runs. UndefinedBehaviorSanitizer as GCC has it knows no log_path
    and writes to standard error: see keep_report()."""
    common = f"log_path={os.path.join(folder, 'report')}:halt_on_error=1"
    return {
        FOLDER: folder,
        # RocksDB is not built with the sanitizer, so the ends of its containers cannot be judged; and what makes its
        # syncs fail is loaded before the sanitizer's library.
        "ASAN_OPTIONS": f"{common}:detect_stack_use_after_return=1:strict_string_checks=1:"
        "detect_container_overflow=0:verify_asan_link_order=0",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
        "TSAN_OPTIONS": f"{common}:suppressions={environment.TESTS}/tsan.supp:second_deadlock_stack=1",
    }


def reports(folder):
    """The texts of all reports."""
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "report*"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if REPORT.search(text):
            found.append(text[:LONGEST_REPORT])
    return found


def keep_report(log_path):
    """Saves the report that a server wrote into its log, if there is one, from going with the log."""
    if FOLDER not in os.environ or not os.path.exists(log_path):
        return
    with open(log_path, encoding="utf-8", errors="replace") as log:
        text = log.read()
    match = REPORT.search(text)
    if match:
        descriptor, _ = tempfile.mkstemp(prefix="report.log-", dir=os.environ[FOLDER])
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text[max(0, match.start() - 200) :])
