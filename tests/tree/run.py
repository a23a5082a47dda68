"""What holds for the source tree as such: include ranks, the map, texts for users, forbidden words, traps
of the compiler."""

from harness.report import run_unittests
from tree import test_awaits, test_includes, test_map, test_messages, test_words

if __name__ == "__main__":
    run_unittests(test_awaits, test_includes, test_map, test_messages, test_words)
