"""A web server for the pages of a test, and a browser that opens them."""

import http.client
import http.server
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.parse

from harness import environment

BROWSERS = ("chromium-headless-shell", "chromium")
# What the browser finds on this machine: pages, and the server by names that tools for AWS know it by.
NAMES = ("*.example", "localhost.localstack.cloud", "host.docker.internal")
REPORT_TIMEOUT_S = 120 * environment.slowness()


def browser_program():
    """None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Pages:
    """Serves what is in `files` (path to text), by every host name; takes the report of a page that posts to /report."""

    def __init__(self, files, port=0):
        self.files, self.report = files, None
        self._reported = threading.Event()
        pages = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path, _, query = self.path.partition("?")
                if path == "/redirect":
                    return self.redirect(query)
                if path == "/reports":  # a page whose image is forbidden, which its browser reports to where the query says
                    policy = f"img-src 'none'; report-uri {urllib.parse.unquote(query)}"
                    return self.answer(200, "text/html", "<!DOCTYPE html><img src=/x>", {"Content-Security-Policy": policy})
                text = pages.files.get(path)
                kind = "text/javascript" if self.path.endswith(".js") else "text/html"
                self.answer(404 if text is None else 200, kind, text or "")

            def do_POST(self):
                path, _, query = self.path.partition("?")
                if path == "/redirect":
                    return self.redirect(query)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/report":
                    pages.report = json.loads(body)
                    pages._reported.set()
                self.answer(200, "text/plain", "")

            def redirect(self, query):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, _, to = query.partition("&")
                self.answer(int(status), "text/plain", "", {"Location": urllib.parse.unquote(to)})

            def answer(self, status, kind, text, headers=None):
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Connection", "close")
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *unused):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def wait_for_report(self):
        if not self._reported.wait(REPORT_TIMEOUT_S):
            raise TimeoutError("the page said nothing")
        return self.report


class Browser:
    """Opens one page and stays until the end of the `with`. NAMES are this machine's."""

    def __init__(self, url):
        self.url = url
        self.folder = tempfile.mkdtemp(prefix="stator-browser-")

    def __enter__(self):
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [
                browser_program(),
                "--headless",
                *root,
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",  # else it ends once the page is loaded
                f"--user-data-dir={self.folder}",
                "--host-resolver-rules=" + ",".join(f"MAP {name} 127.0.0.1" for name in NAMES),
                # What the browser itself holds against pages that call local servers is not what is tested.
                "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
                self.url,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the program is a script that starts the browser
        )
        return self

    def __exit__(self, *unused):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Disguise:
    """Passes requests on to the server at `endpoint` without all that shows that a browser sent them, and lets every page ask and read:
    what a page tries here and not at the server is kept from it by what the server sees of browsers."""

    KEPT = ("content-type", "authorization")

    def __init__(self, endpoint):
        class Handler(http.server.BaseHTTPRequestHandler):
            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name: value for name, value in self.headers.items() if name.lower() in Disguise.KEPT or name.lower().startswith("x-amz-")}
                connection = http.client.HTTPConnection(endpoint.partition("://")[2], timeout=REPORT_TIMEOUT_S)
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                self.answer(answer.status, answer.getheader("Content-Type", ""), answer.read())
                connection.close()

            def answer(self, status, kind, body):
                origin = self.headers.get("Origin", "*")
                self.send_response(status)
                for name, value in (
                    ("Content-Type", kind),
                    ("Content-Length", str(len(body))),
                    ("Connection", "close"),
                    ("Access-Control-Allow-Origin", origin),
                    ("Access-Control-Allow-Credentials", "true"),
                    ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE"),
                    ("Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers", "*")),
                ):
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def do_OPTIONS(self):
                self.answer(200, "text/plain", b"")

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on

            def log_message(self, *unused):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
