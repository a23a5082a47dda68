"""An image of the package, and containers of it, by Podman. Its store, its ports and its bridges are the test's own: nothing of
the machine's is used or changed, but for its network while the image is built."""

import ctypes
import glob
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

from harness import environment
from harness.client import Client

PROGRAMS = ("podman", "runc", "debootstrap", "ip", "iptables")
PACKAGES = os.path.join(environment.ROOT, "build", "package")
DOCKERFILE = os.path.join(environment.ROOT, "packaging", "Dockerfile")
# What `FROM` names, made here of Debian's packages; kept for the next time.
BASE = "docker.io/library/debian:bookworm-slim"
BASE_ARCHIVE = os.path.join(environment.ROOT, "build", "container", "bookworm.tar")
IMAGE = "localhost/stator:test"
TIMEOUT_S = 900
START_TIMEOUT_S = 120
# To raise them to what Podman has by default takes a right that even root may lack.
LIMITS = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096")
_CLONE_NEWNET = 0x40000000


def packages():
    return glob.glob(os.path.join(PACKAGES, "stator_*.deb"))


def run(*command, check=True, timeout=TIMEOUT_S):
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd="/", stdin=subprocess.DEVNULL)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def make_base():
    if os.path.exists(BASE_ARCHIVE):
        return
    folder = tempfile.mkdtemp(prefix="stator-base-", dir="/var/tmp")
    try:
        mirror = os.environ.get("DEBIAN_MIRROR")  # another one than debootstrap's own
        run("debootstrap", "--variant=minbase", "bookworm", folder, *([mirror] if mirror else []))
        os.makedirs(os.path.dirname(BASE_ARCHIVE), exist_ok=True)
        unfinished = BASE_ARCHIVE + ".unfinished"
        run("tar", "--create", "--file", unfinished, "--directory", folder, "--exclude=./var/cache/apt/archives/*.deb", ".")
        os.rename(unfinished, BASE_ARCHIVE)
    finally:
        shutil.rmtree(folder)


def leave_network():
    """From here on, this process and what it starts have a network of their own, with nothing in it."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no network namespace can be made")
    run("ip", "link", "set", "lo", "up")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Store:
    """Images, containers and volumes, gone with it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="stator-podman-", dir="/var/tmp")
        self.command = [
            "podman",
            *("--root", f"{self.folder}/root", "--runroot", f"{self.folder}/run", "--tmpdir", f"{self.folder}/tmp"),
            *("--network-config-dir", f"{self.folder}/networks", "--cgroup-manager", "cgroupfs", "--runtime", "runc"),
            *("--events-backend", "none"),
        ]

    def __call__(self, *arguments, check=True):
        return run(*self.command, *arguments, check=check)

    def build(self):
        """As docs/operating.md says, by another program."""
        make_base()
        self("import", BASE_ARCHIVE, BASE)
        self("build", "--pull=never", "--network", "host", "--format", "docker", "-f", DOCKERFILE, "-t", IMAGE, PACKAGES)

    def remove(self):
        self("rm", "--all", "--force", "--time", "0", check=False)
        self("system", "reset", "--force", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Container:
    """`docker run` with a published port, of which the tests are clients."""

    def __init__(self, store, *options, arguments=(), volume=None):
        self.store, self.port = store, free_port()
        mounts = ["--volume", f"{volume}:/var/lib/stator"] if volume else []
        done = store("run", "--detach", *LIMITS, "--publish", f"127.0.0.1:{self.port}:8000", *mounts, *options, IMAGE, *arguments)
        self.id = done.stdout.strip()
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def exec(self, *command, check=True):
        return self.store("exec", self.id, *command, check=check)

    def state(self):
        return json.loads(self.store("inspect", self.id).stdout)[0]["State"]

    def log(self):
        done = self.store("logs", self.id)
        return done.stdout + done.stderr

    def wait(self):
        """Until it serves. Returns itself."""
        client = Client(self.endpoint, timeout=5)
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                client.call("ListTables")
                return self
            except Exception:  # not yet; the state says whether it ever will
                if not self.state()["Running"]:
                    break
                time.sleep(0.1)
        raise AssertionError(f"the container does not serve\n{self.log()}")

    def start(self):
        self.store("start", self.id)
        return self.wait()

    def stop(self):
        """SIGTERM to PID 1. Returns the exit code; that of SIGKILL if it did not help."""
        self.store("stop", "--time", "60", self.id)
        return self.state()["ExitCode"]

    def kill(self):
        self.store("kill", "--signal", "KILL", self.id)
        self.store("wait", self.id)

    def remove(self):
        self.store("rm", "--force", "--time", "0", self.id)
