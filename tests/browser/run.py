"""What web pages can do to a server on the machine that shows them, in a real browser. Not among the suites that run by
default: it needs Chromium (a download of 100 MB), which `./dev test browser` installs."""

import os

from browser import pages, test_pages
from harness.report import Report, add_unittests

NODE_MODULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node_modules")


def main():
    report = Report()
    if pages.browser_program() is None:
        report.add_skip("browser", f"none of {', '.join(pages.BROWSERS)} is installed; ./dev test browser installs it")
    elif not os.path.isdir(NODE_MODULES):
        report.add_skip("browser", "the npm packages of tests/browser are not installed; ./dev test browser installs them")
    else:
        add_unittests(report, test_pages)
    report.finish()


if __name__ == "__main__":
    main()
