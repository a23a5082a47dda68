"""Hostile clients, each beside one that behaves well: memory stays within its setting, and the other one is served."""

from harness import environment
from harness.modules import test_modules
from harness.report import Report, add_unittests


def main():
    report = Report()
    if environment.is_sanitized():
        report.add_skip("bounded memory", "a sanitizer keeps more than the server does")
    add_unittests(report, *test_modules(__file__))
    report.finish()


if __name__ == "__main__":
    main()
