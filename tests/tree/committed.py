import subprocess

from harness import environment


def committed_files(*patterns):
    """Their names, all of them or those that git's patterns name."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=environment.ROOT, stdout=subprocess.PIPE, check=True
    ).stdout
    return [name for name in listing.decode().split("\0") if name]
