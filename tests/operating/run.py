"""What operators see and do: metrics and their dashboard, the log, settings changed on a running server, what systemd is told."""

from harness.report import run_unittests
from operating import test_log, test_metrics, test_reload, test_service_manager

if __name__ == "__main__":
    run_unittests(test_log, test_metrics, test_reload, test_service_manager)
