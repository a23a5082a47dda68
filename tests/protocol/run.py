"""Raw HTTP against a server of its own: answers, connections, hostile input."""

from harness import environment
from harness.modules import test_modules
from harness.report import Report, add_unittests
from harness.server import ServerFailure
from protocol.case import ProtocolTest


def main():
    report = Report()
    if environment.is_sanitized():
        report.add_skip("bounded memory after each test", "a sanitizer keeps more than the server does")
    add_unittests(report, *test_modules(__file__))
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
