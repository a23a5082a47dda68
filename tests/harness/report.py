"""The report of one suite: failures in full, then `N passed, N failed, N skipped` as the last line."""

import re
import sys
import threading
import traceback
import unittest

TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")


class Report:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0
        self._lock = threading.Lock()

    def add_pass(self, count=1):
        with self._lock:
            self.passed += count

    def add_failure(self, name, text):
        with self._lock:
            self.failed += 1
            print(f"FAILED {name}\n{indent(text)}\n", flush=True)

    def add_skip(self, name, reason, count=1):
        with self._lock:
            self.skipped += count
            print(f"skipped {name}: {reason}", flush=True)

    def totals(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def finish(self):
        print(self.totals(), flush=True)
        sys.exit(1 if self.failed or not (self.passed or self.skipped) else 0)


def indent(text):
    return "\n".join("    " + line for line in str(text).rstrip().splitlines())


class _UnittestResult(unittest.TestResult):
    def __init__(self, report):
        super().__init__()
        self.report = report
        self.failed_subtests = set()

    def addSuccess(self, test):
        if test.id() not in self.failed_subtests:
            self.report.add_pass()

    def _fail(self, test, error):
        self.report.add_failure(test.id(), "".join(traceback.format_exception(*error)))

    def addFailure(self, test, error):
        self._fail(test, error)

    def addError(self, test, error):
        self._fail(test, error)

    def addSubTest(self, test, subtest, outcome):
        super().addSubTest(test, subtest, outcome)
        if outcome is not None:
            self.failed_subtests.add(test.id())
            self._fail(subtest, outcome)

    def addSkip(self, test, reason):
        self.report.add_skip(test.id(), reason)


def add_unittests(report, *modules):
    """Runs the unittest cases of the modules into the report."""
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in modules)
    suite.run(_UnittestResult(report))


def run_unittests(*modules):
    """Runs the unittest cases of the modules and ends the process with their report."""
    report = Report()
    add_unittests(report, *modules)
    report.finish()
