"""Runs AWS CLI commands as a user types them, with the awslocal wrapper of the project."""

import json
import os
import subprocess

from harness import environment

COMMAND_TIMEOUT_S = 180 * environment.slowness()


class CommandResult:
    def __init__(self, done):
        self.code = done.returncode
        self.output, self.errors = done.stdout.decode(), done.stderr.decode()

    @property
    def json(self):
        return json.loads(self.output)


def run_shell(script, endpoint, folder=None):
    """A bash script in which `aws` and `awslocal` are both the wrapper, and the endpoint is set."""
    variables = environment.client_environment(endpoint)
    bin_folder = os.path.dirname(environment.AWSLOCAL)
    variables["PATH"] = f"{bin_folder}:/usr/bin:/bin"
    # Debian's CLI does not read AWS_ENDPOINT_URL yet: a plain `aws` has to be the wrapper.
    done = subprocess.run(
        ["/bin/bash", "-c", 'aws() { awslocal "$@"; }\n' + script],
        env=variables,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=COMMAND_TIMEOUT_S,
    )
    return CommandResult(done)
