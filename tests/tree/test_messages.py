"""Texts for users are data in src/messages, each with its source; none stands in the code of the API."""

import os
import re
import unittest

from harness import environment
from tree import includes

# The folders whose texts users see.
FOLDERS = (
    "authz/",
    "aws/",
    "db/",
    "functions/",
    "monitoring/",
    "records/",
    "services/",
    "telemetry/",
    "transfer/",
)
# Comments, raw strings (documents and programs) and characters are skipped; `text` is a literal, with those that it is joined to.
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<end>\w*)\((?:.*?)\)(?P=end)"|\'(?:[^\'\\\n]|\\.)\'|(?P<text>(?:"(?:[^"\\\n]|\\.)*"\s*)+)', re.DOTALL
)
WORDS = re.compile(r"[A-Za-z]{2,}\W* \W*[A-Za-z]{2,}")
# What users of an API are not told: the log, names of background work and of records, the help of metrics, checks, and causes
# of an internal error, which are logged.
INTERNAL = re.compile(
    r"(?:log_\w+\(|until_done\(|static_assert\(|STATOR_CHECK\(|kInternal,|kCorrupt,|Structure k\w+\{|Kind = |jobs_\("
    r'|"stator_\w+",)[^;]*\Z'
)
LOOK_BACK = 200
TEST = re.compile(r"test|fixture")


def texts_in(source):
    """(line, text) of every literal that reads like a sentence to a user."""
    for token in TOKEN.finditer(source):
        if token["text"] and WORDS.search(token["text"]) and "%" not in token["text"]:
            before = source[max(0, token.start() - LOOK_BACK) : token.start()]
            if not INTERNAL.search(before):
                yield source.count("\n", 0, token.start()) + 1, token["text"].strip()


class MessagesTest(unittest.TestCase):
    def test_the_check_itself(self):
        self.assertEqual([(1, '"No such table"')], list(texts_in('return error("No such table");')))
        self.assertEqual([(2, '"a "\n"b c is bad"')], list(texts_in('{\nfail("a "\n"b c is bad");')))
        self.assertEqual([(1, '"No such table"')], list(texts_in('R"x(a)"; b")x"; fail("No such table");')))
        for harmless in (
            'base::log_warning("table", "has to wait: {}", text);',
            "// no such table",
            'Error{ErrorKind::kInternal, "a record is damaged", {}};',
            'fmt::format("{:%a %b}", time);',
            'name == "TableName"',
            'out->family("stator_errors", Type::kCounter, "Errors of functions.");',
            'constexpr Structure kEvent{"queued event", kMembers};',
            'program = R"python(raise Exception("no such table"))python";',
        ):
            self.assertEqual([], list(texts_in(harmless)), harmless)

    def test_no_text_for_users_outside_the_catalogue(self):
        complaints = []
        for path, source in includes.sources(os.path.join(environment.ROOT, "src")):
            if path.startswith(FOLDERS) and not TEST.search(os.path.basename(path)):
                complaints += [f"src/{path}:{line}: {text}" for line, text in texts_in(source)]
        self.assertFalse(complaints, "\n" + "\n".join(complaints))
