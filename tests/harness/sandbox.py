"""Whether functions can run in bubblewrap on this machine: many containers forbid it."""

import functools
import os
import subprocess

REASON = "bubblewrap cannot make sandboxes on this machine"
_UNPRIVILEGED = 65534
_COMMAND = (
    "bwrap --unshare-all --unshare-user --disable-userns --die-with-parent --new-session --ro-bind /usr /usr "
    "--symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev -- /usr/bin/true"
)


@functools.cache
def works():
    user = {"user": _UNPRIVILEGED, "group": _UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        done = subprocess.run(_COMMAND.split(), capture_output=True, cwd="/", timeout=60, **user)
    except OSError:
        return False
    return done.returncode == 0


def server_environment():
    """What makes a server run functions here all the same."""
    return {} if works() else {"STATOR_LAMBDA_ISOLATION": "process"}
