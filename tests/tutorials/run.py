"""The tutorials that users start with: every DynamoDB command of them, with the real AWS CLI and boto3."""

import concurrent.futures
import glob
import os
import tempfile

from harness import environment
from harness.report import Report, add_unittests
from harness.server import Server, ServerFailure
from tutorials import script

FOLDER = os.path.join(environment.TESTS, "tutorials")


def run_script(report, path):
    """Each tutorial has a server of its own, durable as a user's is: their table names collide."""
    try:
        with Server() as server, tempfile.TemporaryDirectory(prefix="stator-tutorial-") as folder:
            script.run(report, path, server.endpoint, folder)
    except ServerFailure as failure:
        report.add_failure(os.path.basename(path), failure)


def run_python(report):
    from tutorials import test_complete_guide

    try:
        with Server() as server:
            test_complete_guide.CompleteGuideTest.endpoint = server.endpoint
            add_unittests(report, test_complete_guide)
    except ServerFailure as failure:
        report.add_failure("test_complete_guide", failure)


def main():
    report = Report()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(run_script, report, path)
            for path in sorted(glob.glob(os.path.join(FOLDER, "*.tutorial")))
        ]
        running.append(pool.submit(run_python, report))
        for each in running:
            each.result()
    report.finish()


if __name__ == "__main__":
    main()
