"""Raw HTTP against a server of its own: answers, connections, hostile input."""

from harness import environment
from harness.report import Report, add_unittests
from harness.server import ServerFailure
from protocol import (
    test_answers,
    test_bad_requests,
    test_connections,
    test_hostile_input,
    test_rpc_v2,
    test_s3,
    test_tls,
)
from protocol.case import ProtocolTest


def main():
    report = Report()
    if environment.is_sanitized():
        report.add_skip("bounded memory after each test", "a sanitizer keeps more than the server does")
    add_unittests(
        report,
        test_answers,
        test_bad_requests,
        test_connections,
        test_hostile_input,
        test_rpc_v2,
        test_s3,
        test_tls,
    )
    server = ProtocolTest.server
    if server is not None:
        try:
            server.stop()
        except ServerFailure as failure:
            report.add_failure("clean stop after all of it", failure)
        server.remove()
    report.finish()


if __name__ == "__main__":
    main()
