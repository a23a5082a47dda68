// The API layer over the in-memory engine: from an HTTP request's body to the response's, without a network.
#include <benchmark/benchmark.h>

#include "aws/protocol/json_reader.h"
#include "services/dynamodb/shapes/item.h"
#include "services/dynamodb/test_api.h"

namespace {

using namespace stator;
using services::dynamodb::TestApi;

constexpr std::string_view kTable =
    R"({"TableName":"Bench","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})";

std::string put_body(std::size_t text_bytes) {
  return R"({"TableName":"Bench","Item":{"pk":{"S":"key"},"n":{"N":"42"},"text":{"S":")" +
         std::string(text_bytes, 'x') + R"("}}})";
}

void run(benchmark::State& state, std::string_view operation, std::string_view body) {
  TestApi api;
  api.call("CreateTable", kTable);
  while (api.call("PutItem", put_body(100)).status != 200) {
  }
  for (auto _ : state) benchmark::DoNotOptimize(api.call(operation, body).body.size());
}

void BM_PutItem(benchmark::State& state) {
  run(state, "PutItem", put_body(static_cast<std::size_t>(state.range(0))));
}
void BM_GetItem(benchmark::State& state) {
  run(state, "GetItem", R"({"TableName":"Bench","Key":{"pk":{"S":"key"}}})");
}
// Refused before the database: what the way to an operation and back costs alone.
void BM_Refused(benchmark::State& state) { run(state, "ListTables", R"({"Limit":0})"); }

void BM_ReadPutItem(benchmark::State& state) {
  std::string body = put_body(static_cast<std::size_t>(state.range(0)));
  body.reserve(body.size() + net::Request::kBodyPadding);
  for (auto _ : state) {
    services::dynamodb::PutItemRequest request;
    auto document = aws::protocol::JsonDocument::parse(body);
    auto read = document->read(services::dynamodb::kPutItemInput, &request);
    auto checked = aws::protocol::check_constraints(services::dynamodb::kPutItemInput, &request);
    benchmark::DoNotOptimize(read.ok() && checked.ok());
  }
}

BENCHMARK(BM_PutItem)->Arg(100)->Arg(1000);
BENCHMARK(BM_GetItem);
BENCHMARK(BM_Refused);
BENCHMARK(BM_ReadPutItem)->Arg(10)->Arg(100)->Arg(1000);

}  // namespace
