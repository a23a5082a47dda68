"""What operators see and do: metrics and their dashboard, the log, settings changed on a running server, what systemd is told."""

from harness.modules import test_modules
from harness.report import run_unittests

if __name__ == "__main__":
    run_unittests(*test_modules(__file__))
