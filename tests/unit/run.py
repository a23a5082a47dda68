"""Unit tests: every GoogleTest program that CTest knows in the build folder; cases are counted one by one."""

import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

from harness import environment
from harness.report import Report, add_unittests
from unit import test_sanitizer

PROGRAM_TIMEOUT_S = 20 * 60 * environment.slowness()


def programs():
    listing = subprocess.run(
        ["ctest", "--show-only=json-v1", "--test-dir", environment.build_directory()],
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    return [(test["name"], test["command"]) for test in json.loads(listing)["tests"] if "command" in test]


def run_program(report, name, command):
    with tempfile.TemporaryDirectory(prefix="stator-unit-") as folder:
        result_path = os.path.join(folder, "result.json")
        try:
            done = subprocess.run(
                [*command, f"--gtest_output=json:{result_path}", "--gtest_brief=1"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=PROGRAM_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            report.add_failure(name, f"no end after {PROGRAM_TIMEOUT_S} s")
            return
        output = done.stdout.decode(errors="replace")
        if not os.path.exists(result_path):
            report.add_failure(name, f"{' '.join(command)}: exit code {done.returncode}\n{output[-8000:]}")
            return
        with open(result_path, encoding="utf-8") as result:
            failures = count_cases(report, name, json.load(result))
        if done.returncode != 0 and not failures:
            report.add_failure(name, f"exit code {done.returncode}\n{output[-8000:]}")


def count_cases(report, name, result):
    failures = 0
    for suite in result["testsuites"]:
        for case in suite["testsuite"]:
            case_name = f"{name}: {suite['name']}.{case['name']}"
            if case.get("failures"):
                failures += 1
                report.add_failure(case_name, "\n".join(failure["failure"] for failure in case["failures"]))
            elif case["result"] == "SKIPPED" or case["status"] == "NOTRUN":
                report.add_skip(case_name, "by the test itself")
            else:
                report.add_pass()
    return failures


def main():
    report = Report()
    if environment.is_sanitized():
        add_unittests(report, test_sanitizer)
    tests = programs()
    if not tests:
        report.add_failure("unit", f"no test programs in {environment.build_directory()}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for future in [pool.submit(run_program, report, name, command) for name, command in tests]:
            future.result()
    report.finish()


if __name__ == "__main__":
    sys.exit(main())
