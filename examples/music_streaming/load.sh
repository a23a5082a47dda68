#!/bin/bash
# Creates the tables of a music streaming site in several regions and loads them. Needs the AWS CLI; the endpoint is
# AWS_ENDPOINT_URL, or http://localhost:8000.
set -e
cd "$(dirname "$0")"
endpoint=${AWS_ENDPOINT_URL:-http://localhost:8000}
for file in *.table.json; do
  name=$(aws dynamodb create-table --endpoint-url "$endpoint" --cli-input-json "file://$file" \
         --query TableDescription.TableName --output text)
  aws dynamodb wait table-exists --endpoint-url "$endpoint" --table-name "$name"
  echo "created $name"
done
aws dynamodb batch-write-item --endpoint-url "$endpoint" --request-items file://items.json \
  --query 'length(UnprocessedItems)' --output text
