"""Where things are, as tests/run.py tells the suites through environment variables."""

import os
import time

LOADED = time.time()
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TESTS = os.path.join(ROOT, "tests")
AWSLOCAL = os.path.join(ROOT, "bin", "awslocal")
SLOWNESS = {"asan": 4, "tsan": 15}  # by the preset of a sanitizer build


def build_directory():
    return os.path.join(ROOT, os.environ.get("STATOR_BUILD", "build/release"))


def server_binary():
    return os.environ.get("STATOR_SERVER") or os.path.join(build_directory(), "stator")


def given_endpoint():
    """The running server that the suites shall use instead of starting their own, or None."""
    return os.environ.get("STATOR_ENDPOINT") or None


def seed():
    return int(os.environ.get("STATOR_SEED", "1"))


def started():
    """When ./dev test began, in seconds since 1970."""
    return float(os.environ.get("STATOR_TESTS_STARTED", LOADED))


def no_fuzz():
    """Why the fuzz targets are not there, or nothing."""
    return os.environ.get("STATOR_NO_FUZZ")


def fuzz_seconds(default):
    return float(os.environ.get("STATOR_FUZZ_SECONDS", default))


def sanitizer():
    """The preset of a sanitizer build, "asan" or "tsan", else None."""
    name = os.path.basename(os.path.normpath(build_directory()))
    return name if name in SLOWNESS else None


def is_sanitized():
    """Sanitizer builds are several times slower: volumes are cut, never checks."""
    return sanitizer() is not None


def slowness():
    """How many times as long everything may take; the time limits of all tests are multiplied by it."""
    return SLOWNESS.get(sanitizer(), 1)


def client_environment(endpoint):
    """Environment for AWS clients: dummy credentials, and nothing of the caller's AWS or proxy settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AWS_") and not name.lower().endswith("_proxy")
    }
    return dict(
        kept,
        AWS_ENDPOINT_URL=endpoint,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_DEFAULT_REGION="us-east-1",
        AWS_REGION="us-east-1",
        AWS_CONFIG_FILE="/dev/null",
        AWS_SHARED_CREDENTIALS_FILE="/dev/null",
        AWS_EC2_METADATA_DISABLED="true",
        AWS_PAGER="",
        AWS_MAX_ATTEMPTS="2",
        NO_PROXY="*",
        STATOR_AWS="/usr/bin/aws",
        PYTHONDONTWRITEBYTECODE="1",
    )
