"""The web console: its types, its format and rules, its unit tests, and how the program serves it. What it does in a browser is
tested by `./dev test browser`."""

import json
import os
import subprocess
import tempfile

from console import test_served
from harness import environment
from harness.report import Report, add_unittests

FOLDER = os.path.join(environment.ROOT, "console")
LIMIT_S = 300 * environment.slowness()


def npm(*arguments):
    return subprocess.run(
        ["npm", "run", "--silent", *arguments],
        cwd=FOLDER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT_S,
        check=False,
    )


def check(report, script):
    done = npm(script)
    if done.returncode == 0:
        report.add_pass()
    else:
        report.add_failure(f"npm run {script}", done.stdout.decode(errors="replace")[-8000:])


def unit_tests(report):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "report.json")
        done = npm("test", "--", "--reporter=json", f"--outputFile={file}")
        if not os.path.exists(file):
            report.add_failure("npm test", done.stdout.decode(errors="replace")[-8000:])
            return
        with open(file, encoding="utf-8") as opened:
            files = json.load(opened)["testResults"]
    for each in files:
        name = os.path.relpath(each["name"], FOLDER)
        if not each["assertionResults"]:
            report.add_failure(name, each.get("message"))
        for test in each["assertionResults"]:
            if test["status"] == "passed":
                report.add_pass()
            elif test["status"] == "failed":
                report.add_failure(f"{name}: {test['fullName']}", "\n".join(test["failureMessages"]))
            else:
                report.add_skip(f"{name}: {test['fullName']}", test["status"])


def main():
    report = Report()
    if os.path.isdir(os.path.join(FOLDER, "node_modules")):
        check(report, "check")
        check(report, "lint")
        unit_tests(report)
    else:
        report.add_skip("console", "its npm packages are not installed: is there a registry?")
    add_unittests(report, test_served)
    report.finish()


if __name__ == "__main__":
    main()
