"""Vector indexes and SearchVectors (2026-08), by boto3 with the shapes of the SDK of that time."""

import json
import time
import uuid

from clients.boto3 import newer_model
from clients.boto3.case import FAST_WAITER, Boto3Test
from clients.boto3.transfer_case import TransferCase
from harness import environment


def extend(model):
    """As in the SDK for JavaScript, 3.1164.0."""
    shapes = model["shapes"]

    def structure(name, required=(), **members):
        shapes[name] = {
            "type": "structure",
            "required": list(required),
            "members": {member: {"shape": shape} for member, shape in members.items()},
        }

    def list_of(name, element):
        shapes[name] = {"type": "list", "member": {"shape": element}}

    shapes["VectorDistanceFunction"] = {"type": "string", "enum": ["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]}
    shapes["SearchSchemaElementType"] = {"type": "string", "enum": ["HASH", "INLINE_FILTER"]}
    shapes["VectorTopK"] = {"type": "integer"}
    shapes["VectorScore"] = {"type": "double"}
    structure("VectorAttributeDefinition", ["AttributeName"], AttributeName="AttributeName")
    structure("SearchSchemaElement", ["AttributeName", "SearchSchemaElementType"],
              AttributeName="AttributeName", SearchSchemaElementType="SearchSchemaElementType")
    list_of("SearchSchema", "SearchSchemaElement")
    members = {
        "IndexName": "IndexName",
        "VectorAttribute": "VectorAttributeDefinition",
        "SearchSchema": "SearchSchema",
        "Projection": "Projection",
        "Dimensions": "LongObject",
        "DistanceFunction": "VectorDistanceFunction",
    }
    required = ["IndexName", "VectorAttribute", "Projection", "Dimensions", "DistanceFunction"]
    shapes.setdefault("LongObject", {"type": "long"})
    structure("VectorIndex", required, **members)
    list_of("VectorIndexList", "VectorIndex")
    structure("VectorIndexDescription", **members, IndexStatus="IndexStatus", Backfilling="Backfilling",
              IndexSizeBytes="LongObject", ItemCount="LongObject", IndexArn="String")
    list_of("VectorIndexDescriptionList", "VectorIndexDescription")
    structure("DeleteVectorIndexAction", ["IndexName"], IndexName="IndexName")
    structure("VectorIndexUpdate", Create="VectorIndex", Delete="DeleteVectorIndexAction")
    list_of("VectorIndexUpdateList", "VectorIndexUpdate")
    structure("VectorCapacity", VectorSearchRequestBytes="ConsumedCapacityUnits",
              VectorWriteRequestBytes="ConsumedCapacityUnits")
    shapes["VectorCapacityMap"] = {
        "type": "map", "key": {"shape": "IndexName"}, "value": {"shape": "VectorCapacity"}}
    shapes["ConsumedCapacity"]["members"]["VectorIndexes"] = {"shape": "VectorCapacityMap"}
    shapes["CreateTableInput"]["members"]["VectorIndexes"] = {"shape": "VectorIndexList"}
    shapes["UpdateTableInput"]["members"]["VectorIndexUpdates"] = {"shape": "VectorIndexUpdateList"}
    shapes["TableDescription"]["members"]["VectorIndexes"] = {"shape": "VectorIndexDescriptionList"}
    shapes["TableCreationParameters"]["members"]["VectorIndexes"] = {"shape": "VectorIndexList"}
    list_of("SearchVector", "AttributeValue")
    structure("SearchVectorsInput", ["TableName", "IndexName", "SearchVector", "TopK"], TableName="String",
              IndexName="IndexName", ReturnConsumedCapacity="ReturnConsumedCapacity",
              ExpressionAttributeNames="ExpressionAttributeNameMap",
              ExpressionAttributeValues="ExpressionAttributeValueMap",
              ProjectionExpression="ProjectionExpression", SearchVector="SearchVector",
              SearchConditionExpression="ConditionExpression", TopK="VectorTopK")
    structure("SearchResultItem", Item="AttributeMap", Score="VectorScore")
    list_of("SearchResultItemList", "SearchResultItem")
    structure("SearchVectorsOutput", ConsumedCapacity="VectorCapacity", SearchResults="SearchResultItemList")
    model["operations"]["SearchVectors"] = {
        "name": "SearchVectors",
        "http": {"method": "POST", "requestUri": "/"},
        "input": {"shape": "SearchVectorsInput"},
        "output": {"shape": "SearchVectorsOutput"},
        "errors": [{"shape": "ResourceNotFoundException"}],
    }


def numbers(*values):
    return [{"N": str(value)} for value in values]


def index(name, function="EUCLIDEAN", **more):
    return {
        "IndexName": name,
        "VectorAttribute": {"AttributeName": "embedding"},
        "Dimensions": 3,
        "DistanceFunction": function,
        "Projection": {"ProjectionType": "ALL"},
        **more,
    }


class VectorsTest(Boto3Test):
    def setUp(self):
        self.vectors = newer_model.session(extend).client(
            "dynamodb", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1")
        self.table = f"boto3-{uuid.uuid4().hex[:12]}"

    def create(self, **more):
        created = self.vectors.create_table(
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            **more,
        )
        self.addCleanup(self.client.delete_table, TableName=self.table)
        self.client.get_waiter("table_exists").wait(TableName=self.table, WaiterConfig=FAST_WAITER)
        return created["TableDescription"]

    def fill(self):
        for i in range(10):
            self.client.put_item(TableName=self.table, Item={"pk": {"S": f"i{i}"}, "embedding": {"L": numbers(i, 0, 1)}})

    def search(self, name, *vector, top_k=2):
        found = self.vectors.search_vectors(TableName=self.table, IndexName=name, SearchVector=numbers(*vector),
                                            TopK=top_k, ProjectionExpression="pk", ReturnConsumedCapacity="TOTAL")
        self.assertGreater(found["ConsumedCapacity"]["VectorSearchRequestBytes"], 0)
        return [(each["Item"]["pk"]["S"], each["Score"]) for each in found["SearchResults"]]

    def wait_for_index(self):
        deadline = time.monotonic() + 30 * environment.slowness()
        while True:
            table = self.vectors.describe_table(TableName=self.table)["Table"]
            if table["TableStatus"] == "ACTIVE":
                return table
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def test_an_index_of_a_new_table(self):
        description = self.create(VectorIndexes=[index("near")])
        self.assertEqual(description["VectorIndexes"][0]["IndexStatus"], "CREATING")
        self.fill()
        self.assertEqual(self.search("near", 4.25, 0, 1), [("i4", 0.25), ("i5", 0.75)])
        described = self.vectors.describe_table(TableName=self.table)["Table"]["VectorIndexes"][0]
        self.assertEqual((described["IndexStatus"], described["ItemCount"], described["Dimensions"]), ("ACTIVE", 10, 3))

    def test_an_index_that_is_added_and_deleted(self):
        self.create()
        self.fill()
        self.vectors.update_table(TableName=self.table, VectorIndexUpdates=[{"Create": index("dot", "DOT_PRODUCT")}])
        table = self.wait_for_index()
        self.assertEqual(table["VectorIndexes"][0]["ItemCount"], 10)
        self.assertEqual(self.search("dot", 1, 0, 0), [("i9", 9.0), ("i8", 8.0)])
        self.vectors.update_table(TableName=self.table, VectorIndexUpdates=[{"Delete": {"IndexName": "dot"}}])
        self.assertNotIn("VectorIndexes", self.wait_for_index())
        with self.assertRaises(self.vectors.exceptions.ClientError) as refused:
            self.search("dot", 1, 0, 0)
        self.assertEqual(refused.exception.response["Error"]["Code"], "ValidationException")

    def test_what_a_write_consumes(self):
        self.create(VectorIndexes=[index("near")])
        put = self.vectors.put_item(TableName=self.table, ReturnConsumedCapacity="INDEXES",
                                    Item={"pk": {"S": "a"}, "embedding": {"L": numbers(1, 2, 3)}})
        self.assertEqual(put["ConsumedCapacity"]["VectorIndexes"], {"near": {"VectorWriteRequestBytes": 1024.0}})


class ImportedVectorsTest(TransferCase):
    def test_an_import_into_a_table_with_a_vector_index(self):
        vectors = newer_model.session(extend).client(
            "dynamodb", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1")
        items = [{"pk": {"S": f"i{i}"}, "embedding": {"L": numbers(i, 0, 0)}} for i in range(5)]
        items.append({"pk": {"S": "short"}, "embedding": {"L": numbers(1)}})
        self.put("items.json", "".join(json.dumps({"Item": item}) + "\n" for item in items))
        name = self.new_name()
        job = vectors.import_table(
            S3BucketSource={"S3Bucket": self.bucket}, InputFormat="DYNAMODB_JSON",
            TableCreationParameters={
                "TableName": name, "BillingMode": "PAY_PER_REQUEST", "VectorIndexes": [index("near")],
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            })["ImportTableDescription"]
        self.assertEqual(job["TableCreationParameters"]["VectorIndexes"], [index("near")])
        done = self.imported(job["ImportArn"])
        self.assertEqual((done["ImportedItemCount"], done["ErrorCount"], done["FailureCode"]), (5, 1, "ItemValidationError"))
        found = vectors.search_vectors(TableName=name, IndexName="near", SearchVector=numbers(3, 0, 0), TopK=1)
        self.assertEqual(found["SearchResults"], [{"Item": items[3], "Score": 0.0}])
