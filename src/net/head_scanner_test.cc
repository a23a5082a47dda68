#include "net/head_scanner.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "net/request_parser.h"

namespace stator::net {
namespace {

struct Scanned {
  bool ok = false;
  ScannedHead head;
  std::vector<HeaderField> fields;
};

Scanned scan(std::string_view data, const ParserLimits& limits = {}) {
  Scanned scanned;
  scanned.ok = scan_head(data, limits, scanned.head, scanned.fields);
  return scanned;
}

constexpr std::string_view kOrdinary =
    "POST /a?b=c HTTP/1.1\r\nHost: localhost:8000\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\n"
    "Content-Type:application/x-amz-json-1.0  \r\nEmpty:\r\nConnection: keep-alive\r\nContent-Length: "
    "17\r\n\r\n";

TEST(HeadScannerTest, TakesAnOrdinaryHead) {
  const std::string text = std::string(kOrdinary) + "{}";
  const Scanned scanned = scan(text);
  ASSERT_TRUE(scanned.ok);
  EXPECT_EQ(scanned.head.method, "POST");
  EXPECT_EQ(scanned.head.size, kOrdinary.size());
  EXPECT_EQ(scanned.head.target.in(text), "/a?b=c");
  EXPECT_EQ(scanned.head.content_length, 17u);
  ASSERT_EQ(scanned.fields.size(), 6u);
  EXPECT_EQ(scanned.fields[1].name.in(text), "X-Amz-Target");
  EXPECT_EQ(scanned.fields[1].value.in(text), "DynamoDB_20120810.GetItem");
  EXPECT_EQ(scanned.fields[2].value.in(text), "application/x-amz-json-1.0");
  EXPECT_EQ(scanned.fields[3].value.in(text), "");
}

// Names are read 16 characters at once.
TEST(HeadScannerTest, TakesNamesOfAnyLengthAndRefusesWhatIsInNone) {
  const std::string fit = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  const auto head_with = [](const std::string& name) {
    return "GET / HTTP/1.1\r\nHost: h\r\n" + name + ": v\r\n\r\n";
  };
  for (std::size_t size = 1; size <= fit.size(); ++size) {
    const std::string name = fit.substr(fit.size() - size);
    const std::string text = head_with(name);
    const Scanned scanned = scan(text);
    ASSERT_TRUE(scanned.ok) << name;
    EXPECT_EQ(scanned.fields[1].name.in(text), name);
    for (int byte = 0; byte < 256; ++byte) {
      if (fit.find(static_cast<char>(byte)) != fit.npos || byte == ':') continue;
      std::string changed = name;
      changed[size / 2] = static_cast<char>(byte);
      EXPECT_FALSE(scan(head_with(changed)).ok) << size << ' ' << byte;
    }
  }
}

TEST(HeadScannerTest, LeavesAloneWhatIsNotWhole) {
  for (std::size_t size = 0; size < kOrdinary.size(); ++size)
    EXPECT_FALSE(scan(kOrdinary.substr(0, size)).ok);
}

TEST(HeadScannerTest, LeavesAloneWhatItDoesNotKnow) {
  const char* const texts[] = {
      "PUT / HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\n\r\n",
      "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\tb\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\x7f b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a b c d e f g h i j k l \xc3\xa4\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1,1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1234567890123456\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
  };
  for (const char* text : texts) EXPECT_FALSE(scan(text).ok) << text;
}

TEST(HeadScannerTest, KeepsTheLimits) {
  const std::string text = "GET /abc HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
  EXPECT_TRUE(scan(text, {.max_head_bytes = text.size() + 1, .max_target_bytes = 4, .max_headers = 2}).ok);
  EXPECT_FALSE(scan(text, {.max_head_bytes = text.size()}).ok);
  EXPECT_FALSE(scan(text, {.max_target_bytes = 3}).ok);
  EXPECT_FALSE(scan(text, {.max_headers = 1}).ok);
}

// One more change at a random place: what is smuggled past one of two readers is often a byte away.
void change(base::Random& random, std::string& text) {
  static constexpr std::string_view kPieces[] = {
      "\r",
      "\n",
      "\r\n",
      "\r\n\r\n",
      " ",
      "\t",
      ":",
      "\0",
      "\x7f",
      "\x80",
      "0",
      ",",
      "a",
      "HTTP/",
      "close",
      "Host: h",
      "\r\n ",
      "Connection: Keep-Alive\r\n",
      "\r\r",
      "chunked",
      "Upgrade: x\r\n",
      "Content-Length: 5\r\n",
  };
  const std::size_t at = random.below(text.size());
  const std::string_view piece = kPieces[random.below(std::size(kPieces))];
  switch (random.below(3)) {
    case 0:
      text.erase(at, 1 + random.below(3));
      break;
    case 1:
      text.insert(at, piece);
      break;
    default:
      text.replace(at, 1, piece);
  }
}

// Byte by byte the full parser reads, as no more than the first byte is there when it starts.
TEST(HeadScannerTest, UnderstandsWhatTheFullParserUnderstands) {
  base::SeededRandom random(1);
  RequestParser parser{ParserLimits{}};
  int taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(kOrdinary);
    for (std::size_t changes = random.below(4); changes > 0 && !text.empty(); --changes) change(random, text);
    const Scanned scanned = scan(text);
    if (!scanned.ok) continue;
    ++taken;
    RequestParser::Status status = RequestParser::Status::kNeedMore;
    parser.reset();
    for (std::size_t size = 1; size <= text.size() && status == RequestParser::Status::kNeedMore; ++size) {
      status = parser.parse_head(std::string_view(text).substr(0, size));
    }
    // What is left is checked the same for both, after the head is taken apart.
    if (status == RequestParser::Status::kFailed) {
      RequestParser whole{ParserLimits{}};
      ASSERT_EQ(whole.parse_head(text), status) << text;
      EXPECT_EQ(whole.error().message, parser.error().message) << text;
      continue;
    }
    ASSERT_EQ(status, RequestParser::Status::kComplete) << text;
    Request request;
    parser.describe(text, request);
    ASSERT_EQ(request.method, scanned.head.method) << text;
    ASSERT_EQ(request.target, scanned.head.target.in(text)) << text;
    ASSERT_EQ(parser.head_size(), scanned.head.size) << text;
    ASSERT_EQ(parser.content_length(), scanned.head.content_length) << text;
    ASSERT_FALSE(parser.chunked()) << text;
    ASSERT_TRUE(parser.keep_alive()) << text;
    ASSERT_EQ(request.headers.size(), scanned.fields.size()) << text;
    for (std::size_t i = 0; i < scanned.fields.size(); ++i) {
      ASSERT_EQ(request.headers[i].name, scanned.fields[i].name.in(text)) << text;
      ASSERT_EQ(request.headers[i].value, scanned.fields[i].value.in(text)) << text;
    }
  }
  EXPECT_GT(taken, 1'000);
}

}  // namespace
}  // namespace stator::net
