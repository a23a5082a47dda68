"""The invariants of the transactions can fail."""

import unittest

from workloads.transactions import ACCOUNTS, NODES, START, Bank, Broken, Ring


def ring(following):
    return [{"pk": {"S": f"node-{i}"}, "next": {"S": f"node-{next}"}} for i, next in enumerate(following)]


class InvariantTest(unittest.TestCase):
    def test_ring(self):
        whole = [(i + 1) % NODES for i in range(NODES)]
        Ring.__new__(Ring).check_snapshot(ring(whole))
        Ring.__new__(Ring).check_snapshot(ring([(i + 5) % NODES for i in range(NODES)]))
        two_rings = list(whole)
        two_rings[2], two_rings[NODES - 1] = 0, 3
        beside = [1, 0] + [(i + 1) % NODES for i in range(2, NODES)]
        for following in (two_rings, beside, [0] * NODES):
            with self.assertRaises(Broken, msg=following):
                Ring.__new__(Ring).check_snapshot(ring(following))

    def test_money(self):
        def items(amounts):
            return [{"amount": {"N": str(amount)}} for amount in amounts]

        bank = Bank.__new__(Bank)
        bank.check_snapshot(items([START] * ACCOUNTS))
        bank.check_snapshot(items([0, 2 * START] + [START] * (ACCOUNTS - 2)))
        for amounts in ([START + 1] + [START] * (ACCOUNTS - 1), [-1, 2 * START + 1] + [START] * (ACCOUNTS - 2)):
            with self.assertRaises(Broken, msg=amounts):
                bank.check_snapshot(items(amounts))
