"""S3 through boto3: buckets without versions, for clients that ask for versions."""

import boto3

from clients.boto3.case import Boto3Test
from clients.boto3.s3_case import S3Case

UNKNOWN = "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA"  # looks like an id
MALFORMED = "dsf"


class S3VersionsTest(S3Case):
    def versions(self, **more):
        return self.s3.list_object_versions(Bucket=self.bucket, **more)

    def test_each_object_is_a_version(self):
        for key in ("a b", "photos/1", "photos/2", "z+&"):
            self.put(key, key.encode(), StorageClass="STANDARD_IA")
        answer = self.versions()
        self.assertEqual((False, "", "", "", 1000, self.bucket), tuple(
            answer[name] for name in ("IsTruncated", "KeyMarker", "VersionIdMarker", "Prefix", "MaxKeys", "Name")))
        self.assertNotIn("DeleteMarkers", answer)
        listed = {entry["Key"]: entry for entry in self.s3.list_objects_v2(Bucket=self.bucket)["Contents"]}
        for version in answer["Versions"]:
            self.assertEqual(("null", True), (version["VersionId"], version["IsLatest"]))
            entry = listed.pop(version["Key"])
            for name in ("ETag", "Size", "StorageClass", "LastModified"):
                self.assertEqual(entry[name], version[name])
            self.assertEqual(64, len(version["Owner"]["ID"]))
        self.assertEqual({}, listed)
        below = self.versions(Prefix="photos/")["Versions"]
        self.assertEqual(["photos/1", "photos/2"], [version["Key"] for version in below])
        top = self.versions(Delimiter="/")
        self.assertEqual((["a b", "z+&"], [{"Prefix": "photos/"}], "/"), (
            [version["Key"] for version in top["Versions"]], top["CommonPrefixes"], top["Delimiter"]))
        self.assert_error("NoSuchBucket", 404, self.s3.list_object_versions, Bucket=f"{self.bucket}-not")

    def test_pages(self):
        keys = [f"a/{n}" for n in range(3)] + ["b", "c"]
        for key in keys:
            self.put(key)
        paginator = self.s3.get_paginator("list_object_versions")
        pages = list(paginator.paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 2}))
        self.assertEqual(keys, [version["Key"] for page in pages for version in page["Versions"]])
        self.assertEqual([("a/1", "null"), ("b", "null"), (None, None)], [
            (page.get("NextKeyMarker"), page.get("NextVersionIdMarker")) for page in pages])
        page = self.versions(Delimiter="/", MaxKeys=1)
        self.assertEqual(("a/", None), (page["NextKeyMarker"], page.get("NextVersionIdMarker")))
        page = self.versions(Delimiter="/", MaxKeys=1, KeyMarker="a/")
        self.assertEqual(("b", "b", "null"), (
            page["Versions"][0]["Key"], page["NextKeyMarker"], page["NextVersionIdMarker"]))
        after = self.versions(KeyMarker="b", VersionIdMarker="null")
        self.assertEqual((["c"], "b", "null"), (
            [version["Key"] for version in after["Versions"]], after["KeyMarker"], after["VersionIdMarker"]))
        none = self.versions(MaxKeys=0)
        self.assertEqual((False, None), (none["IsTruncated"], none.get("Versions")))
        self.assertEqual(1000, self.versions(MaxKeys=1001)["MaxKeys"])

    def test_markers_that_are_none(self):
        """Seen on AWS: versitygw #1808, #1811 (2026-02), #2174 (2026-06)."""
        for marker in ({"VersionIdMarker": UNKNOWN}, {"VersionIdMarker": "null"}):
            error = self.assert_error("InvalidArgument", 400, self.versions, **marker)
            self.assertEqual(("A version-id marker cannot be specified without a key marker.", "version-id-marker"),
                             (error["Message"], error["ArgumentName"]))
        error = self.assert_error("InvalidArgument", 400, self.versions, KeyMarker="obj", VersionIdMarker="invalid")
        self.assertEqual("Invalid version id specified", error["Message"])
        error = self.assert_error("InvalidArgument", 400, self.versions, MaxKeys=-1)
        self.assertEqual("Argument max-keys must be an integer between 0 and 2147483647", error["Message"])

    def test_objects_by_version(self):
        self.put("k", b"bytes", Tagging="t=1")
        name = {"Bucket": self.bucket, "Key": "k"}
        calls = (self.s3.get_object, self.s3.get_object_tagging, self.s3.get_object_acl)
        for call in (*calls, self.s3.head_object):
            call(**name, VersionId="null")
        self.assertEqual(b"bytes", self.get("k", VersionId="null")["Body"].read())
        self.assertEqual([{"Key": "t", "Value": "1"}], self.s3.get_object_tagging(**name, VersionId="null")["TagSet"])
        for call in calls:
            error = self.assert_error("NoSuchVersion", 404, call, **name, VersionId=UNKNOWN)
            self.assertEqual(("The specified version does not exist.", "k", UNKNOWN),
                             (error["Message"], error["Key"], error["VersionId"]))
            error = self.assert_error("InvalidArgument", 400, call, **name, VersionId=MALFORMED)
            self.assertEqual(("Invalid version id specified", "versionId", MALFORMED),
                             (error["Message"], error["ArgumentName"], error["ArgumentValue"]))
            error = self.assert_error("NoSuchVersion", 404, call, Bucket=self.bucket, Key="none", VersionId="null")
            self.assertEqual(("none", "null"), (error["Key"], error["VersionId"]))
            self.assert_error("NoSuchBucket", 404, call, Bucket=f"{self.bucket}-not", Key="k", VersionId=UNKNOWN)
        self.assert_error("404", 404, self.s3.head_object, **name, VersionId=UNKNOWN)
        self.assert_error("400", 400, self.s3.head_object, **name, VersionId=MALFORMED)

    def test_copies_of_versions(self):
        self.put("k", b"bytes")
        target = {"Bucket": self.bucket, "Key": "copy"}
        source = {"Bucket": self.bucket, "Key": "k"}
        self.s3.copy_object(**target, CopySource={**source, "VersionId": "null"})
        self.assertEqual(b"bytes", self.get("copy")["Body"].read())
        for version, code, status in ((UNKNOWN, "NoSuchVersion", 404), (MALFORMED, "InvalidArgument", 400)):
            self.assert_error(code, status, self.s3.copy_object, **target, CopySource={**source, "VersionId": version})
        gone = {"Bucket": self.bucket, "Key": "none", "VersionId": "null"}
        self.assert_error("NoSuchVersion", 404, self.s3.copy_object, **target, CopySource=gone)
        upload = self.s3.create_multipart_upload(**target)["UploadId"]
        part = dict(target, UploadId=upload, PartNumber=1)
        self.s3.upload_part_copy(**part, CopySource={**source, "VersionId": "null"})
        self.assert_error(
            "NoSuchVersion", 404, self.s3.upload_part_copy, **part, CopySource={**source, "VersionId": UNKNOWN})
        self.s3.abort_multipart_upload(**target, UploadId=upload)

    def test_deletions_of_versions(self):
        """A version that is not there goes, too: versitygw #1758 (2026-01), minio #11086 (2020-12)."""
        self.put("k")
        name = {"Bucket": self.bucket, "Key": "k"}
        self.assertEqual(UNKNOWN, self.s3.delete_object(**name, VersionId=UNKNOWN)["VersionId"])
        self.assert_error("InvalidArgument", 400, self.s3.delete_object, **name, VersionId=MALFORMED)
        self.assert_error(
            "NoSuchBucket", 404, self.s3.delete_object, Bucket=f"{self.bucket}-not", Key="k", VersionId=UNKNOWN)
        self.get("k")
        self.assertEqual("null", self.s3.delete_object(**name, VersionId="null")["VersionId"])
        self.assert_error("NoSuchKey", 404, self.get, "k")

        for key in ("a", "b", "c", "d"):
            self.put(key)
        versions = (("a", "null"), ("b", UNKNOWN), ("c", MALFORMED))
        objects = [{"Key": key, "VersionId": version} for key, version in versions] + [{"Key": "d"}]
        answer = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": objects})
        self.assertEqual([objects[0], objects[1], objects[3]], answer["Deleted"])
        self.assertEqual(
            [dict(objects[2], Code="InvalidArgument", Message="Invalid version id specified")], answer["Errors"])
        self.assertEqual(["b", "c"], [version["Key"] for version in self.versions()["Versions"]])

    def test_a_bucket_is_emptied_by_its_versions(self):
        for number in range(1001):  # more than one page, and more than one request can delete
            self.put(f"{number:04}")
        resource = boto3.resource("s3", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1")
        resource.Bucket(self.bucket).object_versions.delete()
        self.assertNotIn("Versions", self.versions())
        self.s3.delete_bucket(Bucket=self.bucket)
        self.s3.create_bucket(Bucket=self.bucket)  # for the clean-up
