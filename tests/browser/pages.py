"""A web server for the pages of a test, and a browser that opens them."""

import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading

from harness import environment

BROWSERS = ("chromium-headless-shell", "chromium")
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
                text = pages.files.get(self.path.partition("?")[0])
                kind = "text/javascript" if self.path.endswith(".js") else "text/html"
                self.answer(404 if text is None else 200, kind, text or "")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/report":
                    pages.report = json.loads(body)
                    pages._reported.set()
                self.answer(200, "text/plain", "")

            def answer(self, status, kind, text):
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Connection", "close")
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
    """Opens one page and stays until the end of the `with`. Every name below .example is this machine."""

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
                "--host-resolver-rules=MAP *.example 127.0.0.1",
                # What the browser itself holds against pages that call local servers is not what is tested.
                "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
                self.url,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *unused):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
