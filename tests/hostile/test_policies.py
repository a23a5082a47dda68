"""A server that asks policies: what it learns for them of a request that other rules refuse."""

import json

from hostile.case import HostileTest

UNMATCHED = "*" + "a?" * 9_000 + "b*"
LONG_HEADER = {"User-Agent": "a" * 60_000}
DEFINED = {f"#{i}": "pk" for i in range(400_000)}


class PoliciesTest(HostileTest):
    memory_mb = 256
    arguments = ("--auth", "strict")
    owner = {"access_key_id": "OWNER", "secret_access_key": "a-long-secret"}

    def arn(self, table):
        return self.client.call("DescribeTable", TableName=table)["Table"]["TableArn"]

    def attach(self, key, values, operator="StringLike"):
        """To a table beside the bystander's: a policy that denies where this condition holds, which it never does."""
        statement = {
            **{"Effect": "Deny", "Principal": "*", "Action": ["dynamodb:*Item*", "dynamodb:Query"]},
            **{"Resource": self.arn("attacked"), "Condition": {operator: {key: values}}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": statement}, separators=(",", ":"))
        self.client.call("PutResourcePolicy", ResourceArn=self.arn("attacked"), Policy=policy)

    def get(self, **more):
        return {"TableName": "attacked", "Key": {"pk": {"S": "a"}}, **more}

    def transaction(self):
        gets = [{"Get": self.get(Key={"pk": {"S": str(i)}})} for i in range(100)]
        return json.dumps({"TransactItems": gets}).encode()

    def refused(self, operation, body, headers=None):
        """How it is told that its policies take too much work."""
        answer = self.client.send(operation, body, headers)
        self.assertEqual("AccessDeniedException", answer.error_type, str(answer)[:300])
        self.assertIn("because its policies take too much work to evaluate for this request", answer.message)

    def test_many_wildcards_of_one_character(self):
        self.make_table("attacked")
        self.attach("aws:UserAgent", UNMATCHED)
        self.storm("GetItem", json.dumps(self.get()).encode(), (200,), LONG_HEADER)
        self.storm("TransactGetItems", self.transaction(), (200,), LONG_HEADER, rounds=1)
        # Each of them may match up to its last character.
        self.attach("aws:UserAgent", UNMATCHED.replace("b", "c"))
        worst = {"User-Agent": ("a" * 17_999 + "bc") * 3 + "a" * 5_000}
        self.storm("TransactGetItems", self.transaction(), (200, 400), worst, rounds=1)

    def test_many_variables(self):
        self.make_table("attacked")
        self.attach("aws:UserAgent", "b" + "${aws:UserAgent}" * 1_000)
        self.storm("TransactGetItems", self.transaction(), (200,), LONG_HEADER, rounds=1)
        self.attach("aws:UserAgent", ["*${aws:UserAgent}"] * 800, "StringNotLike")
        self.refused("TransactGetItems", self.transaction(), LONG_HEADER)
        self.storm("TransactGetItems", self.transaction(), (400,), LONG_HEADER, rounds=1)

    def test_a_long_value_of_a_key(self):
        self.make_table("attacked")
        self.attach("dynamodb:LeadingKeys", "b" + "${dynamodb:LeadingKeys}" * 100)
        key = {":v": {"S": "a" * 10_000_000}}
        query = {"TableName": "attacked", "KeyConditionExpression": "pk=:v", "ExpressionAttributeValues": key}
        self.storm("Query", json.dumps(query).encode(), (400,), rounds=1, clients=2)

    def test_long_values_of_keys_are_refused(self):
        """Policies do not see them, so the operation has to refuse them, whoever asks."""
        self.make_table("attacked")
        longest, longer = {"pk": {"S": "k" * 2048}}, {"pk": {"S": "k" * 2049}}
        put, delete = ({kind: {name: longer}} for kind, name in (("PutRequest", "Item"), ("DeleteRequest", "Key")))
        legacy = {"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [longer["pk"]]}}
        table = {"TableName": "attacked"}
        update = {"UpdateExpression": "SET a = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}}
        self.client.call("PutItem", Item=longest, **table)
        for operation, request in (
            ("GetItem", {**table, "Key": longer}),
            ("PutItem", {**table, "Item": longer}),
            ("DeleteItem", {**table, "Key": longer}),
            ("UpdateItem", {**table, "Key": longer, **update}),
            ("Query", {**table, "KeyConditionExpression": "pk = :v", "ExpressionAttributeValues": {":v": longer["pk"]}}),
            ("Query", {**table, "KeyConditions": legacy}),
            ("BatchGetItem", {"RequestItems": {"attacked": {"Keys": [longer]}}}),
            ("BatchWriteItem", {"RequestItems": {"attacked": [put]}}),
            ("BatchWriteItem", {"RequestItems": {"attacked": [delete]}}),
            ("TransactGetItems", {"TransactItems": [{"Get": {**table, "Key": longer}}]}),
            ("TransactWriteItems", {"TransactItems": [{"Put": {**table, "Item": longer}}]}),
            ("TransactWriteItems", {"TransactItems": [{"Update": {**table, "Key": longer, **update}}]}),
            ("ExecuteStatement", {"Statement": "SELECT * FROM attacked WHERE pk = ?", "Parameters": [longer["pk"]]}),
            ("ExecuteStatement", {"Statement": "DELETE FROM attacked WHERE pk = ?", "Parameters": [longer["pk"]]}),
        ):
            with self.subTest(operation=operation):
                answer = self.client.send(operation, request)
                self.assertIn(answer.error_type, ("ValidationException", "TransactionCanceledException"), str(answer)[:300])

    def test_many_names_and_texts(self):
        self.make_table("attacked")
        names = [f"b{i:05x}" for i in range(130_000)]
        body = json.dumps(self.get(AttributesToGet=names)).encode()
        self.attach("dynamodb:Attributes", [f"{i:06}" for i in range(1_900)], "ForAllValues:StringEquals")
        self.storm("GetItem", body, (200,), rounds=1, clients=2)
        self.attach("dynamodb:Attributes", [f"{i:06}*" for i in range(1_700)], "ForAllValues:StringLike")
        self.refused("GetItem", body)

    def test_many_placeholders_used_many_times(self):
        longest = " ".join(["#zz"] * 1000)
        for operation, expressions in (
            ("Scan", {"FilterExpression": " ".join(["#zz"] * 2_000_000)}),
            ("Scan", {"FilterExpression": longest}),
            ("Query", {"KeyConditionExpression": "=".join(["#zz"] * 1000)}),
            ("Query", {"KeyConditionExpression": "=".join([":zz"] * 1000)}),
        ):
            with self.subTest(operation=operation):
                body = {
                    "TableName": self.table,
                    **expressions,
                    "ExpressionAttributeNames": DEFINED,
                    "ExpressionAttributeValues": {":v": {"S": "v"}},
                }
                self.storm(operation, json.dumps(body).encode(), (400,), rounds=1, clients=2)
