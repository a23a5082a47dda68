"""PartiQL through boto3: parameters, the paginator, modelled exceptions, batches and transactions."""

from decimal import Decimal

from boto3.dynamodb.types import TypeSerializer
from clients.boto3.case import Boto3Test

to_value = TypeSerializer().serialize


class PartiQL(Boto3Test):
    def execute(self, statement, *parameters, **more):
        if parameters:
            more["Parameters"] = [to_value(parameter) for parameter in parameters]
        return self.client.execute_statement(Statement=statement, **more)

    def music(self, songs=0):
        name = self.create_table(sort_key=("song", "S")).name
        for number in range(songs):
            self.execute(f"INSERT INTO \"{name}\" VALUE {{'pk': ?, 'song': ?, 'n': ?}}", "a", f"{number:03}", number)
        return name

    def test_insert_select_update_delete(self):
        name = self.music()
        insert = f"INSERT INTO \"{name}\" VALUE {{'pk': ?, 'song': ?, 'tags': ?}}"
        self.assertEqual(self.execute(insert, "a", "x", {"red", "blue"})["Items"], [])
        with self.assertRaises(self.client.exceptions.DuplicateItemException):
            self.execute(insert, "a", "x", {"red"})
        update = f'UPDATE "{name}" SET plays = ? WHERE pk = ? AND song = ? RETURNING ALL NEW *'
        item = self.execute(update, 3, "a", "x")["Items"][0]
        self.assertEqual(item["plays"], {"N": "3"})
        self.assertEqual(set(item["tags"]["SS"]), {"red", "blue"})
        with self.assertRaises(self.client.exceptions.ConditionalCheckFailedException):
            self.execute(update, 3, "a", "nobody")
        deleted = self.execute(f"DELETE FROM \"{name}\" WHERE pk = 'a' AND song = 'x' RETURNING ALL OLD *")
        self.assertEqual(len(deleted["Items"]), 1)
        self.assertEqual(self.execute(f'SELECT * FROM "{name}"')["Items"], [])

    def test_pages_visit_each_item_once(self):
        name = self.music(songs=20)
        for statement in (
            f"SELECT n FROM \"{name}\" WHERE pk = 'a' AND n > 4",
            f'SELECT n FROM "{name}" WHERE n > 4',
        ):
            numbers, token, pages = [], {}, 0
            while True:
                page = self.execute(statement, Limit=3, **token)
                numbers += [int(item["n"]["N"]) for item in page["Items"]]
                pages += 1
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            self.assertEqual(sorted(numbers), list(range(5, 20)))
            self.assertGreaterEqual(pages, 7)

    def test_batch(self):
        name = self.music(songs=2)
        answers = self.client.batch_execute_statement(
            Statements=[
                {
                    "Statement": f'SELECT n FROM "{name}" WHERE pk = ? AND song = ?',
                    "Parameters": [{"S": "a"}, {"S": song}],
                }
                for song in ("000", "001", "none")
            ]
        )["Responses"]
        self.assertEqual([answer.get("Item") for answer in answers], [{"n": {"N": "0"}}, {"n": {"N": "1"}}, None])

    def test_transaction(self):
        name = self.music(songs=1)
        statements = [
            {"Statement": f"EXISTS(SELECT * FROM \"{name}\" WHERE pk = 'a' AND song = '000')"},
            {"Statement": f"INSERT INTO \"{name}\" VALUE {{'pk': 'a', 'song': 'new'}}"},
        ]
        self.client.execute_transaction(TransactStatements=statements)
        with self.assertRaises(self.client.exceptions.TransactionCanceledException) as caught:
            self.client.execute_transaction(TransactStatements=statements)
        codes = [reason["Code"] for reason in caught.exception.response["CancellationReasons"]]
        self.assertEqual(codes, ["None", "DuplicateItem"])

    def test_numbers_keep_their_digits(self):
        name = self.music()
        number = Decimal("12345678901234567890123456789.012345678")
        self.execute(f"INSERT INTO \"{name}\" VALUE {{'pk': 'a', 'song': 'x', 'n': ?}}", number)
        item = self.execute(f'SELECT n FROM "{name}" WHERE n = ?', number)["Items"][0]
        self.assertEqual(Decimal(item["n"]["N"]), number)
