#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace stator::net {
namespace {

using Status = RequestParser::Status;

struct Parsed {
  Status status = Status::kNeedMore;
  ProtocolError error;
  Request request;
};

class RequestParserTest : public testing::Test {
 protected:
  // Feeds `text` in steps of `step` bytes, each time from a buffer at another place.
  Parsed parse(const std::string& text, std::size_t step) {
    parser_.reset();
    Parsed parsed;
    for (std::size_t end = step; parsed.status == Status::kNeedMore; end += step) {
      auto moved = std::make_unique<std::string>(text.substr(0, end));
      parsed.status = parser_.parse_head(*moved);
      if (end >= text.size()) break;
    }
    parsed.error = parser_.error();
    text_ = text;
    if (parsed.status == Status::kComplete) parser_.describe(text_, parsed.request);
    return parsed;
  }

  std::string text_;
  RequestParser parser_{ParserLimits{}};
};

TEST_F(RequestParserTest, TakesARequestApartWhereverItIsCut) {
  const std::string text =
      "POST /path/x?a=1&b=2 HTTP/1.1\r\nHost: localhost:8000\r\nX-Amz-Target:  Some.Op "
      "\r\nEmpty:\r\nContent-Length: 5\r\n"
      "\r\nhello";
  for (const std::size_t step : {1, 2, 3, 7, 1000}) {
    const Parsed parsed = parse(text, step);
    ASSERT_EQ(parsed.status, Status::kComplete) << step;
    EXPECT_EQ(parser_.head_size(), text.size() - 5);
    EXPECT_EQ(parser_.content_length(), 5u);
    EXPECT_TRUE(parser_.keep_alive());
    const Request& request = parsed.request;
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/path/x?a=1&b=2");
    EXPECT_EQ(request.path, "/path/x");
    EXPECT_EQ(request.query, "a=1&b=2");
    EXPECT_EQ(request.headers.size(), 4u);
    EXPECT_EQ(request.header("x-amz-target"), "Some.Op");
    EXPECT_EQ(request.header("EMPTY"), "");
    EXPECT_EQ(request.header("missing"), std::nullopt);
  }
}

TEST_F(RequestParserTest, Paths) {
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"/", "/", ""}, {"/?q", "/", "q"},           {"/a?b?c", "/a", "b?c"},
      {"*", "*", ""}, {"http://h/x?y", "/x", "y"}, {"http://H/", "/", ""},
  };
  for (const auto& [target, path, query] : cases) {
    const Parsed parsed = parse("OPTIONS " + target + " HTTP/1.1\r\nHost: h\r\n\r\n", 1000);
    ASSERT_EQ(parsed.status, Status::kComplete) << target;
    EXPECT_EQ(parsed.request.path, path);
    EXPECT_EQ(parsed.request.query, query);
  }
}

TEST_F(RequestParserTest, KeepAlive) {
  const std::pair<std::string, bool> cases[] = {
      {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.0\r\n\r\n", false},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", true},
  };
  for (const auto& [text, expected] : cases) {
    ASSERT_EQ(parse(text, 1000).status, Status::kComplete) << text;
    EXPECT_EQ(parser_.keep_alive(), expected) << text;
  }
}

