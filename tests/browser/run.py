"""What web pages can do to a server on the machine that shows them, and the console, in a real browser. Not among the suites that run by
default: it needs Chromium (a download of 100 MB), which `./dev test browser` installs."""

import os

from browser import pages, test_pages
from harness import environment, node_tests
from harness.report import Report, add_unittests
from harness.server import Server, ServerFailure

FOLDER = os.path.dirname(os.path.abspath(__file__))
NODE_MODULES = os.path.join(FOLDER, "node_modules")
CONSOLE = os.path.join(FOLDER, "console")
ROOT = ("AKIAROOT", "the-secret-of-the-owner-of-everything")
STRICT = ("--auth", "strict", "--root-access-key-id", ROOT[0], "--root-secret-access-key", ROOT[1])


def test_console(report):
    """Each file has a server of its own, strict.test.mjs one with --auth strict."""
    for name in sorted(name for name in os.listdir(CONSOLE) if name.endswith(".test.mjs")):
        try:
            with Server(*(STRICT if name.startswith("strict") else ()), in_memory=True) as server:
                variables = dict(
                    environment.client_environment(server.endpoint),
                    STATOR_ENDPOINT=server.endpoint,
                    STATOR_SLOWNESS=str(environment.slowness()),
                    STATOR_ROOT_ID=ROOT[0],
                    STATOR_ROOT_SECRET=ROOT[1],
                )
                node_tests.run(report, os.path.join(CONSOLE, name), variables)
        except ServerFailure as failure:
            report.add_failure(name, failure)


def main():
    report = Report()
    if pages.browser_program() is None:
        report.add_skip("browser", f"none of {', '.join(pages.BROWSERS)} is installed; ./dev test browser installs it")
    elif not os.path.isdir(NODE_MODULES):
        report.add_skip("browser", "the npm packages of tests/browser are not installed; ./dev test browser installs them")
    else:
        add_unittests(report, test_pages)
        test_console(report)
    report.finish()


if __name__ == "__main__":
    main()
