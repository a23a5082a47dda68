"""Time to live through boto3: what expires goes, what is extended stays."""

import time

from clients.boto3.case import Boto3Test
from harness import environment


class TimeToLive(Boto3Test):
    def expiring_table(self):
        table = self.create_table()
        self.client.update_time_to_live(
            TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        self.until(lambda: self.status(table) == "ENABLED")
        return table

    def status(self, table):
        description = self.client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
        return description["TimeToLiveStatus"]

    def until(self, holds, seconds=60):
        deadline = time.monotonic() + seconds * environment.slowness()
        while not holds():
            self.assertLess(time.monotonic(), deadline, "did not come true")
            time.sleep(0.02)

    def test_what_is_over_goes_and_the_rest_stays(self):
        table = self.expiring_table()
        now = int(time.time())
        with table.batch_writer() as batch:
            for number in range(60):
                batch.put_item(Item={"pk": f"over-{number}", "expires": now - 60})
            for number in range(10):
                batch.put_item(Item={"pk": f"later-{number}", "expires": now + 3600})
            batch.put_item(Item={"pk": "never"})
            batch.put_item(Item={"pk": "text", "expires": str(now - 60)})
        self.until(lambda: table.scan(Select="COUNT", ConsistentRead=True)["Count"] == 12)

    def test_an_item_that_is_extended_stays(self):
        table = self.expiring_table()
        now = int(time.time())
        table.put_item(Item={"pk": "extended", "expires": now + 3600})
        table.put_item(Item={"pk": "shortened", "expires": now + 3600})
        for key, moment in (("extended", now + 7200), ("shortened", now - 1)):
            table.update_item(
                Key={"pk": key},
                UpdateExpression="SET expires = :at",
                ExpressionAttributeValues={":at": moment},
            )
        self.until(lambda: "Item" not in table.get_item(Key={"pk": "shortened"}, ConsistentRead=True))
        self.assertIn("Item", table.get_item(Key={"pk": "extended"}, ConsistentRead=True))

    def test_switched_off_nothing_goes(self):
        table = self.expiring_table()
        self.client.update_time_to_live(
            TableName=table.name, TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires"}
        )
        self.until(lambda: self.status(table) == "DISABLED")
        table.put_item(Item={"pk": "over", "expires": int(time.time()) - 60})
        other = self.expiring_table()
        other.put_item(Item={"pk": "over", "expires": int(time.time()) - 60})
        # When the other table's item has gone, this one had its chance, too.
        self.until(lambda: "Item" not in other.get_item(Key={"pk": "over"}, ConsistentRead=True))
        self.assertIn("Item", table.get_item(Key={"pk": "over"}, ConsistentRead=True))
