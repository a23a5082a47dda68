"""The benchmark runs, end to end and as short as can be; what it measures is not judged, only that all answers were right."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from harness import environment, sandbox
from harness.report import Report, add_unittests

BENCH = os.path.join(environment.ROOT, "bench", "run.py")
SHORT = ["--seconds", "0.1", "--items", "1000", "--write-keys", "1000", "--starts", "1", "--ttl", "1000", "--memory-items", "1000"]
SHORT += ["--growth", "1000,2000", "--index-items", "1000", "--size", "2MB", "--memory", "64", "--rounds", "1"]
WORKLOADS = 13
TIMEOUT_S = 300 * environment.slowness()


def run_bench(*arguments):
    return subprocess.run(
        [sys.executable, BENCH, "--build", environment.build_directory(), "--peers", "none", *SHORT, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIMEOUT_S,
    )


def cells(text):
    """The rows of all tables, as lists of cells."""
    rows = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows]


class BenchTest(unittest.TestCase):
    def bench(self, *arguments):
        done = run_bench(*arguments)
        output = done.stdout.decode()
        self.assertEqual(0, done.returncode, output)
        self.assertNotRegex(output, r"wrong answers|\d errors|WRONG|NOT gone")
        return output

    def test_every_workload_in_every_mode(self):
        output = self.bench("--parts", "throughput", "--connections", "2")
        rows = cells(output)
        for mode in ("memory", "relaxed", "durable"):
            measured = [row for row in rows if row[1] == f"stator {mode}"]
            self.assertEqual(WORKLOADS, len(measured), output)
            for row in measured:
                self.assertRegex(row[2], r"^[1-9]")
        self.assertEqual({"get", "query"}, {row[0] for row in rows if row[1] == "ceiling"})
        self.assertEqual({"get", "put"}, {row[0] for row in rows if row[1] == "rocksdb"})

    def test_the_other_parts_and_the_report(self):
        with tempfile.TemporaryDirectory(prefix="stator-bench-") as folder:
            report = os.path.join(folder, "report.md")
            results = ["--results", os.path.join(folder, "results")]
            parts = ["--parts", "start,hot,sync,fair,streams,ttl,connections,memory", "--modes", "durable", "--no-ceiling"]
            output = self.bench(*parts, "--save", *results)
            ratios = self.bench("--parts", "ratios,pace,scan,tls,loops,growth,index,size", *results, "--report", report)
            with open(report, encoding="utf-8") as file:
                text = file.read()
            plots = sorted(os.listdir(os.path.join(folder, "plots")))
            for name in plots:
                xml.etree.ElementTree.parse(os.path.join(folder, "plots", name))
        self.assertIn("right", [row[5] for row in cells(output) if row[0] == "stator durable" and len(row) > 5])
        self.assertIn("All gone", output)
        self.assertIn("that are left: 10,000 of 10,000", output)
        self.assertIn("Entries of the index: 1,000 for 1,000 items; their keys are those of the items", ratios)
        self.assertNotIn(folder, text)
        for title in re.findall("^## .*", output, re.MULTILINE):
            self.assertIn(title, text)
        for line in ratios.splitlines():
            if line.startswith(("|", "*", "## ")):
                self.assertIn(line, text)
        self.assertRegex(text, r"\| GetItem, of the ceiling \(stator durable\): at least 65% \| \d+%; by CPU \d+% \| (yes|\*\*no\*\*) \|")
        self.assertEqual(len(plots), len(re.findall(r"^!\[", text, re.MULTILINE)))
        self.assertIn("latency-at-a-part-of-the-peak-stator-durable.svg", plots)

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    def test_functions(self):
        output = self.bench("--parts", "functions")
        for figure in ("python3.11, cold: [1-9]", "nodejs18.x, warm, 4 at a time: [1-9]", "its stream triggers: p50 [0-9.]+ ms"):
            self.assertRegex(output, figure)

    def test_mistakes(self):
        for arguments in (["--workloads", "frobnicate"], ["--peers", "frobnicate"], ["--items", "150"], ["--growth", "1000"], ["--size", "10"]):
            done = run_bench(*arguments)
            self.assertEqual(2, done.returncode, done.stdout.decode())


def main():
    report = Report()
    if environment.is_sanitized():
        report.add_skip("bench", "a build with a sanitizer is not measured, and holds no limits of memory")
    elif os.path.exists(os.path.join(environment.build_directory(), "bench", "stator_bench_driver")):
        add_unittests(report, sys.modules[__name__])
    else:
        report.add_skip("bench", "stator_bench is not built")
    report.finish()


if __name__ == "__main__":
    main()
