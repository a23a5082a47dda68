"""Whether a package-lock.json is whole: npm refuses one that leaves out what a package of it asks for, be it for other machines only."""

_ALWAYS = ("dependencies", "optionalDependencies")


def missing(lock):
    """What is asked for and not there, as "PACKAGE of FOLDER"."""
    packages = lock["packages"]
    gone = []
    for folder, package in packages.items():
        optional_peers = {name for name, of in package.get("peerDependenciesMeta", {}).items() if of.get("optional")}
        wanted = {name for kind in _ALWAYS for name in package.get(kind, {})}
        wanted |= set(package.get("peerDependencies", {})) - optional_peers
        if not folder:
            wanted |= set(package.get("devDependencies", {}))
        gone += [f"{name} of {folder or 'the project'}" for name in sorted(wanted) if not _is_there(packages, folder, name)]
    return gone


def _is_there(packages, folder, name):
    """As Node.js looks: in the folder's own node_modules, then in those of the folders around it."""
    while True:
        if f"{folder}/node_modules/{name}".lstrip("/") in packages:
            return True
        if not folder:
            return False
        folder = folder.rpartition("node_modules/")[0].rstrip("/")
