"""aws s3 and aws s3api, as a user types them."""

import os
import tempfile
import unittest
import uuid

from harness.awscli import run_shell


class AwsCliS3Test(unittest.TestCase):
    server = None  # set by run.py

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stator-s3-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.bucket = f"cli-{uuid.uuid4().hex[:12]}"

    def run_ok(self, script):
        result = run_shell("set -e\n" + script, self.server.endpoint, self.folder)
        self.assertEqual(0, result.code, f"{script}\n{result.output}{result.errors}")
        return result

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def test_the_life_of_a_bucket(self):
        bucket = self.bucket
        self.write("site/index.html", b"<html>")
        self.write("site/css/main.css", b"p {}")
        self.write("large.bin", os.urandom(20 << 20))  # goes in parts
        self.run_ok(f"aws s3 mb s3://{bucket}")
        self.assertIn(bucket, self.run_ok("aws s3 ls").output)
        self.run_ok(f"aws s3 cp site/index.html s3://{bucket}/")
        self.run_ok(f"aws s3 sync site s3://{bucket}/site --delete")
        self.assertEqual("", self.run_ok(f"aws s3 sync site s3://{bucket}/site").output)  # nothing to do
        self.run_ok(f"aws s3 cp large.bin s3://{bucket}/large.bin && aws s3 cp s3://{bucket}/large.bin back.bin")
        self.run_ok("cmp large.bin back.bin")
        top = self.run_ok(f"aws s3 ls s3://{bucket}/").output
        self.assertRegex(top, r"(?m)^ +PRE site/$")
        self.assertRegex(top, r"(?m) 20971520 large.bin$")
        everything = self.run_ok(f"aws s3 ls --recursive s3://{bucket}").output
        self.assertEqual(4, len(everything.splitlines()))
        self.run_ok(f"aws s3 sync s3://{bucket}/site copy && diff -r site copy")
        # A list has whole seconds, as a file gets them (aws/aws-cli#5369): nothing to do.
        again = self.run_ok(f"aws s3 sync --exact-timestamps s3://{bucket}/site copy")
        self.assertEqual("", again.output)
        self.run_ok(f"aws s3 mv s3://{bucket}/index.html s3://{bucket}/moved.html")
        self.assertEqual("<html>", self.run_ok(f"aws s3 cp s3://{bucket}/moved.html -").output)
        self.run_ok(f"echo -n piped | aws s3 cp - s3://{bucket}/piped.txt")
        self.assertEqual("piped", self.run_ok(f"aws s3 cp s3://{bucket}/piped.txt -").output)
        self.run_ok(f"aws s3 rm s3://{bucket}/site --recursive")
        refused = run_shell(f"aws s3 rb s3://{bucket}", self.server.endpoint)
        self.assertIn("(BucketNotEmpty)", refused.errors)
        self.run_ok(f"aws s3 rb s3://{bucket} --force")
        gone = run_shell(f"aws s3 ls s3://{bucket}", self.server.endpoint)
        self.assertIn(
            "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: "
            "The specified bucket does not exist",
            gone.errors,
        )

    def test_s3api(self):
        bucket = self.bucket
        self.write("k", b"0123456789")
        self.run_ok(f"aws s3api create-bucket --bucket {bucket}")
        put = self.run_ok(f"aws s3api put-object --bucket {bucket} --key a/k --body k --metadata m=1").json
        self.assertEqual('"781e5e245d69b566979b86e28d23f2c7"', put["ETag"])
        head = self.run_ok(f"aws s3api head-object --bucket {bucket} --key a/k").json
        self.assertEqual((10, {"m": "1"}), (head["ContentLength"], head["Metadata"]))
        self.run_ok(f"aws s3api get-object --bucket {bucket} --key a/k --range bytes=2-4 part && test $(cat part) = 234")
        listed = self.run_ok(f"aws s3api list-objects-v2 --bucket {bucket} --query 'Contents[].Key' --output text")
        self.assertEqual("a/k", listed.output.strip())
        url = self.run_ok(f"aws s3 presign s3://{bucket}/a/k").output.strip()
        self.assertEqual("0123456789", self.run_ok(f"curl -sS '{url}'").output)
        self.run_ok(f"aws s3 rb s3://{bucket} --force")
