"""Forms with a file, as browsers post them."""

import http.client
import urllib.parse
import uuid


def encoded(fields, file, file_name="x.txt"):
    """(content type, body). `fields`: pairs; `file`: bytes, or None: no file."""
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    body = "".join(parts).encode()
    if file is not None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'
        body += head.encode() + file + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def post(url, fields, file, file_name="x.txt", headers=()):
    """(status, headers, body) of the answer; a redirection is not followed."""
    place = urllib.parse.urlsplit(url)
    kind, body = encoded(dict(fields).items(), file, file_name)
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    try:
        connection.request("POST", place.path, body, {"Content-Type": kind, **dict(headers)})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()