TEST_F(RequestParserTest, RefusesWhatIsMalformedOrAmbiguous) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  const std::pair<std::string, int> cases[] = {
      {"hello\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},                        // no Host
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},  // two
      {"GET / HTTP/1.1\nHost: a\n\n", 400},                   // bare LF
      {"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400},       // bare CR
      {"\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},           // bare CR before the method
      {"\r\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},        // blank before the colon
      {"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},  // no name
      {"GET / HTTP/1.1\r\n: b\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400},                   // folded
      {"GET / HTTP/1.1\r\nHost: a\r\nX:\r\n folded\r\n\r\n", 400},             // folded, empty first line
      {std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35), 400},  // NUL
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/1.7\r\nHost: a\r\n\r\n", 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 405},
      {"GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET nopath HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400},
      {post + "Transfer-Encoding: identity\r\n\r\n", 400},
      {post + "Transfer-Encoding: xchunked\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked, identity\r\n\r\n", 400},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked \t\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {post + "Transfer-Encoding: \x0b"
              "chunked\r\n\r\n",
       400},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
      {post + "Content-Length: 5, 5\r\n\r\n", 400},
      {post + "Content-Length: -1\r\n\r\n", 400},
      {post + "Content-Length: +1\r\n\r\n", 400},
      {post + "Content-Length: 0x10\r\n\r\n", 400},
      {post + "Content-Length: 1 2\r\n\r\n", 400},
      {post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {post + "Content-Length:\r\n\r\n", 400},
      {post + "Expect: something\r\n\r\n", 417},
  };
  for (const auto& [text, status] : cases) {
    for (const std::size_t step : {std::size_t{1}, text.size()}) {
      const Parsed parsed = parse(text, step);
      EXPECT_EQ(parsed.status, Status::kFailed) << text;
      EXPECT_EQ(parsed.error.status, status) << text << parsed.error.message;
    }
  }
}

TEST_F(RequestParserTest, EncodingsThatItDoesNotKnowAreToldApart) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const std::string encoding : {"br", "aws-chunked", "gzip\r\nContent-Encoding: gzip"}) {
    const std::string text = post + "Content-Encoding: " + encoding + "\r\n\r\n";
    EXPECT_EQ(parse(text, text.size()).status, Status::kComplete);
    EXPECT_EQ(parser_.encoding_error().status, 415) << encoding;
  }
  EXPECT_EQ(parse(post + "\r\n", 1).status, Status::kComplete);
  EXPECT_EQ(parser_.encoding_error().status, 0);
}

TEST_F(RequestParserTest, Limits) {
  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\n";
  std::string many = start;
  for (int i = 0; i < 99; ++i) many += "A: b\r\n";
  EXPECT_EQ(parse(many + "\r\n", 100'000).status, Status::kComplete);
  EXPECT_EQ(parse(many + "A: b\r\n\r\n", 100'000).error.status, 431);
  const std::size_t fits = 64 * 1024 - start.size() - 3 - 4;
  EXPECT_EQ(parse(start + "A: " + std::string(fits, 'x') + "\r\n\r\n", 200'000).status, Status::kComplete);
  EXPECT_EQ(parse(start + "A: " + std::string(fits + 1, 'x') + "\r\n\r\n", 200'000).error.status, 431);
  EXPECT_EQ(parse(start + "A: " + std::string(1'000'000, 'x'), 200'000).error.status, 431);
  EXPECT_EQ(parse("GET /" + std::string(17'000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n", 100'000).error.status,
            414);
}

class ChunksTest : public RequestParserTest {
 protected:
  Status chunks(const std::string& text, std::size_t step, std::size_t max_body = 100) {
    parse("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", 1000);
    EXPECT_TRUE(parser_.chunked());
    body_.clear();
    used_ = 0;
    Status status = Status::kNeedMore;
    for (std::size_t at = 0; at < text.size() && status == Status::kNeedMore; at += step) {
      std::size_t used = 0;
      status = parser_.parse_chunks(std::string_view(text).substr(at, step), max_body, body_, used);
      used_ += used;
    }
    return status;
  }

  std::string body_;
  std::size_t used_ = 0;
};

TEST_F(ChunksTest, JoinsChunksAndStopsAtTheEnd) {
  const std::string text =
      "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: dropped\r\nContent-Lengths: 1\r\n\r\n";
  for (const std::size_t step : {1, 2, 5, 1000}) {
    ASSERT_EQ(chunks(text + "GET /next", step), Status::kComplete) << step;
    EXPECT_EQ(body_, "abc0123456789");
    EXPECT_EQ(used_, text.size());
  }
}

TEST_F(ChunksTest, RefusesBadChunks) {
  const std::pair<std::string, int> cases[] = {
      {"z\r\nabc\r\n", 400},
      {"3\r\nabcd\r\n", 400},
      {"-3\r\nabc\r\n", 400},
      {"3\nabc\r\n", 400},
      {"fffffffffffffffff\r\n", 400},
      {"65\r\n" + std::string(101, 'x'), 413},
      {"0\r\n\n", 400},
      {"0\r\nA: b\r\n\n", 400},
      {"0\r\nA: b\r\ncontent-Length: 0\r\n\r\n", 400},
      {"0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
  };
  for (const auto& [text, status] : cases) {
    for (const std::size_t step : {1, 2, 1000}) {
      EXPECT_EQ(chunks(text, step), Status::kFailed) << text;
      EXPECT_EQ(parser_.error().status, status) << text;
    }
  }
}

TEST_F(ChunksTest, RefusesEndlessExtensionsAndTrailers) {
  EXPECT_EQ(chunks("1;" + std::string(100'000, 'x'), 4096), Status::kFailed);
  EXPECT_EQ(parser_.error().status, 400);
  EXPECT_EQ(chunks("0\r\nTrailer: " + std::string(100'000, 'x'), 4096), Status::kFailed);
}

}  // namespace
}  // namespace stator::net
