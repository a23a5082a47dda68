"""Python tutorials: blocks of code as a reader types them, one after the other in one interpreter.

A .snippets file has the form of a .tutorial (see script.py). Its steps are Python, and what is expected is

    =>                 the block runs
    => EXPRESSION      it runs, and then this Python expression is true
    !! TEXT            it raises, and the exception says TEXT somewhere

The endpoint http://localhost:8000 of the text stands for the server of the test.
"""

import os

from tutorials.script import parse

WRITTEN_ENDPOINT = "http://localhost:8000"


def complaint_of(step, endpoint, names):
    """None, or what is wrong."""
    expectation = step.expectation[2:].strip()
    try:
        exec(step.commands.replace(WRITTEN_ENDPOINT, endpoint), names)
    except Exception as error:
        if step.expectation.startswith("!!") and expectation in str(error):
            return None
        return f"{type(error).__name__}: {error}"
    if step.expectation.startswith("!!"):
        return f"expected an error ({expectation})"
    if expectation and not eval(expectation, names):
        return f"does not hold: {expectation}"
    return None


def run(report, path, endpoint):
    name, names = os.path.basename(path), {}
    for step in parse(path):
        complaint = complaint_of(step, endpoint, names)
        if complaint:
            report.add_failure(f"{name}:{step.line}: {step.title}", f"{step.commands.strip()}\n{complaint}")
        else:
            report.add_pass()
