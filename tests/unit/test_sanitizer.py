"""A sanitizer build finds mistakes, and they are reported as failures."""

import os
import subprocess
import tempfile
import unittest
import unittest.mock

from harness import environment, sanitizer

MISTAKES = {
    "asan": {
        "use-after-free": "heap-use-after-free",
        "leak": "detected memory leaks",
        "overflow": "signed integer overflow",
    },
    "tsan": {"race": "data race", "race-of-rocksdb-types": "data race"},
}


class SanitizerTest(unittest.TestCase):
    def run_broken(self, mistake):
        """(exit code, reports), run as a server of a test is"""
        program = os.path.join(environment.build_directory(), "tests", "unit", "stator_broken")
        with tempfile.TemporaryDirectory(prefix="stator-broken-") as folder:
            variables, log_path = sanitizer.options(folder), os.path.join(folder, "log")
            with open(log_path, "wb") as log:
                done = subprocess.run([program, mistake], env={**os.environ, **variables}, stdout=log, stderr=log)
            with unittest.mock.patch.dict(os.environ, variables):
                sanitizer.keep_report(log_path)
            return done.returncode, sanitizer.reports(folder)

    def test_mistakes_are_found(self):
        for mistake, says in MISTAKES[environment.sanitizer()].items():
            with self.subTest(mistake=mistake):
                code, reports = self.run_broken(mistake)
                self.assertNotEqual(0, code)
                self.assertEqual(1, len(reports))
                self.assertIn(says, reports[0])

    def test_nothing_is_found_where_nothing_is_wrong(self):
        self.assertEqual((0, []), self.run_broken("nothing"))

    def test_other_output_is_no_report(self):
        with tempfile.TemporaryDirectory(prefix="stator-broken-") as folder:
            with open(os.path.join(folder, "report.1"), "w", encoding="utf-8") as file:
                file.write("ThreadSanitizer: Matched 1 suppressions (pid=1):\n")
            self.assertEqual([], sanitizer.reports(folder))
