"""What holds for the source tree as such: ranks of folders, the map, texts for users, forbidden words, locks
of npm packages, traps of the compiler."""

from harness.report import run_unittests
from tree import test_awaits, test_includes, test_locks, test_map, test_messages, test_modules, test_words

if __name__ == "__main__":
    run_unittests(test_awaits, test_includes, test_locks, test_map, test_messages, test_modules, test_words)
