"""The program itself, without a client: commands, settings, data folders."""

from harness.modules import test_modules
from harness.report import run_unittests

if __name__ == "__main__":
    run_unittests(*test_modules(__file__))
