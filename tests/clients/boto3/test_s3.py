"""S3 through boto3: objects, ranges, conditions, lists, copies, multipart, presigned URLs, tags."""

import hashlib
import io
import json
import os
import urllib.parse
import urllib.request

from clients.boto3.s3_case import S3Case

from boto3.s3.transfer import TransferConfig

PART_BYTES = 5 << 20


class S3Test(S3Case):
    def test_buckets(self):
        self.assertIn(self.bucket, [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]])
        self.s3.head_bucket(Bucket=self.bucket)
        self.s3.create_bucket(Bucket=self.bucket)  # once more: no error in us-east-1
        self.assertIsNone(self.s3.get_bucket_location(Bucket=self.bucket)["LocationConstraint"])
        self.assertNotIn("Status", self.s3.get_bucket_versioning(Bucket=self.bucket))
        grants = self.s3.get_bucket_acl(Bucket=self.bucket)["Grants"]
        self.assertEqual(["FULL_CONTROL"], [grant["Permission"] for grant in grants])
        self.put("k", b"x")
        self.assert_error("BucketNotEmpty", 409, self.s3.delete_bucket, Bucket=self.bucket)
        self.assert_error("404", 404, self.s3.head_bucket, Bucket=f"{self.bucket}-not")
        self.assert_error("NoSuchBucket", 404, self.s3.list_objects_v2, Bucket=f"{self.bucket}-not")

    def test_buckets_of_other_regions(self):
        ireland, name = self.new_client("eu-west-1"), f"{self.bucket}-eu"
        self.assert_error("IllegalLocationConstraintException", 400, ireland.create_bucket, Bucket=name)
        here = {"LocationConstraint": "eu-west-1"}
        ireland.create_bucket(Bucket=name, CreateBucketConfiguration=here)
        self.addCleanup(self.remove_bucket, name)
        again = {"Bucket": name, "CreateBucketConfiguration": here}
        self.assert_error("BucketAlreadyOwnedByYou", 409, ireland.create_bucket, **again)
        self.assertEqual("eu-west-1", self.s3.get_bucket_location(Bucket=name)["LocationConstraint"])

    def test_objects(self):
        key = "a folder/ä+b %41&<>?#.txt"
        answer = self.put(
            key, "täxt".encode(), ContentType="text/plain; charset=utf-8", CacheControl="no-cache",
            ContentEncoding="identity", Metadata={"one": "1", "Two": "zwei"}, StorageClass="STANDARD_IA",
        )
        etag = f'"{hashlib.md5("täxt".encode()).hexdigest()}"'
        self.assertEqual(etag, answer["ETag"])
        for got in (self.get(key), self.s3.head_object(Bucket=self.bucket, Key=key)):
            self.assertEqual((5, etag), (got["ContentLength"], got["ETag"]))
            self.assertEqual("text/plain; charset=utf-8", got["ContentType"])
            self.assertEqual("no-cache", got["CacheControl"])
            self.assertEqual({"one": "1", "two": "zwei"}, got["Metadata"])
            self.assertEqual("STANDARD_IA", got["StorageClass"])
        self.assertEqual("täxt".encode(), self.get(key)["Body"].read())
        self.assertEqual(b"x", self.get(key, Range="bytes=3-3")["Body"].read())
        self.assertEqual("text/css", self.get(key, ResponseContentType="text/css")["ContentType"])
        self.put("empty")
        self.assertEqual(b"", self.get("empty")["Body"].read())
        self.assertEqual("binary/octet-stream", self.get("empty")["ContentType"])
        self.assert_error("InvalidRange", 416, self.get, "empty", Range="bytes=0-0")
        error = self.assert_error("NoSuchKey", 404, self.get, "none")
        self.assertEqual("The specified key does not exist.", error["Message"])
        self.assert_error("404", 404, self.s3.head_object, Bucket=self.bucket, Key="none")
        self.assert_error("MetadataTooLarge", 400, self.put, "k", b"", Metadata={"m": "x" * 2048})
        self.put("k", b"", Metadata={"m": "x" * 2047})
        self.s3.delete_object(Bucket=self.bucket, Key=key)
        self.s3.delete_object(Bucket=self.bucket, Key=key)
        self.assert_error("NoSuchKey", 404, self.get, key)

    def test_empty_objects_that_are_files(self):
        s3 = self.new_client(read_timeout=10)
        for content in (b"", b"x", b"", b"", b"yz"):
            s3.put_object(Bucket=self.bucket, Key="k", Body=io.BytesIO(content))
            self.assertEqual(content, s3.get_object(Bucket=self.bucket, Key="k")["Body"].read())

    def test_conditions(self):
        etag = self.put("k", b"x")["ETag"]
        modified = self.get("k")["LastModified"]
        self.get("k", IfMatch=etag, IfUnmodifiedSince=modified)
        self.assert_error("PreconditionFailed", 412, self.get, "k", IfMatch='"other"')
        self.assert_error("304", 304, self.get, "k", IfNoneMatch=etag)
        self.assert_error("304", 304, self.get, "k", IfModifiedSince=modified)
        self.get("k", IfNoneMatch='"other"', IfModifiedSince=modified)

    def test_times_are_whole_seconds(self):
        """Lists say the second that Last-Modified says (measured on AWS: jeanbmar/s3-sync-client#53, aws/aws-cli#8395)."""
        for _ in range(3):  # one of them could be at the start of a second
            self.put("k", b"x")
            modified = self.s3.head_object(Bucket=self.bucket, Key="k")["LastModified"]
            self.assertEqual(modified, self.s3.list_objects_v2(Bucket=self.bucket)["Contents"][0]["LastModified"])
            self.assertEqual(modified, self.s3.list_objects(Bucket=self.bucket)["Contents"][0]["LastModified"])
            source = {"Bucket": self.bucket, "Key": "k"}
            copied = self.s3.copy_object(Bucket=self.bucket, Key="copy", CopySource=source)
            self.assertEqual(0, copied["CopyObjectResult"]["LastModified"].microsecond)
            self.s3.delete_object(Bucket=self.bucket, Key="copy")
        for bucket in self.s3.list_buckets()["Buckets"]:
            self.assertEqual(0, bucket["CreationDate"].microsecond)

    def test_conditional_writes(self):
        def only_once(request, **_):
            request.headers["If-None-Match"] = "*"

        client = self.new_client()
        client.meta.events.register("before-sign.s3.PutObject", only_once)
        client.put_object(Bucket=self.bucket, Key="k", Body=b"first")
        self.assert_error("PreconditionFailed", 412, client.put_object, Bucket=self.bucket, Key="k", Body=b"second")
        self.assertEqual(b"first", self.get("k")["Body"].read())

    def test_lists(self):
        keys = [f"photos/{year}/{n}.jpg" for year in (2024, 2025) for n in range(3)] + ["a b", "index.html", "z+&"]
        for key in keys:
            self.put(key, key.encode())
        paginator = self.s3.get_paginator("list_objects_v2")
        pages = list(paginator.paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 2}))
        self.assertEqual(5, len(pages))
        self.assertEqual(sorted(keys), [entry["Key"] for page in pages for entry in page["Contents"]])
        first = pages[0]["Contents"][0]
        self.assertEqual((3, "STANDARD"), (first["Size"], first["StorageClass"]))
        top = self.s3.list_objects_v2(Bucket=self.bucket, Delimiter="/")
        self.assertEqual(["photos/"], [prefix["Prefix"] for prefix in top["CommonPrefixes"]])
        self.assertEqual((["a b", "index.html", "z+&"], 4), ([each["Key"] for each in top["Contents"]], top["KeyCount"]))
        years = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="photos/", Delimiter="/")["CommonPrefixes"]
        self.assertEqual(["photos/2024/", "photos/2025/"], [prefix["Prefix"] for prefix in years])
        after = self.s3.list_objects_v2(Bucket=self.bucket, StartAfter="photos/2025/1.jpg", FetchOwner=True)
        self.assertEqual(["photos/2025/2.jpg", "z+&"], [entry["Key"] for entry in after["Contents"]])
        self.assertEqual(64, len(after["Contents"][0]["Owner"]["ID"]))
        old = [
            entry["Key"]
            for page in self.s3.get_paginator("list_objects").paginate(
                Bucket=self.bucket, PaginationConfig={"PageSize": 4}
            )
            for entry in page["Contents"]
        ]
        self.assertEqual(sorted(keys), old)
        none = self.s3.list_objects_v2(Bucket=self.bucket, MaxKeys=0)
        self.assertEqual((0, False), (none["KeyCount"], none["IsTruncated"]))
        token = {"Bucket": self.bucket, "ContinuationToken": "nonsense"}
        self.assert_error("InvalidArgument", 400, self.s3.list_objects_v2, **token)

    def test_copies(self):
        self.put("k ä", b"bytes", ContentType="text/plain", Metadata={"m": "1"}, Tagging="t=1")
        source = {"Bucket": self.bucket, "Key": "k ä"}
        self.s3.copy_object(Bucket=self.bucket, Key="copy", CopySource=source)
        copy = self.get("copy")
        self.assertEqual((b"bytes", "text/plain", {"m": "1"}, 1),
                         (copy["Body"].read(), copy["ContentType"], copy["Metadata"], copy["TagCount"]))
        self.s3.copy_object(
            Bucket=self.bucket, Key="copy", CopySource=source, MetadataDirective="REPLACE", Metadata={"n": "2"}
        )
        self.assertEqual({"n": "2"}, self.get("copy")["Metadata"])
        itself = {"Bucket": self.bucket, "Key": "k ä", "CopySource": source}
        self.assert_error("InvalidRequest", 400, self.s3.copy_object, **itself)
        gone = {"Bucket": self.bucket, "Key": "copy", "CopySource": {"Bucket": self.bucket, "Key": "none"}}
        self.assert_error("NoSuchKey", 404, self.s3.copy_object, **gone)
        stale = {"Bucket": self.bucket, "Key": "copy", "CopySource": source, "CopySourceIfMatch": '"other"'}
        self.assert_error("PreconditionFailed", 412, self.s3.copy_object, **stale)

    def test_delete_objects(self):
        for number in range(5):
            self.put(f"k{number}")
        wanted = {"Objects": [{"Key": "k0"}, {"Key": "k1"}, {"Key": "none"}]}
        answer = self.s3.delete_objects(Bucket=self.bucket, Delete=wanted)
        self.assertEqual(["k0", "k1", "none"], [each["Key"] for each in answer["Deleted"]])
        answer = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "k2"}], "Quiet": True})
        self.assertNotIn("Deleted", answer)
        self.assertEqual(2, self.s3.list_objects_v2(Bucket=self.bucket)["KeyCount"])

    def test_transfers_in_parts(self):
        data = os.urandom(17 << 20)
        config = TransferConfig(multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, max_concurrency=4)
        self.s3.upload_fileobj(io.BytesIO(data), self.bucket, "large", Config=config)
        parts = [hashlib.md5(data[at : at + PART_BYTES]).digest() for at in range(0, len(data), PART_BYTES)]
        head = self.s3.head_object(Bucket=self.bucket, Key="large")
        self.assertEqual(f'"{hashlib.md5(b"".join(parts)).hexdigest()}-{len(parts)}"', head["ETag"])
        received = io.BytesIO()
        self.s3.download_fileobj(self.bucket, "large", received, Config=config)
        self.assertEqual(hashlib.sha256(data).digest(), hashlib.sha256(received.getvalue()).digest())
        across = self.get("large", Range=f"bytes={PART_BYTES - 5}-{PART_BYTES + 4}")
        self.assertEqual(data[PART_BYTES - 5 : PART_BYTES + 5], across["Body"].read())
        part = self.get("large", PartNumber=4)
        self.assertEqual((data[3 * PART_BYTES :], 4), (part["Body"].read(), part["PartsCount"]))
        self.s3.copy(  # in parts, too
            {"Bucket": self.bucket, "Key": "large"}, self.bucket, "copy", Config=config
        )
        self.assertEqual(data, self.get("copy")["Body"].read())

    def test_multipart_uploads(self):
        upload = {"Bucket": self.bucket, "Key": "k"}
        upload["UploadId"] = self.s3.create_multipart_upload(**upload, Metadata={"m": "1"})["UploadId"]
        large, small = b"x" * PART_BYTES, b"end"
        etags = {
            number: self.s3.upload_part(**upload, PartNumber=number, Body=body)["ETag"]
            for number, body in ((1, small), (3, small), (1, large), (9, b"not chosen"))
        }
        listed = self.s3.list_parts(**upload, MaxParts=2)
        self.assertEqual([(1, PART_BYTES), (3, 3)], [(part["PartNumber"], part["Size"]) for part in listed["Parts"]])
        self.assertTrue(listed["IsTruncated"])
        uploads = self.s3.list_multipart_uploads(Bucket=self.bucket)["Uploads"]
        self.assertEqual([upload["UploadId"]], [each["UploadId"] for each in uploads])

        def complete(*parts):
            chosen = [{"PartNumber": number, "ETag": etag} for number, etag in parts]
            return self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": chosen})

        self.assert_error("InvalidPart", 400, complete, (1, etags[1]), (2, etags[3]))
        self.assert_error("InvalidPart", 400, complete, (1, etags[3]))
        self.assert_error("InvalidPartOrder", 400, complete, (3, etags[3]), (1, etags[1]))
        self.assert_error("EntityTooSmall", 400, complete, (3, etags[3]), (9, etags[9]))
        self.assert_error("MalformedXML", 400, complete)
        self.assertTrue(complete((1, etags[1]), (3, etags[3]))["ETag"].endswith('-2"'))
        got = self.get("k")
        self.assertEqual((large + small, {"m": "1"}), (got["Body"].read(), got["Metadata"]))
        self.assert_error("NoSuchUpload", 404, complete, (1, etags[1]))
        self.assert_error("NoSuchUpload", 404, self.s3.upload_part, **upload, PartNumber=1, Body=b"")
        self.assert_error("NoSuchUpload", 404, self.s3.abort_multipart_upload, **upload)

        other = self.s3.create_multipart_upload(Bucket=self.bucket, Key="k")["UploadId"]
        part = {"Bucket": self.bucket, "Key": "k", "UploadId": other}
        etags = [
            {"PartNumber": number, "ETag": self.s3.upload_part(**part, PartNumber=number, Body=body)["ETag"]}
            for number, body in ((1, large[1:]), (10_000, b""))
        ]
        for number in (0, 10_001):
            self.assert_error("InvalidArgument", 400, self.s3.upload_part, **part, PartNumber=number, Body=b"")
        error = self.assert_error(
            "EntityTooSmall", 400, self.s3.complete_multipart_upload, **part, MultipartUpload={"Parts": etags}
        )
        self.assertEqual("Your proposed upload is smaller than the minimum allowed size", error["Message"])
        self.s3.abort_multipart_upload(Bucket=self.bucket, Key="k", UploadId=other)
        self.assertNotIn("Uploads", self.s3.list_multipart_uploads(Bucket=self.bucket))

    def test_times_are_of_whole_seconds(self):
        """As in the headers: minio-go #1638 (2022-04), s3-sync-client #53 (2023-06), seen on AWS."""
        self.put("k")
        listed = self.s3.list_objects_v2(Bucket=self.bucket)["Contents"][0]["LastModified"]
        self.assertEqual((0, self.get("k")["LastModified"]), (listed.microsecond, listed))
        copied = self.s3.copy_object(Bucket=self.bucket, Key="l", CopySource=f"{self.bucket}/k")["CopyObjectResult"]
        self.assertEqual(0, copied["LastModified"].microsecond)
        self.assertEqual({0}, {bucket["CreationDate"].microsecond for bucket in self.s3.list_buckets()["Buckets"]})

    def test_encryption_is_said_of_every_object(self):
        """As on AWS since 2023-01; Terraform's state, for one, asks for it."""
        self.assertEqual("AES256", self.s3.put_object(Bucket=self.bucket, Key="k", Body=b"x")["ServerSideEncryption"])
        asked = {"Bucket": self.bucket, "Key": "k", "ServerSideEncryption": "AES256"}
        self.assertEqual("AES256", self.s3.put_object(**asked, Body=b"y")["ServerSideEncryption"])
        source = {"Bucket": self.bucket, "Key": "k"}
        self.assertEqual("AES256", self.s3.copy_object(**asked, CopySource=source)["ServerSideEncryption"])
        for read in (self.s3.get_object, self.s3.head_object):
            self.assertEqual("AES256", read(**source)["ServerSideEncryption"])
        created = self.s3.create_multipart_upload(**asked)
        upload = dict(source, UploadId=created["UploadId"])
        part = self.s3.upload_part(**upload, PartNumber=1, Body=b"z")
        copied = self.s3.upload_part_copy(**upload, PartNumber=2, CopySource=source)
        parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        completed = self.s3.complete_multipart_upload(**upload, MultipartUpload=parts)
        for answer in (created, part, copied, completed):
            self.assertEqual("AES256", answer["ServerSideEncryption"])
        wrong = dict(asked, ServerSideEncryption="aes256")
        error = self.assert_error("InvalidArgument", 400, self.s3.put_object, **wrong)
        self.assertEqual(
            ("The encryption method specified is not supported", "x-amz-server-side-encryption"),
            (error["Message"], error["ArgumentName"]),
        )

    def test_what_errors_tell(self):
        """Seen on AWS: versitygw #1804 (2026-02), #1383, #1389 (2025-07), #2036, #2039 (2026-04), #1072 (2025-02)."""
        listing = self.s3.list_objects_v2
        error = self.assert_error("InvalidArgument", 400, listing, Bucket=self.bucket, MaxKeys=-12)
        self.assertEqual("Argument max-keys must be an integer between 0 and 2147483647", error["Message"])
        error = self.assert_error("InvalidArgument", 400, listing, Bucket=self.bucket, MaxKeys=49832749832798423)
        self.assertEqual("Provided max-keys not an integer or within integer range", error["Message"])
        self.put("k")
        error = self.assert_error(
            "InvalidArgument", 400, self.s3.copy_object, Bucket=self.bucket, Key="l", CopySource=self.bucket
        )
        self.assertEqual("Invalid copy source object key", error["Message"])

        upload = {"Bucket": self.bucket, "Key": "m"}
        upload["UploadId"] = self.s3.create_multipart_upload(**upload)["UploadId"]
        self.addCleanup(self.s3.abort_multipart_upload, **upload)
        error = self.assert_error("InvalidArgument", 400, self.s3.list_parts, **upload, PartNumberMarker=-2)
        self.assertEqual("Argument part-number-marker must be an integer between 0 and 2147483647", error["Message"])
        etag = "e868e0f4719e394144ef36531ee6824c"
        for number, code, shown in ((134, "InvalidPart", ("134", etag)), (0, "InvalidArgument", (None, None))):
            parts = {"Parts": [{"PartNumber": number, "ETag": etag}]}
            error = self.assert_error(
                code, 400, self.s3.complete_multipart_upload, **upload, MultipartUpload=parts
            )
            self.assertEqual(shown, (error.get("PartNumber"), error.get("ETag")))
        self.assertEqual("PartNumber must be >= 1", error["Message"])

        for tags, shown in (
            ([("key", "a"), ("key", "b")], ("key", None)),
            ([("key", "x" * 257)], ("key", "x" * 257)),
            ([("key", "inv&alid")], ("key", "inv&alid")),
        ):
            tagging = {"TagSet": [{"Key": key, "Value": value} for key, value in tags]}
            error = self.assert_error(
                "InvalidTag", 400, self.s3.put_bucket_tagging, Bucket=self.bucket, Tagging=tagging
            )
            self.assertEqual(shown, (error.get("TagKey"), error.get("TagValue")))

    def test_tags_in_a_header(self):
        """Seen on AWS: versitygw #1215 and #1216 (2025-04)."""
        for tagging in ("=", "key=value&key=value2"):
            error = self.assert_error("InvalidArgument", 400, self.put, "k", Tagging=tagging)
            self.assertIn("shall be encoded as UTF-8 then URLEncoded URL query parameters", error["Message"])
        for tagging in ("key", "&", "key=", "&&", "key1&key2", "key1=val1&key2"):
            self.put("k", Tagging=tagging)

    def test_presigned_urls(self):
        for version in ("s3v4", "s3"):
            client = self.new_client(signature_version=version)
            name = {"Bucket": self.bucket, "Key": "a/b c"}
            url = client.generate_presigned_url("put_object", Params=name, ExpiresIn=60)
            urllib.request.urlopen(urllib.request.Request(url, data=b"by url", method="PUT"), timeout=30).close()
            url = client.generate_presigned_url("get_object", Params=name, ExpiresIn=60)
            with urllib.request.urlopen(url, timeout=30) as answer:
                self.assertEqual(b"by url", answer.read())

    def test_tags_and_policies(self):
        tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
        self.put("k")
        self.s3.put_object_tagging(Bucket=self.bucket, Key="k", Tagging={"TagSet": tags})
        self.assertEqual(tags, self.s3.get_object_tagging(Bucket=self.bucket, Key="k")["TagSet"])
        self.s3.delete_object_tagging(Bucket=self.bucket, Key="k")
        self.assertEqual([], self.s3.get_object_tagging(Bucket=self.bucket, Key="k")["TagSet"])
        self.assert_error("NoSuchTagSet", 404, self.s3.get_bucket_tagging, Bucket=self.bucket)
        self.s3.put_bucket_tagging(Bucket=self.bucket, Tagging={"TagSet": tags})
        self.assertEqual(tags, self.s3.get_bucket_tagging(Bucket=self.bucket)["TagSet"])
        self.s3.delete_bucket_tagging(Bucket=self.bucket)
        self.assert_error("NoSuchBucketPolicy", 404, self.s3.get_bucket_policy, Bucket=self.bucket)
        policy = (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",'
            f'"Resource":"arn:aws:s3:::{self.bucket}/*"}}]}}'
        )
        self.assert_error("AccessDenied", 403, self.s3.put_bucket_policy, Bucket=self.bucket, Policy=policy)
        self.s3.delete_public_access_block(Bucket=self.bucket)  # new buckets have it
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)
        self.assertEqual(policy, self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])
        self.assert_error("MalformedPolicy", 400, self.s3.put_bucket_policy, Bucket=self.bucket, Policy="x")
        statement = json.loads(policy)["Statement"][0]
        for change, message in (  # seen on AWS: versitygw #645 to #650 (2024-06)
            ({"Effect": "hello"}, "Invalid effect: hello"),
            ({"Principal": {"AWS": "user"}}, "Invalid principal in policy"),
            ({"Resource": ["invalid"]}, "Policy has invalid resource"),
            ({"Action": "invalid_action"}, "Policy has invalid action"),
            (
                {"Action": ["s3:PutObject"], "Resource": [f"arn:aws:s3:::{self.bucket}"]},
                "Action does not apply to any resource(s) in statement",
            ),
        ):
            document = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **change}]})
            error = self.assert_error(
                "MalformedPolicy", 400, self.s3.put_bucket_policy, Bucket=self.bucket, Policy=document
            )
            self.assertEqual(message, error["Message"])
        for document, message in (  # #646 (2024-06), #1536 (2025-09)
            ({"Version": "2012-10-17", "Statement": []}, "Could not parse the policy: Statement is empty!"),
            ({"Version": "invalid policy", "Statement": [statement]}, "The policy must contain a valid version string"),
        ):
            error = self.assert_error(
                "MalformedPolicy", 400, self.s3.put_bucket_policy, Bucket=self.bucket, Policy=json.dumps(document)
            )
            self.assertEqual(message, error["Message"])
        self.s3.delete_bucket_policy(Bucket=self.bucket)

    def test_limits_of_tags(self):
        """Characters are counted, not bytes: ä has two."""
        self.put("k")

        def of_object(tags):
            self.s3.put_object_tagging(Bucket=self.bucket, Key="k", Tagging={"TagSet": tags})

        def of_header(tags):
            self.put("k", Tagging=urllib.parse.urlencode({tag["Key"]: tag["Value"] for tag in tags}))

        def of_bucket(tags):
            self.s3.put_bucket_tagging(Bucket=self.bucket, Tagging={"TagSet": tags})

        def many(count):
            return [{"Key": f"k{i}", "Value": "v"} for i in range(count)]

        for put, limit, kind in ((of_object, 10, "Object"), (of_header, 10, "Object"), (of_bucket, 50, "Bucket")):
            with self.subTest(put.__name__):
                for fits in (many(limit), [{"Key": "ä" * 128, "Value": "ä" * 256}]):
                    put(fits)
                error = self.assert_error("BadRequest", 400, put, many(limit + 1))
                self.assertEqual(f"{kind} tags cannot be greater than {limit}", error["Message"])
                for what, tag in (("TagKey", {"Key": "ä" * 129, "Value": ""}), ("TagValue", {"Key": "k", "Value": "ä" * 257})):
                    error = self.assert_error("InvalidTag", 400, put, [tag])
                    self.assertEqual(f"The {what} you have provided is invalid", error["Message"])

    def test_limit_of_a_policy(self):
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/*"}
        start = json.dumps({"Version": "2012-10-17", "Id": "", "Statement": [statement]}, separators=(",", ":"))
        fits = start.replace('"Id":""', f'"Id":"{"x" * (20_480 - len(start))}"')
        self.s3.delete_public_access_block(Bucket=self.bucket)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=fits)
        self.assertEqual(fits, self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])
        error = self.assert_error(
            "MalformedPolicy", 400, self.s3.put_bucket_policy, Bucket=self.bucket, Policy=fits.replace("xx", "xxx", 1)
        )
        self.assertEqual("Normalized policy document exceeds the maximum allowed size of 20480 bytes.", error["Message"])

    def test_checksums(self):
        answer = self.put("k", b"123456789", ChecksumAlgorithm="SHA256")
        self.assertEqual("FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=", answer["ChecksumSHA256"])
        got = self.get("k", ChecksumMode="ENABLED")
        self.assertEqual((b"123456789", answer["ChecksumSHA256"]), (got["Body"].read(), got["ChecksumSHA256"]))
