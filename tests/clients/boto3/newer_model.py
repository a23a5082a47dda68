"""boto3 with shapes and operations of DynamoDB that are newer than Debian's botocore."""

import atexit
import json
import os
import shutil
import tempfile

import boto3
import botocore.session

PATH = os.path.join("dynamodb", "2012-08-10")


def session(extend):
    """Of boto3; `extend(model)` changes the service model of its clients for DynamoDB."""
    folder = tempfile.mkdtemp(prefix="stator-model-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    core = botocore.session.get_session()
    known = core.get_component("data_loader")
    model = json.loads(json.dumps(known.load_service_model("dynamodb", "service-2")))  # ours alone
    extend(model)
    os.makedirs(os.path.join(folder, PATH))
    with open(os.path.join(folder, PATH, "service-2.json"), "w", encoding="utf-8") as file:
        json.dump(model, file)
    for name in ("paginators-1", "waiters-2", "endpoint-rule-set-1"):
        with open(os.path.join(folder, PATH, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(known.load_service_model("dynamodb", name), file)
    core = botocore.session.get_session()
    core.get_component("data_loader").search_paths.insert(0, folder)
    return boto3.session.Session(botocore_session=core)
