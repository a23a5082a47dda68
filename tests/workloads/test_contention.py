"""The checks of the contention workload can fail."""

import unittest

from workloads.contention import Broken, Write, check_counter, check_order, check_winners


class ContentionChecksTest(unittest.TestCase):
    def test_counter(self):
        check_counter([[1, 3], [2]], 3)
        check_counter([[], []], 0)
        for answers, final in (([[1, 2], [2]], 3), ([[1, 3], [2]], 2), ([[3, 1], [2]], 3), ([[1], [3]], 2)):
            with self.assertRaises(Broken, msg=(answers, final)):
                check_counter(answers, final)

    def test_winners(self):
        check_winners([], [], None)
        check_winners([4], [1, 2], 4)
        for winners, losers, found in (([1, 2], [], 1), ([], [3], None), ([1], [], 2), ([1], [], None), ([], [], 1)):
            with self.assertRaises(Broken, msg=(winners, losers, found)):
                check_winners(winners, losers, found)

    def test_order(self):
        one_after_the_other = [Write(10, 1, 2), Write(20, 3, 4)]
        at_once = [Write(10, 1, 3), Write(20, 2, 4)]
        check_order([], [], None)
        check_order([10, 20], one_after_the_other, 20)
        check_order([10, 20], at_once, 20)
        check_order([20, 10], at_once, 10)
        for log, writes, final in (
            ([20, 10], one_after_the_other, 10),
            ([10], at_once, 10),
            ([10, 20, 20], at_once, 20),
            ([10, 20], at_once, 10),
            ([], [], 10),
        ):
            with self.assertRaises(Broken, msg=(log, writes, final)):
                check_order(log, writes, final)
