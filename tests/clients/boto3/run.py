"""The AWS SDK for Python: client and resource."""

from clients.boto3 import (
    test_alarms,
    test_backups,
    test_bulk_puts,
    test_client,
    test_dashboards,
    test_exports,
    test_iam,
    test_iam_renames,
    test_iam_simulation,
    test_iam_simulation_errors,
    test_imports,
    test_lambda,
    test_lambda_delivery,
    test_lambda_layers,
    test_lambda_limits,
    test_lambda_node,
    test_lambda_process,
    test_lambda_roles,
    test_logs,
    test_metrics,
    test_own_metrics,
    test_partiql,
    test_resource,
    test_s3,
    test_s3_attributes,
    test_s3_forms,
    test_s3_settings,
    test_s3_versions,
    test_streams,
    test_strict,
    test_strict_accounts,
    test_strict_alarms,
    test_strict_backups,
    test_strict_bulk_puts,
    test_strict_dashboards,
    test_strict_insights,
    test_strict_metrics,
    test_strict_policies,
    test_strict_simulation,
    test_strict_transfers,
    test_strict_vectors,
    test_table_settings,
    test_throttling,
    test_time_to_live,
    test_transactions,
    test_vectors,
)
from clients.boto3.case import Boto3Test
from harness import environment
from harness.report import Report, add_unittests
from harness.server import ServerFailure, server_for_suite


def main():
    report = Report()
    try:
        with server_for_suite() as server:
            Boto3Test.server = server
            add_unittests(
                report,
                test_alarms,
                test_backups,
                test_bulk_puts,
                test_dashboards,
                test_client,
                test_exports,
                test_iam,
                test_iam_renames,
                test_iam_simulation,
                test_iam_simulation_errors,
                test_imports,
                test_lambda,
                test_lambda_delivery,
                test_lambda_layers,
                test_lambda_limits,
                test_logs,
                test_metrics,
                test_own_metrics,
                test_partiql,
                test_resource,
                test_s3,
                test_s3_attributes,
                test_s3_forms,
                test_s3_settings,
                test_s3_versions,
                test_streams,
                test_table_settings,
                test_time_to_live,
                test_transactions,
                test_vectors,
            )
        if environment.given_endpoint():
            report.add_skip("test_throttling", "needs a server with --capacity enforced")
            report.add_skip("test_lambda_node, test_lambda_process", "need servers of their own")
            report.add_skip("test_strict, test_lambda_roles", "need a server with --auth strict")
        else:
            with server_for_suite("--capacity", "enforced") as server:
                Boto3Test.server = server
                add_unittests(report, test_throttling)
            for module in (test_lambda_node, test_lambda_process):
                with server_for_suite(*module.ARGUMENTS) as server:
                    Boto3Test.server = server
                    add_unittests(report, module)
            with server_for_suite(*test_strict.ARGUMENTS) as server:
                Boto3Test.server = server
                add_unittests(
                    report,
                    test_lambda_roles,
                    test_strict,
                    test_strict_accounts,
                    test_strict_alarms,
                    test_strict_backups,
                    test_strict_bulk_puts,
                    test_strict_dashboards,
                    test_strict_insights,
                    test_strict_metrics,
                    test_strict_policies,
                    test_strict_simulation,
                    test_strict_transfers,
                    test_strict_vectors,
                )
    except ServerFailure as failure:
        report.add_failure("server", failure)
    report.finish()


if __name__ == "__main__":
    main()
