"""kill -9 while objects are put, replaced, deleted and uploaded in parts: what was acknowledged is there, whole; nothing is
half there; no file is left that belongs to nothing.

(cd tests && python3 -m crash.objects --rounds 100 --seed 7)
"""

import hashlib
import http.client
import os
import random
import re
import shutil
import tempfile
import threading
import time

from crash import command
from harness.server import Server, ServerFailure

BUCKET = "crash-objects"
WRITERS = 4
KEYS_PER_WRITER = 5
SIZES = (0, 1, 1000, 70_000, 400_000)
LOAD_SECONDS = (0.02, 0.8)
CLEANUP_TIMEOUT_S = 30
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00"
)


class S3:
    def __init__(self, endpoint):
        self.connection = http.client.HTTPConnection(endpoint.split("//")[1], timeout=30)

    def ask(self, method, path, body=b""):
        headers = {"Authorization": AUTHORIZATION, "X-Amz-Date": "20260101T000000Z"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def must(self, method, path, body=b""):
        status, text, headers = self.ask(method, path, body)
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {text[:500]!r}")
        return text, headers


class Writer(threading.Thread):
    """Changes its own keys; knows for each what was acknowledged, and what may have happened."""

    def __init__(self, number, endpoint, state, seed):
        super().__init__(daemon=True)
        self.keys = [f"/{BUCKET}/w{number}/{i}" for i in range(KEYS_PER_WRITER)]
        self.s3, self.state, self.random, self.steps = S3(endpoint), state, random.Random(seed), 0
        self.problem = None

    def run(self):
        try:
            while True:
                self.step(self.random.choice(self.keys))
                self.steps += 1
        except (OSError, http.client.HTTPException):
            pass  # the crash
        except AssertionError as error:
            self.problem = str(error)

    def step(self, key):
        what = self.random.random()
        body = self.random.randbytes(self.random.choice(SIZES))
        if what < 0.2:
            body = None
        self.state[key] = (*self.state.get(key, (None,))[:1], None if body is None else hashlib.md5(body).hexdigest())
        if body is None:
            self.s3.must("DELETE", key)
        elif what < 0.4:
            self.upload_in_parts(key, body, abandon=what < 0.25)
        else:
            self.s3.must("PUT", key, body)
        if what >= 0.25 or what < 0.2:
            self.state[key] = (body if body is None else hashlib.md5(body).hexdigest(),)
        else:
            self.state[key] = self.state[key][:1]

    def upload_in_parts(self, key, body, abandon):
        text, _ = self.s3.must("POST", f"{key}?uploads")
        upload = re.search(b"<UploadId>(.*?)<", text)[1].decode()
        _, headers = self.s3.must("PUT", f"{key}?partNumber=1&uploadId={upload}", body)
        if abandon:
            return
        part = f"<Part><PartNumber>1</PartNumber><ETag>{headers['ETag']}</ETag></Part>"
        document = f"<CompleteMultipartUpload>{part}</CompleteMultipartUpload>".encode()
        self.s3.must("POST", f"{key}?uploadId={upload}", document)


def files(data, folder):
    return os.listdir(os.path.join(data, "blobs", folder))


def check(data, state):
    """Complaints; what is found settles what was pending."""
    with Server(data=data) as server:
        complaints = [f"unpublished after the start: {name}" for name in files(data, "new")]
        s3 = S3(server.endpoint)
        for key, allowed in sorted(state.items()):
            status, body, _ = s3.ask("GET", key)
            found = hashlib.md5(body).hexdigest() if status == 200 else None
            if status not in (200, 404) or found not in allowed:
                complaints.append(f"{key}: {status}, found {found}, allowed {allowed}")
            state[key] = (found,)
    return complaints


def clean_up(data, state):
    """Complaints: once all is deleted, no file may be left."""
    with Server(data=data) as server:
        s3 = S3(server.endpoint)
        for key in state:
            s3.must("DELETE", key)
        s3.must("DELETE", f"/{BUCKET}")  # takes the abandoned uploads along
        deadline = time.monotonic() + CLEANUP_TIMEOUT_S
        while files(data, "data") and time.monotonic() < deadline:
            time.sleep(0.005)  # removal goes on in the background
        left = files(data, "data") + files(data, "new")
    return [f"{len(left)} files are left of nothing"] if left else []


def run_round(number, seed, data, state):
    server = Server(data=data)
    try:
        server.start()
        S3(server.endpoint).must("PUT", f"/{BUCKET}")
        writers = [Writer(i, server.endpoint, state, f"{seed}-{number}-{i}") for i in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(random.Random(f"{seed}-{number}").uniform(*LOAD_SECONDS))  # the random moment of the crash
        server.kill()
        for writer in writers:
            writer.join()
        return sum(writer.steps for writer in writers), [each.problem for each in writers if each.problem]
    finally:
        if server.process is not None:
            server.kill()
        server.remove()


def run_rounds(report, rounds, seed):
    folder = tempfile.mkdtemp(prefix="stator-crash-objects-")
    data, state, steps = os.path.join(folder, "data"), {}, 0
    try:
        for number in range(rounds):
            done, complaints = run_round(number, seed, data, state)
            steps += done
            complaints += check(data, state)
            if complaints:
                text = "\n".join(complaints[:20])
                report.add_failure(f"objects, round {number} of seed {seed}", f"{text}\ndata is kept in {folder}")
                return
            report.add_pass()
        complaints = clean_up(data, state)
        if complaints:
            report.add_failure(f"objects, seed {seed}", "\n".join(complaints) + f"\ndata is kept in {folder}")
            return
        report.add_pass()
    except (ServerFailure, AssertionError) as failure:
        report.add_failure(f"objects, seed {seed}", f"{failure}\ndata is kept in {folder}")
        return
    if steps < 3 * rounds:
        report.add_failure("objects: load", f"only {steps} operations in {rounds} rounds: the test tests nothing")
    print(f"{steps} operations on objects in {rounds} rounds")
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    command.main(__doc__, run_rounds, 12)
