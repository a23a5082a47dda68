"""What the test suites share: a server under test, a raw DynamoDB client, and the report of a suite."""
