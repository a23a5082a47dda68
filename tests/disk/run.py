"""The server on a disk whose syncs fail or hang, and what its clients meet then (docs/durability.md)."""

import os

from disk import case, test_disk_faults
from harness.report import Report, add_unittests

if __name__ == "__main__":
    report = Report()
    if os.path.exists(case.sync_faults_library()):
        add_unittests(report, test_disk_faults)
    else:
        report.add_skip("disk", f"{case.sync_faults_library()} is not built")
    report.finish()
