"""Files of tests for Node's own test runner, as parts of a suite."""

import os
import re
import subprocess

from harness import environment

TEST_LINE = re.compile(r"^(ok|not ok) \d+ - (.*?)( # SKIP.*)?$")  # only top level: subtests are indented


def run(report, path, variables):
    """Runs the file in its environment; each of its tests counts."""
    # Run as a plain program, not by `node --test`: then its tests, not the file, are the top level of the TAP output.
    done = subprocess.run(
        ["node", "--test-reporter=tap", path],
        cwd=os.path.dirname(path),
        env=dict(variables, NODE_NO_WARNINGS="1"),
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
