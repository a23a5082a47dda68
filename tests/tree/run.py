"""What holds for the source tree as such: ranks of folders, the map, texts for users, forbidden words, locks
of npm packages, traps of the compiler."""

from harness.modules import test_modules
from harness.report import run_unittests

if __name__ == "__main__":
    run_unittests(*test_modules(__file__))
