"""Every rule of rules.md that cases can show is named by one."""

import collections
import os
import re
import unittest

from conformance import casefile

ROW = re.compile(r"^\| (\d+) \| (\S.*) \|$")
SECTION = re.compile(r"^## (.*)$")
EXCEPTIONS = "Rules that no case names"
REQUIRED = "ABCDEFG"


def load_rules(text):
    """The rules by section ({"A. Wire": {1, 2}}), and the exceptions (rule -> reason)."""
    sections, exceptions, current = collections.defaultdict(set), {}, None
    for line in text.splitlines():
        heading, row = SECTION.match(line), ROW.match(line)
        if heading:
            current = heading[1]
        elif row and current == EXCEPTIONS:
            exceptions[int(row[1])] = row[2]
        elif row:
            sections[current].add(int(row[1]))
    return sections, exceptions


class RulesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(casefile.FOLDER, "rules.md"), encoding="utf-8") as page:
            cls.sections, cls.exceptions = load_rules(page.read())
        cls.rules = set().union(*cls.sections.values())
        cls.cases = collections.defaultdict(list)  # rule -> where it is named
        for path in casefile.paths():
            file = casefile.load(path)
            for case in file.cases:
                for rule in case.rules:
                    cls.cases[rule].append(f"{os.path.relpath(path, casefile.FOLDER)}:{case.line}")

    def test_list_is_whole(self):
        required = set().union(*(rules for name, rules in self.sections.items() if name[0] in REQUIRED))
        self.assertEqual(set(range(1, 113)), required)

    def test_each_rule_has_a_case_or_a_reason(self):
        for name, rules in self.sections.items():
            for rule in sorted(rules):
                with self.subTest(rule=rule, section=name):
                    self.assertTrue(self.cases[rule] or rule in self.exceptions)

    def test_no_reason_is_stale(self):
        for rule, reason in self.exceptions.items():
            with self.subTest(rule=rule, reason=reason):
                self.assertIn(rule, self.rules)
                self.assertEqual([], self.cases[rule])

    def test_cases_name_known_rules(self):
        for rule, places in self.cases.items():
            with self.subTest(places=places):
                self.assertIn(rule, self.rules)
