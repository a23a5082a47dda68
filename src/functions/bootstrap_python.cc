#include "functions/bootstraps.h"

namespace stator::functions {

constinit const std::string_view kPythonBootstrap = R"python(
import builtins, http.client, importlib, importlib.abc, importlib.machinery, json, logging, os, sys, time, traceback

API = "/2018-06-01/runtime/"
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]


class Endpoints(importlib.abc.MetaPathFinder):
    """Debian's botocore does not know AWS_ENDPOINT_URL: sessions that name no endpoint get ours."""

    def find_spec(self, name, path=None, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            create_client = module.Session.create_client

            def with_endpoint(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None,
                              endpoint_url=None, *args, **kwargs):
                endpoint_url = endpoint_url or os.environ.get("AWS_ENDPOINT_URL")
                return create_client(self, service_name, region_name, api_version, use_ssl, verify, endpoint_url,
                                     *args, **kwargs)

            module.Session.create_client = with_endpoint

        spec.loader.exec_module = exec_module
        return spec


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        self.client_context = json.loads(headers.get("Lambda-Runtime-Client-Context") or "null")
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class LogHandler(logging.Handler):
    request_id = ""

    def emit(self, record):
        record.aws_request_id = self.request_id
        sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")


class Runtime:
    def __init__(self):
        self.connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def call(self, method, path, body=None, headers={}):
        self.connection.request(method, API + path, body=body, headers=headers)
        response = self.connection.getresponse()
        return response, response.read()


def describe(error, frames, request_id):
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(frames),
    }


def failure(kind, message, request_id=""):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": []}


def show(failed):
    text = f"[ERROR] {failed['errorType']}: {failed['errorMessage']}"
    if failed["stackTrace"]:
        text += "\nTraceback (most recent call last):\n" + "".join(failed["stackTrace"])
    print(text.rstrip("\n").replace("\n", "\r"))
    sys.stdout.flush()


def user_frames(error):
    own = __file__
    return [frame for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename != own and not frame.filename.startswith("<frozen importlib")
            and not frame.filename.endswith("/importlib/__init__.py")]


def load_handler():
    """The handler, or what is wrong with it."""
    name = os.environ["_HANDLER"]
    if "." not in name:
        return None, failure("Runtime.MalformedHandlerName",
                             f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name, handler_name = name.rsplit(".", 1)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        return None, failure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        failed = failure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}")
        failed["stackTrace"] = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text or ""}']
        return None, failed
    except BaseException as error:
        return None, describe(error, user_frames(error), "")
    if not hasattr(module, handler_name):
        return None, failure("Runtime.HandlerNotFound", f"Handler '{handler_name}' missing on module '{module_name}'")
    return getattr(module, handler_name), None


def invoke(handler, body, context):
    """The answer's bytes, or None and what is wrong."""
    try:
        event = json.loads(body)
    except ValueError as error:
        return None, failure("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}", context.aws_request_id)
    try:
        result = handler(event, context)
    except Exception as error:
        return None, describe(error, user_frames(error), context.aws_request_id)
    try:
        return json.dumps(result, ensure_ascii=False).encode(), None
    except Exception as error:
        return None, failure("Runtime.MarshalError", f"Unable to marshal response: {error}", context.aws_request_id)


def main():
    sys.path.insert(0, TASK_ROOT)
    sys.path = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    sys.meta_path.insert(0, Endpoints())
    sys.stdout.reconfigure(line_buffering=True)
    logs = LogHandler()
    logs.setFormatter(logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"))
    logging.Formatter.converter = time.gmtime
    logging.getLogger().addHandler(logs)
    runtime = Runtime()
    handler, broken = load_handler()
    if broken:
        show(broken)
        runtime.call("POST", "init/error", json.dumps(broken), {"Lambda-Runtime-Function-Error-Type": broken["errorType"]})
        sys.exit(1)
    while True:
        response, body = runtime.call("GET", "invocation/next")
        if response.status != 200:
            sys.exit(0)
        context = Context(response.headers)
        logs.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id") or ""
        answer, failed = invoke(handler, body, context)
        if failed:
            show(failed)
        sys.stdout.flush()
        sys.stderr.flush()
        path = "invocation/" + context.aws_request_id
        if failed:
            runtime.call("POST", path + "/error", json.dumps(failed),
                         {"Lambda-Runtime-Function-Error-Type": failed["errorType"]})
        else:
            runtime.call("POST", path + "/response", answer, {"Content-Type": "application/json"})


main()
)python";

}  // namespace stator::functions
