"""Files from forms of web pages, which boto3 signs (generate_presigned_post).

Answers: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html; errors as src/messages/s3.inc says.
"""

import re

from clients.boto3.s3_case import S3Case
from harness import form


class FormsTest(S3Case):
    def signed(self, key="u/${filename}", version="s3v4", conditions=(), expires=60, **fields):
        told = [{name: value} for name, value in fields.items()]
        client = self.new_client(signature_version=version)
        return client.generate_presigned_post(self.bucket, key, fields, told + list(conditions), expires)

    def post(self, signed, file, more=(), **named):
        return form.post(signed["url"], {**signed["fields"], **dict(more)}, file, **named)

    def assert_refused(self, status, code, text, answer):
        self.assertEqual(status, answer[0], answer[2])
        self.assertEqual((code, text), re.search("<Code>(.*)</Code><Message>(.*?)</Message>", answer[2]).groups())

    def test_a_file(self):
        for version in ("s3v4", "s3"):
            fields = {"Content-Type": "text/x", "x-amz-meta-a": "1", "Cache-Control": "no-store"}
            status, headers, body = self.post(self.signed(version=version, **fields), b"hello")
            self.assertEqual((204, ""), (status, body))
            self.assertEqual('"5d41402abc4b2a76b9719d911017c592"', headers["ETag"])
            self.assertTrue(headers["Location"].endswith(f"/{self.bucket}/u/x.txt"))
            got = self.get("u/x.txt")
            self.assertEqual((b"hello", "text/x", {"a": "1"}, "no-store"),
                             (got["Body"].read(), got["ContentType"], got["Metadata"], got["CacheControl"]))
            self.s3.delete_object(Bucket=self.bucket, Key="u/x.txt")

    def test_large_and_empty_files(self):
        large = bytes(range(256)) * 40_000
        for file in (b"", large):
            self.assertEqual(204, self.post(self.signed(), file, file_name="C:\\\\a\\\\b")[0])
            self.assertEqual(file, self.get("u/b")["Body"].read())

    def test_what_is_answered(self):
        self.assertEqual(200, self.post(self.signed(success_action_status="200"), b"x")[0])
        self.assertEqual(204, self.post(self.signed(success_action_status="500"), b"x")[0])
        status, _, body = self.post(self.signed(success_action_status="201"), b"x")
        self.assertEqual(201, status)
        self.assertIn(f"<Bucket>{self.bucket}</Bucket><Key>u/x.txt</Key><ETag>&quot;9dd4e461268c8034f5c8564e155c67a6", body)
        for page, sign in (("http://localhost/done", "?"), ("https://localhost/?a=b", "&")):
            status, headers, _ = self.post(self.signed(success_action_redirect=page), b"x")
            query = f"bucket={self.bucket}&key=u/x.txt&etag=%229dd4e461268c8034f5c8564e155c67a6%22"
            self.assertEqual((303, f"{page}{sign}{query}"), (status, headers["Location"]))
        self.assertEqual(204, self.post(self.signed(success_action_redirect="javascript:alert(1)"), b"x")[0])

    def test_what_the_policy_says(self):
        failed = 'Invalid according to Policy: Policy Condition failed: [&quot;{}&quot;, &quot;${}&quot;, &quot;{}&quot;]'
        signed = self.signed(acl="private")
        for more, text in (
            ({"key": "v/x"}, failed.format("starts-with", "key", "u/")),
            ({"acl": "bucket-owner-full-control"}, failed.format("eq", "acl", "private")),
            ({"x-amz-meta-a": "1"}, "Invalid according to Policy: Extra input fields: x-amz-meta-a"),
        ):
            self.assert_refused(403, "AccessDenied", text, self.post(signed, b"x", more))
        signed["fields"].pop("acl")
        text = failed.format("eq", "acl", "private")
        self.assert_refused(403, "AccessDenied", text, self.post(signed, b"x"))
        expired = self.post(self.signed(expires=-1), b"x")
        self.assert_refused(403, "AccessDenied", "Invalid according to Policy: Policy expired.", expired)
        no_json = self.post(self.signed(), b"x", {"policy": "AAAA"})
        self.assert_refused(400, "InvalidPolicyDocument", "Invalid Policy: Invalid JSON.", no_json)
        self.assertNotIn("Contents", self.s3.list_objects_v2(Bucket=self.bucket))

    def test_sizes(self):
        signed = self.signed(conditions=[["content-length-range", 2, 1000]])
        for size, status, code, text in (
            (1, 400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"),
            (1001, 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
            (3_000_000, 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
        ):
            answer = self.post(signed, b"x" * size)
            self.assert_refused(status, code, text, answer)
            self.assertIn(f"<ProposedSize>{size}</ProposedSize>", answer[2])
        for size in (2, 1000):
            self.assertEqual(204, self.post(signed, b"x" * size)[0])

    def test_forms_that_lack_something(self):
        signed = self.signed()
        self.assert_refused(400, "InvalidArgument", "POST requires exactly one file upload per request.",
                            self.post(signed, None))
        for lacking, named in (("key", "key"), ("x-amz-credential", "X-Amz-Credential"), ("x-amz-date", "X-Amz-Date"),
                               ("x-amz-signature", "AWSAccessKeyId")):
            fields = {name: value for name, value in signed["fields"].items() if name != lacking}
            text = (f"Bucket POST must contain a field named '{named}'.  If it is specified, please check the order of "
                    "the fields.")
            self.assert_refused(400, "InvalidArgument", text, form.post(signed["url"], fields, b"x"))
        self.assert_refused(403, "AccessDenied", "Access Denied", form.post(signed["url"], {"key": "k"}, b"x"))
        missing = self.signed()
        missing["url"] = missing["url"].replace(self.bucket, "no-such-bucket")
        self.assert_refused(403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: "
                            f"[&quot;eq&quot;, &quot;$bucket&quot;, &quot;{self.bucket}&quot;]", self.post(missing, b"x"))

    def test_tags_and_checksums(self):
        tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"
        self.assertEqual(204, self.post(self.signed(tagging=tags), b"x")[0])
        got = self.s3.get_object_tagging(Bucket=self.bucket, Key="u/x.txt")
        self.assertEqual([{"Key": "a", "Value": "b"}], got["TagSet"])
        wrong = self.post(self.signed(**{"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}), b"x")
        self.assertEqual(400, wrong[0])
        self.assertIn("<Code>BadDigest</Code>", wrong[2])

    def test_pages_of_elsewhere(self):
        origin = {"Origin": "https://elsewhere.example"}
        self.assertEqual(403, self.post(self.signed(), b"x", headers=origin)[0])
        self.assertNotIn("Contents", self.s3.list_objects_v2(Bucket=self.bucket))
