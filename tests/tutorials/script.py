"""Tutorial scripts: shell commands as a reader types them, each with what it must answer.

A .tutorial file is a list of steps, separated by lines of three dashes. A step is a title line (`# ...`), the shell
commands, and then what is expected, line by line:

    => JSON            the output is this JSON (`"<any>"` and `["<unordered>", ...]` as in conformance cases)
    => ~JSON           the output has at least these members
    =>                 no output
    => text TEXT       the output is this text (white space at the ends apart)
    !! TEXT            the command fails, and says TEXT somewhere on stderr

Steps run in order on one server with an empty account; $EXAMPLES is the folder of the examples. A step whose commands
AWS itself refuses says so with `!!`, and the step after it has the commands that work.
"""

import json
import os

from conformance.matching import Mismatch, match
from harness import environment
from harness.awscli import run_shell

PREFIX = f"EXAMPLES='{os.path.join(environment.ROOT, 'examples')}'\n"


class Step:
    def __init__(self, title, line, commands, expectation):
        self.title, self.line, self.commands, self.expectation = title, line, commands, expectation


def parse(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    steps, line = [], 1
    for block in text.split("\n---\n"):
        lines = block.split("\n")
        title = next((each for each in lines if each.startswith("# ")), None)
        start = next((i for i, each in enumerate(lines) if each.startswith(("=>", "!!"))), None)
        if start is None:
            if any(each.strip() and not each.startswith("#") for each in lines):
                raise ValueError(f"{path}:{line}: a step without an expectation")
        else:
            commands = "\n".join(lines[lines.index(title) + 1 : start])
            steps.append(Step(title[2:], line, commands, "\n".join(lines[start:]).strip()))
        line += len(lines) + 1
    return steps


def check(expectation, result):
    """None, or what is wrong."""
    if expectation.startswith("!!"):
        wanted = expectation[2:].strip()
        if result.code == 0:
            return f"expected an error ({wanted}), got\n{result.output}"
        return (
            None
            if wanted in result.errors
            else f"expected the error\n  {wanted}\ngot\n  {result.errors.strip()}"
        )
    if result.code != 0:
        return f"exit code {result.code}\n{result.errors}{result.output}"
    wanted = expectation[2:].strip()
    if not wanted:
        return None if not result.output.strip() else f"expected no output, got\n{result.output}"
    if wanted.startswith("text "):
        wanted = wanted[5:].strip()
        return None if result.output.strip() == wanted else f"expected\n{wanted}\ngot\n{result.output}"
    try:
        match(json.loads(wanted.lstrip("~")), result.json, {}, is_subset=wanted.startswith("~"))
    except Mismatch as mismatch:
        return f"{mismatch}\n{result.output}"
    except ValueError as error:
        return f"{error}\n{result.output}"
    return None


def run(report, path, endpoint, folder):
    name = os.path.basename(path)
    for step in parse(path):
        complaint = check(step.expectation, run_shell(PREFIX + step.commands, endpoint, folder))
        if complaint:
            report.add_failure(f"{name}:{step.line}: {step.title}", f"{step.commands.strip()}\n{complaint}")
        else:
            report.add_pass()
