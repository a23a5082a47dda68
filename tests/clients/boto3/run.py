"""boto3, as its users use it: client and resource, waiters, paginators, the batch writer, conditions.

A module that has ARGUMENTS gets a server that was started with them, together with all others that have the same.
"""

import itertools

from clients.boto3.case import Boto3Test
from harness import environment
from harness.modules import test_modules
from harness.report import Report, add_unittests
from harness.server import ServerFailure, server_for_suite


def arguments_of(module):
    return getattr(module, "ARGUMENTS", None)


def main():
    report = Report()
    modules = sorted(test_modules(__file__), key=lambda module: (arguments_of(module) is not None, arguments_of(module) or ()))
    try:
        for arguments, group in itertools.groupby(modules, arguments_of):
            together = list(group)
            if arguments is not None and environment.given_endpoint():
                told = ", ".join(module.__name__.rpartition(".")[2] for module in together)
                report.add_skip(told, f"needs a server of its own: {' '.join(arguments)}")
                continue
            with server_for_suite(*arguments or ()) as server:
                Boto3Test.server = server
                add_unittests(report, *together)
    except ServerFailure as failure:
        report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
