"""The operations of bulk puts for Debian's botocore, which is older than they are: its model, and what API_StartBulkPutItems and its
siblings say."""


def structure(required=(), **members):
    return {
        "type": "structure",
        "required": list(required),
        "members": {name: {"shape": shape} for name, shape in members.items()},
    }


SHAPES = {
    "BulkStatus": {"type": "string"},
    "BulkOutputTypes": {"type": "list", "member": {"shape": "String"}},
    "BulkInput": structure(
        ["S3Bucket", "InputFormat"],
        S3BucketOwner="String", S3Bucket="String", S3KeyPrefix="String", InputFormat="String", InputCompressionType="String",
    ),
    "BulkOutput": structure(
        ["OutputType"],
        S3BucketOwner="String", S3Bucket="String", S3KeyPrefix="String", S3SseAlgorithm="String", S3SseKmsKeyId="String",
        OutputType="BulkOutputTypes",
    ),
    "StartBulkPutItemsInput": structure(
        ["InputS3Configuration", "OutputS3Configuration", "TableName"],
        ClientToken="BulkToken", InputS3Configuration="BulkInput", OutputS3Configuration="BulkOutput", TableName="String",
        MaxWriteRequestUnits="Long", PerformanceTier="String",
    ),
    "BulkToken": {"type": "string"},
    "BulkTable": structure(TableName="String", TableId="String"),
    "BulkTables": {"type": "list", "member": {"shape": "BulkTable"}},
    "BulkBytes": structure(BulkPutBytes="Long"),
    "BulkBytesMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "BulkBytes"}},
    "BulkUsage": structure(
        TableName="String", BulkPutBytes="Long", Table="BulkBytes", LocalSecondaryIndexes="BulkBytesMap",
        GlobalSecondaryIndexes="BulkBytesMap",
    ),
    "BulkUsages": {"type": "list", "member": {"shape": "BulkUsage"}},
    "BulkOperationDescription": structure(
        BulkOperationArn="String", BulkOperationStatus="BulkStatus", TableDetails="BulkTables", ClientToken="String",
        InputS3Configuration="BulkInput", OutputS3Configuration="BulkOutput", StartTime="Date", EndTime="Date",
        ProcessedItemCount="Long", ProcessedInputBytes="Long", TotalInputBytes="Long", BulkOperationUsage="BulkUsages",
        FailedItemCount="Long", FailureCode="String", FailureMessage="String", MaxWriteRequestUnits="Long",
        PerformanceTier="String",
    ),
    "BulkDescriptionOutput": structure(BulkOperationDescription="BulkOperationDescription"),
    "BulkArnInput": structure(["BulkOperationArn"], BulkOperationArn="String"),
    "BulkCancelOutput": structure(BulkOperationArn="String", BulkOperationStatus="BulkStatus"),
    "BulkListInput": structure(MaxResults="Integer", NextToken="String"),
    "BulkSummary": structure(
        BulkOperationArn="String", BulkOperationStatus="BulkStatus", StartTime="Date", EndTime="Date",
    ),
    "BulkSummaries": {"type": "list", "member": {"shape": "BulkSummary"}},
    "BulkListOutput": structure(BulkOperationsSummaryList="BulkSummaries", NextToken="String"),
}
OPERATIONS = {
    "StartBulkPutItems": ("StartBulkPutItemsInput", "BulkDescriptionOutput"),
    "DescribeBulkOperation": ("BulkArnInput", "BulkDescriptionOutput"),
    "ListBulkOperations": ("BulkListInput", "BulkListOutput"),
    "CancelBulkOperation": ("BulkArnInput", "BulkCancelOutput"),
}


def extend(model):
    """See newer_model.session()."""
    for name, shape in {"String": {"type": "string"}, "Long": {"type": "long"}, "Integer": {"type": "integer"},
                        "Date": {"type": "timestamp"}}.items():
        model["shapes"].setdefault(name, shape)
    model["shapes"].update(SHAPES)
    for name, (request, answer) in OPERATIONS.items():
        model["operations"][name] = {
            "name": name, "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": request},
            "output": {"shape": answer}, "errors": model["operations"]["ImportTable"]["errors"],
        }
