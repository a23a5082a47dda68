"""The AWS SDK for JavaScript v3, and the ORMs ElectroDB, dynamodb-toolbox, Dynamoose and OneTable on it, with Node's own test runner.
client-dynamodb-newest is the same client in a later version, which knows vector indexes and bulk puts; it runs with Node.js 18, too.

ORMs of Python are not tested: Debian 12 has none for DynamoDB (PynamoDB and Flywheel are not packaged).
"""

import os

from harness import environment, node_tests
from harness.report import Report
from harness.server import ServerFailure, server_for_suite

FOLDER = os.path.dirname(os.path.abspath(__file__))


def tests():
    folder = os.path.join(FOLDER, "test")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".test.js"))


def main():
    report = Report()
    try:
        with server_for_suite() as server:
            variables = dict(
                environment.client_environment(server.endpoint),
                STATOR_ENDPOINT=server.endpoint,
                STATOR_SLOWNESS=str(environment.slowness()),
            )
            for path in tests():
                node_tests.run(report, path, variables)
    except ServerFailure as failure:
        report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
