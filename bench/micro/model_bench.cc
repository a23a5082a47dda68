// What one request costs in the data model: JSON of a 1 KB item to stored bytes and back, walking and finding
// in it, numbers, keys.
#include <benchmark/benchmark.h>

#include <string>

#include "base/json_parser.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value_writer.h"
#include "keyspace/keys.h"

namespace stator {
namespace {

using db::model::ItemView;
using db::model::Number;
using db::model::Type;
using db::model::ValueWriter;

Number num(std::string_view text) { return *Number::parse(text); }

// 13 attributes of all kinds, about 1 KB.
void write_item(ValueWriter* writer) {
  writer->begin_map();
  writer->name("active");
  writer->boolean(true);
  writer->name("address");
  writer->begin_map();
  writer->name("city");
  writer->string("Frankfurt am Main");
  writer->name("street");
  writer->string("Neue Mainzer Strasse 52-58");
  writer->end_map();
  writer->name("balance");
  writer->number(num("1234.56"));
  writer->name("created_at");
  writer->number(num("1718000000123"));
  writer->name("description");
  writer->string(std::string(500, 'd'));
  writer->name("email");
  writer->string("somebody@example.com");
  writer->name("history");
  writer->begin_list();
  for (const char* entry : {"created", "confirmed", "renamed"}) writer->string(entry);
  writer->end_list();
  writer->name("name");
  writer->string("Somebody Important");
  writer->name("pk");
  writer->string("user#0123456789");
  writer->name("signature");
  writer->binary(std::string(64, '\x5a'));
  writer->name("sk");
  writer->string("profile#2024-06-10T12:00:00Z");
  writer->name("tags");
  writer->begin_set(Type::kSs);
  for (const char* tag : {"admin", "beta", "internal"}) writer->string(tag);
  writer->end_set();
  writer->name("version");
  writer->number(num("17"));
  writer->end_map();
}

std::string item_bytes() {
  std::string out;
  ValueWriter writer(&out);
  write_item(&writer);
  return out;
}

std::string item_json() {
  const std::string bytes = item_bytes();
  std::string out;
  db::attribute_json::write_map(ItemView(bytes), &out);
  return out;
}

std::string padded_item_json() {
  std::string json = item_json();
  json.reserve(json.size() + base::JsonParser::kPadding);
  return json;
}

void ParseJsonOnly(benchmark::State& state) {
  const std::string json = padded_item_json();
  base::JsonParser parser;
  for (auto _ : state) benchmark::DoNotOptimize(parser.parse(json).has_value());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * json.size()));
}
BENCHMARK(ParseJsonOnly);

void ParseItem(benchmark::State& state) {
  const std::string json = padded_item_json();
  base::JsonParser parser;
  for (auto _ : state) {
    const auto root = parser.parse(json);
    if (!root) return state.SkipWithError("malformed");
    auto parsed = db::attribute_json::read_map(*root);
    benchmark::DoNotOptimize(parsed->bytes.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * json.size()));
}
BENCHMARK(ParseItem);

void WriteItemJson(benchmark::State& state) {
  const std::string bytes = item_bytes();
  std::string out;
  for (auto _ : state) {
    out.clear();
    db::attribute_json::write_map(ItemView(bytes), &out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}
BENCHMARK(WriteItemJson);

void EncodeItem(benchmark::State& state) {
  std::string out;
  ValueWriter writer(&out);
  for (auto _ : state) {
    out.clear();
    writer.reset(&out);
    write_item(&writer);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(EncodeItem);

void WalkItem(benchmark::State& state) {
  const std::string bytes = item_bytes();
  for (auto _ : state) {
    std::size_t sum = 0;
    for (const auto attribute : ItemView(bytes))
      sum += attribute.name.size() + attribute.value.bytes().size();
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(WalkItem);

void FindLastAttribute(benchmark::State& state) {
  const std::string bytes = item_bytes();
  for (auto _ : state) benchmark::DoNotOptimize(ItemView(bytes).find("version"));
}
BENCHMARK(FindLastAttribute);

void AccountedSize(benchmark::State& state) {
  const std::string bytes = item_bytes();
  for (auto _ : state) benchmark::DoNotOptimize(ItemView(bytes).size_bytes());
}
BENCHMARK(AccountedSize);

constexpr const char* kNumbers[] = {"17", "1718000000123", "-12345.678",
                                    "12345678901234567890123456789012345678"};

void ParseNumber(benchmark::State& state) {
  const std::string_view text = kNumbers[state.range(0)];
  for (auto _ : state) benchmark::DoNotOptimize(Number::parse(text).ok());
}
BENCHMARK(ParseNumber)->DenseRange(0, 3);

void PrintNumber(benchmark::State& state) {
  const Number number = num(kNumbers[state.range(0)]);
  std::string out;
  for (auto _ : state) {
    out.clear();
    number.append_to(&out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(PrintNumber)->DenseRange(0, 3);

void EncodeNumber(benchmark::State& state) {
  const Number number = num(kNumbers[state.range(0)]);
  char out[Number::kMaxOrderedBytes];
  for (auto _ : state) {
    benchmark::DoNotOptimize(number.write_ordered(out));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(EncodeNumber)->DenseRange(0, 3);

void DecodeNumber(benchmark::State& state) {
  std::string bytes;
  num(kNumbers[state.range(0)]).append_ordered(&bytes);
  for (auto _ : state) {
    std::string_view in = bytes;
    Number out;
    benchmark::DoNotOptimize(Number::read_ordered(&in, &out));
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(DecodeNumber)->DenseRange(0, 3);

void AddNumbers(benchmark::State& state) {
  const std::pair<const char*, const char*> cases[] = {
      {"17", "1"},
      {"1718000000123.5", "-0.25"},
      {"12345678901234567890123456789012345678", "11111111111111111111"}};
  Number a = num(cases[state.range(0)].first);
  Number b = num(cases[state.range(0)].second);
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    benchmark::DoNotOptimize(add(a, b).ok());
  }
}
BENCHMARK(AddNumbers)->DenseRange(0, 2);

void BuildItemKey(benchmark::State& state) {
  for (auto _ : state) {
    keyspace::KeyBuilder key(keyspace::Space::kItem, 7, 0);
    key.bytes("user#0123456789").seal_hash().bytes("profile#2024-06-10T12:00:00Z");
    benchmark::DoNotOptimize(key.view().data());
  }
}
BENCHMARK(BuildItemKey);

}  // namespace
}  // namespace stator
