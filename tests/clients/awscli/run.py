"""The AWS CLI, through the awslocal wrapper."""

from clients.awscli import test_awscli, test_metrics, test_s3
from harness.report import Report, add_unittests
from harness.server import ServerFailure, server_for_suite


def main():
    report = Report()
    try:
        with server_for_suite() as server:
            test_awscli.AwsCliTest.server = server
            test_s3.AwsCliS3Test.server = server
            test_metrics.AwsCliMetricsTest.server = server
            add_unittests(report, test_awscli, test_metrics, test_s3)
    except ServerFailure as failure:
        report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
