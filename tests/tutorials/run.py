"""The tutorials that users start with: every command of them, with the real AWS CLI and boto3. README.md has the list."""

import concurrent.futures
import glob
import os
import sys
import tempfile

from harness import environment
from harness.report import Report
from harness.server import Server, ServerFailure
from tutorials import script, snippets

FOLDER = os.path.join(environment.TESTS, "tutorials")


def run_script(report, path):
    """Each tutorial has a server of its own, durable as a user's is: their table names collide."""
    try:
        with Server() as server, tempfile.TemporaryDirectory(prefix="stator-tutorial-") as folder:
            script.run(report, path, server.endpoint, folder)
    except ServerFailure as failure:
        report.add_failure(os.path.basename(path), failure)


def run_snippets(report):
    """The guide in Python runs in this process, with the class of the examples."""
    os.environ.update(environment.client_environment("http://unset.invalid"))
    sys.path.append(os.path.join(environment.ROOT, "examples"))
    try:
        with Server() as server:
            snippets.run(report, os.path.join(FOLDER, "complete_guide.snippets"), server.endpoint)
    except ServerFailure as failure:
        report.add_failure("complete_guide.snippets", failure)


def main():
    report = Report()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(run_script, report, path)
            for path in sorted(glob.glob(os.path.join(FOLDER, "*.tutorial")))
        ]
        running.append(pool.submit(run_snippets, report))
        for each in running:
            each.result()
    report.finish()


if __name__ == "__main__":
    main()
