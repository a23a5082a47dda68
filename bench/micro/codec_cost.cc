// What the codecs cost for the 1 KB item of the workloads (bench/workloads.lua), to be counted in
// instructions: a figure that does not move when the machine is busy. Runs one direction a number of times;
// the difference between two runs, by the difference of their counts, is the cost of one item.
//
//   for n in 100 1100; do valgrind --tool=callgrind build/release/bench/stator_codec_cost read $n; done
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"
#include "net/request.h"
#include "services/dynamodb/shapes/item.h"

namespace {

using namespace stator;
using services::dynamodb::PutItemRequest;

// 13 attributes of all types in the order of the workloads: names are not sorted, as clients send them.
std::string item_json() {
  std::string blob;
  for (int i = 0; i < 150; ++i) blob.push_back(static_cast<char>(i * 89 + 7));
  std::string blob_text;
  base::append_base64(blob, blob_text);
  std::string field;
  for (int i = 0; i < 100; ++i) field.push_back(static_cast<char>('a' + i * 7 % 26));
  std::string note;
  for (int i = 0; i < 573; ++i) note.push_back(static_cast<char>('a' + i * 11 % 26));
  return R"({"pk":{"S":"part#00012"},"sk":{"S":"item#00001234"},"name":{"S":"customer 00001234"},)"
         R"("count":{"N":"234"},"price":{"N":"1234.34"},"active":{"BOOL":true},)"
         R"("tags":{"SS":["blue","green","red","yellow"]},"scores":{"NS":["1","22","333"]},)"
         R"("addr":{"M":{"street":{"S":"12 Long Street"},"city":{"S":"Springfield"},"zip":{"N":"12345"},)"
         R"("old":{"NULL":true}}},"hist":{"L":[{"N":"1"},{"S":"created"},{"N":"2"},{"S":"paid"}]},)"
         R"("blob":{"B":")" +
         blob_text + R"("},"field0":{"S":")" + field + R"("},"note":{"S":")" + note + "\"}}";
}

std::string put_body() {
  std::string body = R"({"TableName":"bench","Item":)" + item_json() + "}";
  body.reserve(body.size() + net::Request::kBodyPadding);
  return body;
}

void read(const std::string& body, PutItemRequest* request) {
  const auto document = aws::protocol::JsonDocument::parse(body);
  if (document.ok() && document->read(services::dynamodb::kPutItemInput, request).ok()) return;
  std::fputs("the body is refused\n", stderr);
  std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const long times = argc > 2 ? std::atol(argv[2]) : 1;
  const std::string body = put_body();
  PutItemRequest request;
  read(body, &request);
  const db::model::ItemView item(request.item->bytes);

  std::size_t sum = 0;
  if (what == "read") {  // a PutItem's body to a typed request
    for (long i = 0; i < times; ++i) {
      PutItemRequest again;
      read(body, &again);
      sum += again.item->bytes.size();
    }
  } else if (what == "write") {  // 25 items into one body, as a page of Query
    for (long i = 0; i < times; i += 25) {
      std::string out;
      out.reserve(64 * 1024);
      for (int j = 0; j < 25; ++j) db::attribute_json::write_map(item, &out);
      sum += out.size();
    }
  } else if (what == "write_one") {
    for (long i = 0; i < times; ++i) {
      std::string out;
      db::attribute_json::write_map(item, &out);
      sum += out.size();
    }
  } else if (what == "size") {
    for (long i = 0; i < times; ++i) sum += item.size_bytes();
  } else {
    std::fputs("usage: stator_codec_cost read|write|write_one|size TIMES\n", stderr);
    return 2;
  }
  std::printf("%s: %zu bytes in all, an item has %zu (accounted %zu), its JSON %zu\n", argv[1], sum,
              item.bytes().size(), item.size_bytes(), item_json().size());
  return 0;
}
