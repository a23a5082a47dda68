"""HTTPS: with the server's own certificate, with a given one, and what happens to who speaks something else."""

import http.client
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import time
import unittest
import warnings

import boto3
import botocore.config

from harness import environment
from harness.server import Server, ServerFailure

TIMEOUT_S = 30 * environment.slowness()
KEY = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


def port_of(server):
    return int(server.endpoint.rsplit(":", 1)[1])


def trusting(certificate, **limits):
    context = ssl.create_default_context(cafile=certificate)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of old versions
        for name, value in limits.items():
            setattr(context, name, value)
    return context


def connect(server, context, host="localhost"):
    plain = socket.create_connection(("127.0.0.1", port_of(server)), TIMEOUT_S)
    return context.wrap_socket(plain, server_hostname=host)


def get_root(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.read()


def client_of(service, server, certificate, **key):
    return boto3.session.Session().client(
        service,
        endpoint_url=server.endpoint,
        verify=certificate,
        config=botocore.config.Config(retries={"max_attempts": 0}, proxies={}),
        **{**KEY, **key},
    )


def make_certificate(folder, name):
    """With its own key, for localhost."""
    key, certificate = os.path.join(folder, name + ".key"), os.path.join(folder, name + ".pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        + ["-keyout", key, "-out", certificate],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return certificate, key


class SelfSignedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--tls-self-signed").start()
        cls.certificate = os.path.join(cls.server.data, "tls", "certificate.pem")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.remove()

    def test_names_and_versions(self):
        self.assertTrue(self.server.endpoint.startswith("https://127.0.0.1:"))
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            for host in ("localhost", "127.0.0.1", "localhost.localstack.cloud", "s3.localhost.localstack.cloud"):
                context = trusting(self.certificate, minimum_version=version, maximum_version=version)
                context.set_alpn_protocols(["h2", "http/1.1"])
                with self.subTest(version=version, host=host), connect(self.server, context, host) as connection:
                    self.assertEqual("http/1.1", connection.selected_alpn_protocol())
                    self.assertEqual((200, b"healthy: dynamodb.us-east-1.amazonaws.com "), get_root(connection))

    def test_old_versions_are_refused(self):
        context = trusting(
            self.certificate, minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1
        )
        context.set_ciphers("ALL:@SECLEVEL=0")
        with self.assertRaises(ssl.SSLError):
            connect(self.server, context)

    def test_the_key_is_private(self):
        for name in ("key.pem", "certificate.pem"):
            mode = os.stat(os.path.join(self.server.data, "tls", name)).st_mode
            self.assertEqual(0o600, stat.S_IMODE(mode))

    def test_plain_http_is_told(self):
        connection = http.client.HTTPConnection("127.0.0.1", port_of(self.server), timeout=TIMEOUT_S)
        connection.request("GET", "/")
        response = connection.getresponse()
        self.assertEqual((400, b"This port speaks HTTPS: ask for https://..."), (response.status, response.read()))
        connection.close()

    def test_others_are_served_beside_a_half_handshake_and_nonsense(self):
        address = ("127.0.0.1", port_of(self.server))
        with socket.create_connection(address, TIMEOUT_S) as half, socket.create_connection(
            address, TIMEOUT_S
        ) as nonsense:
            half.sendall(b"\x16\x03\x01\x02\x00\x01")
            nonsense.sendall(bytes(range(256)) * 8)
            try:
                while nonsense.recv(1000):
                    pass
            except ConnectionResetError:
                pass
            with connect(self.server, trusting(self.certificate)) as connection:
                self.assertEqual(200, get_root(connection)[0])

    def test_pipelining(self):
        request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with connect(self.server, trusting(self.certificate)) as connection:
            connection.sendall(request * 500)
            got = b""
            while got.count(b"healthy: ") < 500:
                piece = connection.recv(1 << 16)
                self.assertTrue(piece, "the server ended the connection")
                got += piece
            self.assertEqual(500, got.count(b"HTTP/1.1 200"))

    def test_large_requests_and_responses(self):
        dynamodb = client_of("dynamodb", self.server, self.certificate)
        dynamodb.create_table(
            TableName="Large",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        )
        for i in range(5):
            dynamodb.put_item(TableName="Large", Item={"Id": {"S": str(i)}, "Text": {"S": str(i) * 390_000}})
        pages = dynamodb.get_paginator("scan").paginate(TableName="Large")
        items = [item for page in pages for item in page["Items"]]
        self.assertEqual(5, len(items))
        self.assertTrue(all(item["Text"]["S"] == item["Id"]["S"] * 390_000 for item in items))

    def test_streamed_objects(self):
        s3 = client_of("s3", self.server, self.certificate)
        s3.create_bucket(Bucket="large")
        body = os.urandom(9_000_000)
        s3.put_object(Bucket="large", Key="it", Body=body)
        self.assertEqual(body, s3.get_object(Bucket="large", Key="it")["Body"].read())

    def test_a_client_that_reads_slowly_gets_it_all(self):
        s3 = client_of("s3", self.server, self.certificate)
        s3.create_bucket(Bucket="slow")
        body = os.urandom(3_000_000)
        s3.put_object(Bucket="slow", Key="it", Body=body)
        stream = s3.get_object(Bucket="slow", Key="it")["Body"]
        self.assertEqual(body, b"".join(iter(lambda: stream.read(100_000), b"")))


class CertificateTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="stator-tls-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.first = make_certificate(self.folder, "first")
        self.second = make_certificate(self.folder, "second")
        self.used = [os.path.join(self.folder, name) for name in ("used.pem", "used.key")]
        self.use(self.first)

    def use(self, pair):
        for what, to in zip(pair, self.used):
            shutil.copy(what, to)

    def server(self, *arguments, **options):
        return Server(
            "--tls-certificate", self.used[0], "--tls-key", self.used[1], *arguments, in_memory=True, **options
        )

    def test_reload(self):
        with self.server() as server:
            old = connect(server, trusting(self.first[0]))
            self.assertEqual(200, get_root(old)[0])

            self.use((self.second[0], self.first[1]))
            server.process.send_signal(signal.SIGHUP)
            self.wait_for_log(server, "the old certificate stays")
            with connect(server, trusting(self.first[0])) as connection:
                self.assertEqual(200, get_root(connection)[0])

            self.use(self.second)
            server.process.send_signal(signal.SIGHUP)
            self.wait_for_log(server, "certificates are read again")
            with connect(server, trusting(self.second[0])) as connection:
                self.assertEqual(200, get_root(connection)[0])
            with self.assertRaises(ssl.SSLCertVerificationError):
                connect(server, trusting(self.first[0]))
            self.assertEqual(200, get_root(old)[0])
            old.close()

    def wait_for_log(self, server, text):
        deadline = time.monotonic() + TIMEOUT_S
        while text not in server.log():
            self.assertLess(time.monotonic(), deadline, server.log())
            time.sleep(0.01)

    def test_a_self_signed_certificate_outlives_a_restart(self):
        server = Server("--tls-self-signed").start()
        self.addCleanup(server.remove)
        path = os.path.join(server.data, "tls", "certificate.pem")
        with open(path, encoding="ascii") as file:
            before = file.read()
        server.stop()
        server.start()
        with connect(server, ssl.create_default_context(cadata=before)) as connection:
            self.assertEqual(200, get_root(connection)[0])
        server.stop()

    def test_policies_see_that_it_is_secure(self):
        root = {"STATOR_ROOT_ACCESS_KEY_ID": "OWNER", "STATOR_ROOT_SECRET_ACCESS_KEY": "a-long-secret"}
        owner = {"aws_access_key_id": "OWNER", "aws_secret_access_key": "a-long-secret"}
        policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:ListTables",
          "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}"""
        with self.server("--auth", "strict", extra_environment=root) as server:
            iam = client_of("iam", server, self.first[0], **owner)
            iam.create_user(UserName="ann")
            iam.put_user_policy(UserName="ann", PolicyName="secure", PolicyDocument=policy)
            key = iam.create_access_key(UserName="ann")["AccessKey"]
            ann = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
            self.assertEqual([], client_of("dynamodb", server, self.first[0], **ann).list_tables()["TableNames"])

    def test_mistakes(self):
        self.use((self.first[0], self.second[1]))
        with self.assertRaisesRegex(ServerFailure, "no usable key of this certificate"):
            self.server().start()
        with open(self.used[0], "w", encoding="ascii") as file:
            file.write("not a certificate")
        with self.assertRaisesRegex(ServerFailure, "used.pem.*no usable certificate"):
            self.server().start()
        os.unlink(self.used[1])
        with self.assertRaisesRegex(ServerFailure, "cannot read .*used.key: No such file"):
            self.server().start()
        with self.assertRaisesRegex(ServerFailure, "(?s)exit code 2.*--tls-key need each other"):
            Server("--tls-certificate", self.used[0], in_memory=True).start()
        with self.assertRaisesRegex(ServerFailure, "(?s)exit code 2.*cannot be combined"):
            self.server("--tls-self-signed").start()
