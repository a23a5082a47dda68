"""S3 through boto3: GetObjectAttributes."""

import base64
import hashlib

from clients.boto3.s3_case import S3Case

PART_BYTES = 5 << 20
ALL = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


class S3AttributesTest(S3Case):
    def attributes(self, wanted, key="k", **more):
        answer = self.s3.get_object_attributes(Bucket=self.bucket, Key=key, ObjectAttributes=wanted, **more)
        headers = answer.pop("ResponseMetadata")["HTTPHeaders"]
        self.assertEqual(self.get(key)["LastModified"], answer.pop("LastModified"))
        self.assertEqual("application/xml", headers["content-type"])
        answer.get("Checksum", {}).pop("ChecksumType", None)  # which older clients do not know
        return answer

    def test_an_object(self):
        self.put("k", b"123456789", ChecksumAlgorithm="SHA256", StorageClass="STANDARD_IA")
        expected = {
            "ETag": hashlib.md5(b"123456789").hexdigest(),
            "Checksum": {"ChecksumSHA256": sha256(b"123456789")},
            "StorageClass": "STANDARD_IA",
            "ObjectSize": 9,
        }
        self.assertEqual(expected, self.attributes(ALL))
        for name, value in expected.items():
            self.assertEqual({name: value}, self.attributes([name]))
        self.assertEqual({}, self.attributes(["ObjectParts"]))
        self.assertEqual({"ObjectSize": 9}, self.attributes(["ObjectSize"], VersionId="null"))
        self.put("empty")
        self.assertEqual({"StorageClass": "STANDARD", "ObjectSize": 0},
                         self.attributes(["StorageClass", "ObjectSize"], key="empty"))

    def test_parts(self):
        bodies = [b"x" * PART_BYTES, b"y" * PART_BYTES, b"end"]
        name = {"Bucket": self.bucket, "Key": "k"}
        upload = dict(name, UploadId=self.s3.create_multipart_upload(**name, ChecksumAlgorithm="SHA256")["UploadId"])
        parts = [
            {"PartNumber": number, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}
            for number, body in enumerate(bodies, 1)
            for part in [self.s3.upload_part(**upload, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256")]
        ]
        self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
        expected = [
            {"PartNumber": number, "Size": len(body), "ChecksumSHA256": sha256(body)}
            for number, body in enumerate(bodies, 1)
        ]
        whole = {"TotalPartsCount": 3, "PartNumberMarker": 0, "NextPartNumberMarker": 3, "MaxParts": 1000,
                 "IsTruncated": False, "Parts": expected}
        self.assertEqual(whole, self.attributes(["ObjectParts"])["ObjectParts"])
        digests = b"".join(hashlib.sha256(body).digest() for body in bodies)
        self.assertEqual(f"{sha256(digests)}-3", self.attributes(["Checksum"])["Checksum"]["ChecksumSHA256"])
        page = self.attributes(["ObjectParts"], MaxParts=2)["ObjectParts"]
        self.assertEqual((expected[:2], 0, 2, 2, True), tuple(page[name] for name in (
            "Parts", "PartNumberMarker", "NextPartNumberMarker", "MaxParts", "IsTruncated")))
        page = self.attributes(["ObjectParts"], MaxParts=2, PartNumberMarker=2)["ObjectParts"]
        self.assertEqual((expected[2:], 2, 3, False), tuple(page[name] for name in (
            "Parts", "PartNumberMarker", "NextPartNumberMarker", "IsTruncated")))
        page = self.attributes(["ObjectParts"], PartNumberMarker=3)["ObjectParts"]
        self.assertEqual((None, False), (page.get("Parts"), page["IsTruncated"]))
        self.assertEqual(1000, self.attributes(["ObjectParts"], MaxParts=1001)["ObjectParts"]["MaxParts"])
        # What is no number counts as not given: versitygw #1806 (2026-02).
        self.assertEqual(whole, self.attributes(["ObjectParts"], MaxParts=-1, PartNumberMarker=-1)["ObjectParts"])
        self.s3.put_object_tagging(**name, Tagging={"TagSet": [{"Key": "t", "Value": "1"}]})
        self.assertEqual(whole, self.attributes(["ObjectParts"])["ObjectParts"])  # tags change nothing of it

    def test_parts_without_checksums_of_their_own(self):
        """Seen on AWS: versitygw #1001 (2024-12)."""
        name = {"Bucket": self.bucket, "Key": "k"}
        upload = dict(name, UploadId=self.s3.create_multipart_upload(**name)["UploadId"])
        part = {"PartNumber": 1, "ETag": self.s3.upload_part(**upload, PartNumber=1, Body=b"x")["ETag"]}
        etag = self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [part]})["ETag"]
        self.assertEqual({"ETag": etag.strip('"'), "ObjectParts": {"TotalPartsCount": 1}},
                         self.attributes(["ETag", "ObjectParts"]))

    def test_what_is_refused(self):
        """Seen on AWS: versitygw #915, #917 (2024-10)."""
        self.put("k")
        call, name = self.s3.get_object_attributes, {"Bucket": self.bucket, "Key": "k"}
        error = self.assert_error("InvalidArgument", 400, call, **name, ObjectAttributes=["ETag", "Dummy"])
        self.assertEqual(("Invalid attribute name specified.", "x-amz-object-attributes", "Dummy"),
                         (error["Message"], error["ArgumentName"], error["ArgumentValue"]))
        error = self.assert_error("InvalidRequest", 400, call, **name, ObjectAttributes=[])
        self.assertEqual(
            "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty",
            error["Message"],
        )
        self.assert_error("NoSuchKey", 404, call, Bucket=self.bucket, Key="none", ObjectAttributes=ALL)
        self.assert_error("NoSuchBucket", 404, call, Bucket=f"{self.bucket}-not", Key="k", ObjectAttributes=ALL)
        unknown = {"VersionId": "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA"}
        self.assert_error("NoSuchVersion", 404, call, **name, **unknown, ObjectAttributes=ALL)
