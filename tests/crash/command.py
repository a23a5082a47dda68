"""The command line of the suites' parts that run alone."""

import argparse

from harness import environment
from harness.report import Report


def main(description, run_rounds, rounds):
    """run_rounds(report, rounds, seed)."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seed", type=int, default=environment.seed())
    options = parser.parse_args()
    report = Report()
    run_rounds(report, options.rounds, options.seed)
    report.finish()
