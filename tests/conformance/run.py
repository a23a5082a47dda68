"""Runs conformance cases over HTTP: python3 -m conformance.run [--endpoint URL] [part of a path ...]"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import time
import uuid
import zlib

from conformance import casefile, streams_reader, test_rules, test_runner
from conformance.expansion import expand
from conformance.matching import Mismatch, match
from harness import environment
from harness.client import METRICS_OPERATIONS, Client
from harness.report import Report, add_unittests
from harness.server import ServerFailure, server_for_suite

REQUEST_ID = re.compile(r"[0-9A-Z]{52}")
NOT_FOUND = ("ResourceNotFound", "DashboardNotFoundError")  # CloudWatch's, with status 404
METRICS_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
POLL_LIMIT_S = 60 * environment.slowness()
FILES_AT_A_TIME = 6
NAME_LIMIT = 60


class StepFailure(Exception):
    pass


class FileRun:
    """One case file against one endpoint: makes its tables, runs its cases, deletes the tables."""

    def __init__(self, file, client, report, run_id):
        self.file, self.client, self.report = file, client, report
        stem = re.sub(r"[^A-Za-z0-9]+", "-", os.path.relpath(file.path, casefile.FOLDER)[: -len(".case")])[
            -NAME_LIMIT:
        ]
        self.variables = {alias: f"{alias}-{run_id}-{stem}" for alias in [*file.tables, *file.names]}
        self.variables["now"] = int(time.time())

    def run(self):
        try:
            for alias, request in self.file.tables.items():
                self.client.call("CreateTable", TableName=self.variables[alias], **request)
            for alias in self.file.tables:
                self.client.wait_active(self.variables[alias])
            for step in self.file.setup.steps:
                self.run_step(step)
        except Exception as error:  # whatever it is, all cases of the file fail by it
            for case in self.file.cases:
                self.report.add_failure(self.name_of(case), f"set-up: {error}")
        else:
            for case in self.file.cases:
                self.run_case(case)
        finally:
            self.delete_tables()

    def name_of(self, case):
        return f"{os.path.relpath(self.file.path, environment.ROOT)}:{case.line}: {case.title}"

    def run_case(self, case):
        try:
            for step in case.steps:
                self.run_step(step)
            self.report.add_pass()
        except StepFailure as failure:
            self.report.add_failure(self.name_of(case), failure)
        except Exception as error:  # a closed connection, a timeout: a failed case, not the end of the run
            self.report.add_failure(self.name_of(case), f"{type(error).__name__}: {error}")

    def run_step(self, step):
        if step.operation in ("wait", "wait-gone"):
            table = self.variables[step.request]
            self.client.wait_active(table) if step.operation == "wait" else self.wait_gone(table)
            return
        if step.loop_variable is None:
            self.exchange(step, self.variables)
            return
        name, values = step.loop_variable
        for value in values:
            self.variables[name] = expand(value, self.variables)
            self.exchange(step, self.variables)

    def exchange(self, step, variables):
        request = expand(step.request, variables)
        deadline = time.monotonic() + (POLL_LIMIT_S if step.is_until else 0)
        while True:
            captures = {}
            if step.operation == streams_reader.OPERATION:
                response = streams_reader.read_stream(self.client, request)
            else:
                response = self.client.send(step.operation, request)
            try:
                if step.operation != streams_reader.OPERATION:
                    check_headers(response, step.operation in METRICS_OPERATIONS)
                self.compare(step, response, captures)
            except Mismatch as mismatch:
                if time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                raise StepFailure(
                    f"{mismatch}\nline {step.line}: {step.operation} {brief(json.dumps(request, default=float))}\n"
                    f"answer: {brief(str(response))}"
                ) from None
            self.variables.update(captures)
            return

    def compare(self, step, response, captures):
        expectation = step.expectation
        if expectation.error is None:
            if response.status != 200:
                raise Mismatch(f"expected success, got {response.error_type}")
            if not expectation.is_any:
                match(
                    expand(expectation.body, self.variables), response.json, captures, expectation.is_subset
                )
            return
        is_of_metrics = step.operation in METRICS_OPERATIONS and expectation.error == "ResourceNotFoundException"
        if response.status != (404 if is_of_metrics or expectation.error in NOT_FOUND else 400):
            raise Mismatch(f"expected {expectation.error}, got status {response.status}")
        if response.error_type != expectation.error:
            raise Mismatch(f"expected {expectation.error}, got {response.error_type}")
        message = response.message or ""
        if expectation.message is not None:
            text = expand("=" + expectation.message, self.variables)[1:]
            if message != text:
                raise Mismatch(f"expected the message\n  {brief(text)}\ngot\n  {brief(message)}")
        if expectation.message_pattern is not None:
            pattern = expand("=" + expectation.message_pattern, self.variables)[1:]
            if not re.fullmatch(pattern, message, re.DOTALL):
                raise Mismatch(f"expected a message like\n  {brief(pattern)}\ngot\n  {brief(message)}")
        if expectation.error_members is not None:
            match(expand(expectation.error_members, self.variables), response.json, captures, is_subset=True)

    def wait_gone(self, table):
        deadline = time.monotonic() + POLL_LIMIT_S
        while (
            self.client.send("DescribeTable", {"TableName": table}).error_type != "ResourceNotFoundException"
        ):
            if time.monotonic() > deadline:
                raise StepFailure(f"table {table} is still there after {POLL_LIMIT_S} s")
            time.sleep(0.01)

    def delete_tables(self):
        for alias in [*self.file.tables, *self.file.names]:
            try:
                self.client.send("DeleteTable", {"TableName": self.variables[alias]})
            except OSError:
                return


def check_headers(response, is_metrics):
    """Every answer has them (rule 5); CloudWatch has no checksums."""
    if is_metrics:
        if not METRICS_REQUEST_ID.fullmatch(response.headers.get("x-amzn-RequestId", "")):
            raise Mismatch(f"x-amzn-RequestId is {response.headers.get('x-amzn-RequestId')!r}")
        return
    if not REQUEST_ID.fullmatch(response.headers.get("x-amzn-RequestId", "")):
        raise Mismatch(f"x-amzn-RequestId is {response.headers.get('x-amzn-RequestId')!r}")
    if response.headers.get("x-amz-crc32") != str(zlib.crc32(response.body)):
        raise Mismatch(f"x-amz-crc32 is {response.headers.get('x-amz-crc32')!r}")


def brief(text):
    return text if len(text) <= 2000 else f"{text[:1200]} ... {text[-400:]} ({len(text)} characters)"


def load_files(paths, report):
    """The case files by the arguments of the server that they need."""
    files = collections.defaultdict(list)
    for path in paths:
        try:
            file = casefile.load(path)
            files[file.server].append(file)
        except casefile.CaseError as error:
            report.add_failure(path, error)
    return files


def run_files(files, endpoint, report):
    run_id = uuid.uuid4().hex[:8]

    def run(file):
        client = Client(endpoint)
        try:
            FileRun(file, client, report, run_id).run()
        finally:
            client.close()

    with concurrent.futures.ThreadPoolExecutor(FILES_AT_A_TIME) as pool:
        list(pool.map(run, files))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", help="parts of the paths of the files to run (default: all)")
    parser.add_argument("--endpoint", help="a running server (default: one of its own)")
    options = parser.parse_args()
    if options.endpoint:
        os.environ["STATOR_ENDPOINT"] = options.endpoint
    report = Report()
    add_unittests(report, test_runner, test_rules)
    for arguments, files in load_files(casefile.paths(options.patterns), report).items():
        if arguments and environment.given_endpoint() and not options.patterns:
            for file in files:
                report.add_skip(file.path, f"needs {' '.join(arguments)}", len(file.cases))
            continue
        try:
            with server_for_suite(*arguments) as server:
                run_files(files, server.endpoint, report)
        except ServerFailure as failure:
            report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
