"""How the program serves its console."""

import gzip
import http.client
import os
import re
import unittest

from harness import environment
from harness.server import Server

BUILT = os.path.join(environment.ROOT, "build", "console")
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", "Accept": "text/html,application/xhtml+xml", "Accept-Encoding": "gzip"}


def ask(server, path, headers=None, method="GET"):
    connection = http.client.HTTPConnection(server.endpoint.partition("://")[2])
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


class ServedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not os.path.isdir(BUILT):
            raise unittest.SkipTest("the console is not built: is there npm, and a registry?")
        cls.server = Server(in_memory=True)
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.remove()

    def test_every_file_as_it_was_built(self):
        for parent, _, names in os.walk(BUILT):
            for name in names:
                file = os.path.join(parent, name)
                with self.subTest(name), open(file, "rb") as built:
                    status, headers, body = ask(self.server, "/_console/" + os.path.relpath(file, BUILT), BROWSER)
                    self.assertEqual(200, status)
                    self.assertEqual(headers["Content-Encoding"], "gzip" if len(body) < os.path.getsize(file) else None)
                    self.assertEqual(built.read(), gzip.decompress(body) if headers["Content-Encoding"] else body)

    def test_the_document_names_files_that_are_there(self):
        document = ask(self.server, "/_console/tables/Music")[2].decode()
        named = re.findall(r'(?:src|href)="([^"]+)"', document)
        self.assertGreaterEqual(len(named), 3)
        for path in named:
            self.assertEqual(200, ask(self.server, path, BROWSER)[0], path)

    def test_a_head_has_no_body(self):
        status, headers, body = ask(self.server, "/_console/", method="HEAD")
        self.assertEqual((200, b""), (status, body))
        self.assertEqual(os.path.getsize(os.path.join(BUILT, "index.html")), int(headers["Content-Length"]))

    def test_who_looks_for_it_is_led_to_it_and_programs_are_not(self):
        self.assertEqual((302, "/_console/"), (lambda it: (it[0], it[1]["Location"]))(ask(self.server, "/", BROWSER)))
        self.assertEqual(b"healthy: dynamodb.us-east-1.amazonaws.com ", ask(self.server, "/")[2])

    def test_pages_of_others_do_not_have_it(self):
        self.assertEqual(403, ask(self.server, "/_console/", {"Host": "evil.example"})[0])
        self.assertEqual(403, ask(self.server, "/_console/", {"Origin": "http://evil.example"})[0])
        headers = ask(self.server, "/_console/")[1]
        self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
        self.assertEqual("same-origin", headers["Cross-Origin-Resource-Policy"])

    def test_it_can_be_off(self):
        with Server("--console", "off", in_memory=True) as server:
            self.assertEqual(404, ask(server, "/_console/")[0])
            self.assertEqual(b"healthy: dynamodb.us-east-1.amazonaws.com ", ask(server, "/", BROWSER)[2])
