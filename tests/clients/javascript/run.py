"""The AWS SDK for JavaScript v3, and the ORMs ElectroDB, dynamodb-toolbox, Dynamoose and OneTable on it, with Node's own test runner.

ORMs of Python are not tested: Debian 12 has none for DynamoDB (PynamoDB and Flywheel are not packaged).
"""

import os
import re
import subprocess

from harness import environment
from harness.report import Report
from harness.server import ServerFailure, server_for_suite

FOLDER = os.path.dirname(os.path.abspath(__file__))
TEST_LINE = re.compile(r"^(ok|not ok) \d+ - (.*?)( # SKIP.*)?$")  # only top level: subtests are indented


def tests():
    folder = os.path.join(FOLDER, "test")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".test.js"))


def run_tests(report, endpoint, path):
    variables = dict(environment.client_environment(endpoint), STATOR_ENDPOINT=endpoint, NODE_NO_WARNINGS="1")
    # Run as a plain program, not by `node --test`: then its tests, not the file, are the top level of the TAP output.
    done = subprocess.run(
        ["node", "--test-reporter=tap", path],
        cwd=FOLDER,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=600 * environment.slowness(),
    )
    output = done.stdout.decode(errors="replace")
    counted = 0
    for line in output.splitlines():
        match = TEST_LINE.match(line)
        if not match:
            continue
        counted += 1
        if match[3]:
            report.add_skip(match[2], match[3])
        elif match[1] == "ok":
            report.add_pass()
        else:
            report.add_failure(f"{os.path.basename(path)}: {match[2]}", details(output, line))
    if not counted or (done.returncode != 0 and "not ok" not in output):
        report.add_failure(os.path.basename(path), f"exit code {done.returncode}\n{output[-4000:]}")


def details(output, line):
    """The YAML block that follows a test's line."""
    block = output[output.index(line) :]
    return block[: block.find("\n  ...") + 1] or block[:2000]


def main():
    report = Report()
    try:
        with server_for_suite() as server:
            for path in tests():
                run_tests(report, server.endpoint, path)
    except ServerFailure as failure:
        report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
