"""Exports to a bucket, and imports from there, of the table that counts on (earlier_states). Each that was acknowledged ends, and
each that is imported is a state of the table."""

from crash import earlier_states, objects, tables
from crash.load import Worker
from harness.client import ServiceError

BUCKET = "crash-exports"
TABLE = earlier_states.TABLE
KEPT = 4  # of each
BUSY = ("ExportConflictException", "LimitExceededException", "ResourceInUseException", "ResourceNotFoundException")


class State:
    def __init__(self):
        self.exports = {}  # ARN -> number of writes that were acknowledged when it was asked for, and its format
        self.imports = {}  # ARN -> the same, of the export that it reads
        self.made = 0
        self.checked = 0


def table_arn(client):
    return client.call("DescribeTable", TableName=TABLE)["Table"]["TableArn"]


def begin_import(client, state, export):
    """From an export that is complete."""
    state.made += 1
    written, data_format = state.exports[export]
    export_id = export.rsplit("/", 1)[1]
    made = client.call(
        "ImportTable",
        S3BucketSource={"S3Bucket": BUCKET, "S3KeyPrefix": f"AWSDynamoDB/{export_id}/data/"},
        InputFormat=data_format,
        InputCompressionType="GZIP",
        TableCreationParameters={
            "TableName": f"import{state.made}",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )
    state.imports[made["ImportTableDescription"]["ImportArn"]] = written


class Porter(Worker):
    def step(self):
        state = self.state.transfers
        try:
            if len(state.exports) < KEPT:
                self.begin_export(state)
            elif len(state.imports) < KEPT:
                self.import_one(state)
            else:
                self.stopping.wait(0.01)  # all of them run
        except ServiceError as error:
            if error.name not in BUSY:
                raise

    def begin_export(self, state):
        written = self.state.earlier.next
        data_format = self.random.choice(["DYNAMODB_JSON", "ION"])
        made = self.client.call(
            "ExportTableToPointInTime", TableArn=table_arn(self.client), S3Bucket=BUCKET, ExportFormat=data_format
        )
        state.exports[made["ExportDescription"]["ExportArn"]] = (written, data_format)

    def import_one(self, state):
        export = self.random.choice(sorted(state.exports))
        found = self.client.call("DescribeExport", ExportArn=export)["ExportDescription"]
        if found["ExportStatus"] == "COMPLETED":
            begin_import(self.client, state, export)


def prepare(endpoint):
    objects.S3(endpoint).must("PUT", f"/{BUCKET}")


def pages(client, operation, answer, **request):
    while True:
        page = client.call(operation, **request)
        yield from page[answer]
        if "NextToken" not in page:
            return
        request["NextToken"] = page["NextToken"]


def check(client, state):
    """All that was begun ends well, also what nobody was told of."""
    state = state.transfers

    def exports():
        listed = pages(client, "ListExports", "ExportSummaries", TableArn=table_arn(client))
        return {summary["ExportArn"]: summary["ExportStatus"] for summary in listed}

    def imports():
        listed = pages(client, "ListImports", "ImportSummaryList")
        return {summary["ImportArn"]: summary["ImportStatus"] for summary in listed}

    def unfinished(jobs):
        return lambda: [arn for arn, status in jobs().items() if status == "IN_PROGRESS"]

    yield from tables.wait_for("exports", unfinished(exports))
    lost = [arn for arn in state.exports if exports().get(arn) != "COMPLETED"]
    if lost:
        yield f"exports: {lost} were acknowledged"
    for export in state.exports:
        begin_import(client, state, export)
    yield from tables.wait_for("imports", unfinished(imports))
    lost = [arn for arn in state.imports if imports().get(arn) != "COMPLETED"]
    if lost:
        yield f"imports: {lost} were acknowledged"
    for arn, written in state.imports.items():
        name = arn.split("/")[1]
        yield from earlier_states.check_copy(client, name, written)
        state.checked += 1
    for name in client.call("ListTables")["TableNames"]:
        if name.startswith("import"):
            client.call("DeleteTable", TableName=name)
    state.exports, state.imports = {}, {}
