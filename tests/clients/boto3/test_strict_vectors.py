"""--auth strict: SearchVectors is an action on the index."""

import uuid

from clients.boto3 import newer_model
from clients.boto3.case import Boto3Test
from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ARGUMENTS, ROOT_KEY, StrictCase, table_arn
from clients.boto3.test_vectors import extend, index, numbers


class StrictVectorsTest(StrictCase):
    def vectors_of(self, key):
        return newer_model.session(extend).client(
            "dynamodb", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1", **key)

    def test_who_may_search(self):
        owner = self.vectors_of(ROOT_KEY)
        name = f"strict-{uuid.uuid4().hex[:10]}"
        owner.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", VectorIndexes=[index("one"), index("two")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
        self.addCleanup(owner.delete_table, TableName=name)
        search = {"TableName": name, "SearchVector": numbers(1, 2, 3), "TopK": 1}
        _, key = self.user(policy("dynamodb:SearchVectors", table_arn(name) + "/index/one"))
        user = self.vectors_of(key)
        self.assertEqual(user.search_vectors(IndexName="one", **search)["SearchResults"], [])
        self.assert_error("AccessDeniedException", user.search_vectors, IndexName="two", **search)
        _, other = self.user(policy("dynamodb:Query", table_arn(name) + "/index/*"))
        self.assert_error("AccessDeniedException", self.vectors_of(other).search_vectors, IndexName="one", **search)
