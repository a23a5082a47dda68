"""The comparison after a crash finds what it should."""

import unittest

from crash.expected_state import ExpectedState


class ExpectedStateTest(unittest.TestCase):
    def setUp(self):
        self.state = ExpectedState()
        for key in ("a", "b"):
            self.write({key: "old"})

    def write(self, changes):
        self.state.begin(changes)
        self.state.acknowledge(changes)

    def test_what_was_acknowledged_must_be_there(self):
        self.assertEqual([], self.state.compare({"a": "old", "b": "old"}, 0))
        self.assertEqual(1, len(self.state.compare({"a": "old"}, 0)))

    def test_what_was_pending_may_be_there(self):
        self.state.begin({"a": "new", "b": None})
        self.assertEqual([], self.state.compare({"a": "new", "b": "old"}, 0))
        self.assertEqual(1, len(self.state.compare({"a": "old", "b": "old"}, 0)), "it was settled")

    def test_what_was_refused_must_not_be_there(self):
        changes = {"a": "new"}
        self.state.begin(changes)
        self.state.reject(changes)
        self.assertEqual(1, len(self.state.compare({"a": "new", "b": "old"}, 0)))

    def test_a_transaction_is_there_whole_or_not_at_all(self):
        for found, is_whole in (
            ({"a": "old", "b": "old"}, True),
            ({"a": "new", "c": "new"}, True),
            ({"a": "new", "b": "old", "c": "new"}, False),
            ({"a": "old", "c": "new"}, False),
            ({"a": "old", "b": "old", "c": "new"}, False),
        ):
            with self.subTest(found):
                self.setUp()
                self.state.begin({"a": "new", "b": None, "c": "new"}, together=True)
                self.assertEqual(0 if is_whole else 1, len(self.state.compare(found, 0)))

    def test_a_change_to_the_same_tells_nothing(self):
        self.state.begin({"a": "old", "b": "new"}, together=True)
        self.assertEqual([], self.state.compare({"a": "old", "b": "old"}, 0))

    def test_counter(self):
        self.state.begin_count()
        self.state.acknowledge_count()
        self.state.begin_count()
        self.state.see_count(2)
        items = {"a": "old", "b": "old"}
        self.assertEqual(1, len(self.state.compare(items, 3)))
        self.state.counter_acknowledged, self.state.counter_pending = 1, 1
        self.assertEqual(1, len(self.state.compare(items, 1)), "a reader was shown 2")
