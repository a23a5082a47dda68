"""Transactions through boto3: actions, cancellation reasons, tokens, snapshots, threads that move money."""

import concurrent.futures
import random
import uuid

from clients.boto3.case import Boto3Test

ACCOUNTS, START, THREADS, MOVES = 6, 100, 4, 40


def account(number):
    return {"pk": {"S": f"account-{number}"}}


class Transactions(Boto3Test):
    def amounts(self, name):
        """Of all accounts, at one moment; the snapshot is taken again where it meets a write."""
        gets = [{"Get": {"TableName": name, "Key": account(number)}} for number in range(ACCOUNTS)]
        while True:
            try:
                answers = self.client.transact_get_items(TransactItems=gets)["Responses"]
                return [int(answer["Item"]["amount"]["N"]) for answer in answers]
            except self.client.exceptions.TransactionCanceledException as canceled:
                codes = {reason["Code"] for reason in canceled.response["CancellationReasons"]}
                self.assertLessEqual(codes, {"None", "TransactionConflict"})

    def test_four_kinds_of_actions(self):
        name = self.create_table().name
        self.client.put_item(TableName=name, Item={"pk": {"S": "old"}, "n": {"N": "1"}})
        self.client.put_item(TableName=name, Item={"pk": {"S": "checked"}, "n": {"N": "5"}})
        answer = self.client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": name, "Item": {"pk": {"S": "new"}}}},
                {
                    "Update": {
                        "TableName": name,
                        "Key": {"pk": {"S": "counted"}},
                        "UpdateExpression": "ADD n :one",
                        "ExpressionAttributeValues": {":one": {"N": "1"}},
                    }
                },
                {"Delete": {"TableName": name, "Key": {"pk": {"S": "old"}}}},
                {
                    "ConditionCheck": {
                        "TableName": name,
                        "Key": {"pk": {"S": "checked"}},
                        "ConditionExpression": "n > :n",
                        "ExpressionAttributeValues": {":n": {"N": "4"}},
                    }
                },
            ],
            ReturnConsumedCapacity="TOTAL",
        )
        self.assertEqual(8, answer["ConsumedCapacity"][0]["WriteCapacityUnits"])
        items = {item["pk"]["S"]: item for item in self.client.scan(TableName=name)["Items"]}
        self.assertEqual({"new", "counted", "checked"}, set(items))
        self.assertEqual({"N": "1"}, items["counted"]["n"])

    def test_reasons_stand_in_the_order_of_the_actions(self):
        name = self.create_table().name
        self.client.put_item(TableName=name, Item={"pk": {"S": "there"}, "n": {"N": "1"}})
        with self.assertRaises(self.client.exceptions.TransactionCanceledException) as raised:
            self.client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": name, "Item": {"pk": {"S": "other"}}}},
                    {
                        "Put": {
                            "TableName": name,
                            "Item": {"pk": {"S": "there"}},
                            "ConditionExpression": "attribute_not_exists(pk)",
                            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                        }
                    },
                ]
            )
        error = raised.exception.response
        self.assertEqual(
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            "[None, ConditionalCheckFailed]",
            error["Error"]["Message"],
        )
        none, failed = error["CancellationReasons"]
        self.assertEqual("None", none["Code"])
        self.assertEqual("ConditionalCheckFailed", failed["Code"])
        self.assertEqual({"pk": {"S": "there"}, "n": {"N": "1"}}, failed["Item"])
        self.assertNotIn("Item", self.client.get_item(TableName=name, Key={"pk": {"S": "other"}}))

    def test_a_token_is_good_for_one_transaction(self):
        name = self.create_table().name
        token = str(uuid.uuid4())

        def add(amount):
            return self.client.transact_write_items(
                ClientRequestToken=token,
                TransactItems=[
                    {
                        "Update": {
                            "TableName": name,
                            "Key": account(1),
                            "UpdateExpression": "ADD amount :n",
                            "ExpressionAttributeValues": {":n": {"N": str(amount)}},
                        }
                    }
                ],
            )

        for _ in range(3):
            add(5)
        with self.assertRaises(self.client.exceptions.IdempotentParameterMismatchException):
            add(6)
        self.assertEqual("5", self.client.get_item(TableName=name, Key=account(1))["Item"]["amount"]["N"])

    def test_the_resource_client_takes_python_values(self):
        table = self.create_table()
        client = self.resource.meta.client
        client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": table.name, "Item": {"pk": "a", "tags": {"x", "y"}}}},
                {"Put": {"TableName": table.name, "Item": {"pk": "b", "list": [1, "two"]}}},
            ]
        )
        first, second = client.transact_get_items(
            TransactItems=[{"Get": {"TableName": table.name, "Key": {"pk": key}}} for key in "ab"]
        )["Responses"]
        self.assertEqual({"x", "y"}, first["Item"]["tags"])
        self.assertEqual([1, "two"], second["Item"]["list"])

    def test_money_that_many_threads_move_stays_the_same(self):
        name = self.create_table().name
        for number in range(ACCOUNTS):
            self.client.put_item(TableName=name, Item={**account(number), "amount": {"N": str(START)}})

        def change(number, by, **condition):
            values = {":n": {"N": str(by)}}
            more = {"ConditionExpression": "amount >= :enough"} if condition else {}
            if condition:
                values[":enough"] = {"N": str(condition["at_least"])}
            return {
                "Update": {
                    "TableName": name,
                    "Key": account(number),
                    "UpdateExpression": "SET amount = amount + :n",
                    "ExpressionAttributeValues": values,
                    **more,
                }
            }

        def move(seed):
            source = random.Random(seed)
            moved = 0
            for _ in range(MOVES):
                giver, taker = source.sample(range(ACCOUNTS), 2)
                amount = source.randrange(1, 60)
                try:
                    self.client.transact_write_items(
                        TransactItems=[change(giver, -amount, at_least=amount), change(taker, amount)]
                    )
                    moved += 1
                except self.client.exceptions.TransactionCanceledException as canceled:
                    codes = {reason["Code"] for reason in canceled.response["CancellationReasons"]}
                    self.assertLessEqual(codes, {"None", "TransactionConflict", "ConditionalCheckFailed"})
            return moved

        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            movers = [pool.submit(move, seed) for seed in range(THREADS)]
            while not all(mover.done() for mover in movers):
                amounts = self.amounts(name)
                self.assertEqual(ACCOUNTS * START, sum(amounts))
                self.assertGreaterEqual(min(amounts), 0)
            self.assertGreater(sum(mover.result() for mover in movers), 0)
        self.assertEqual(ACCOUNTS * START, sum(self.amounts(name)))
