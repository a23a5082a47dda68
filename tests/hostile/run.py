"""Hostile clients, each beside one that behaves well: memory stays within its setting, and the other one is served."""

from harness import environment
from harness.report import Report, add_unittests
from hostile import (
    test_crowds,
    test_documents,
    test_expansion,
    test_metrics,
    test_policies,
    test_simulations,
    test_smuggling,
    test_tls,
)


def main():
    report = Report()
    if environment.is_sanitized():
        report.add_skip("bounded memory", "a sanitizer keeps more than the server does")
    add_unittests(
        report,
        test_smuggling,
        test_expansion,
        test_documents,
        test_crowds,
        test_metrics,
        test_policies,
        test_simulations,
        test_tls,
    )
    report.finish()


if __name__ == "__main__":
    main()
