#include "driver/answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace stator::bench {
namespace {

using State = Answer::State;

// Gives `text` in pieces of `piece` bytes.
State feed(Answer& answer, std::string_view text, std::size_t piece) {
  State state = State::kIncomplete;
  while (!text.empty() && state == State::kIncomplete) {
    const std::size_t size = std::min(piece, text.size());
    std::memcpy(answer.room(), text.data(), size);
    state = answer.take(size);
    text.remove_prefix(size);
  }
  return state;
}

TEST(AnswerTest, OfAnySizeOfPieces) {
  const struct {
    std::string_view text, body;
    int status;
    bool closes;
  } cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", 200, false},
      {"HTTP/1.1 200 OK\r\ncontent-length:0\r\nConnection: close\r\n\r\n", "", 200, true},
      {"HTTP/1.1 400 Bad Request\r\nX: y\r\nContent-Length: 2\r\n\r\n{}", "{}", 400, false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB;x=y\r\n, "
       "world\r\n!!\r\n0\r\n\r\n",
       "hello, world\r\n!!", 200, false},
  };
  for (const auto& test : cases) {
    for (std::size_t piece = 1; piece <= test.text.size(); ++piece) {
      Answer answer;
      ASSERT_EQ(feed(answer, test.text, piece), State::kComplete) << test.text << " by " << piece;
      EXPECT_EQ(answer.status(), test.status);
      EXPECT_EQ(answer.closes(), test.closes);
      EXPECT_EQ(answer.body(), test.body);
    }
  }
}

TEST(AnswerTest, AfterClearTheNextOne) {
  Answer answer;
  ASSERT_EQ(feed(answer, "HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", 99),
            State::kComplete);
  answer.clear();
  ASSERT_EQ(feed(answer, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nd", 7), State::kComplete);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_FALSE(answer.closes());
  EXPECT_EQ(answer.body(), "d");
}

TEST(AnswerTest, Malformed) {
  for (const std::string_view text : {
           "SSH-2.0-OpenSSH\r\n\r\n",
           "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
           "HTTP/1.1 200 OK\r\nDate: today\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
       }) {
    Answer answer;
    EXPECT_EQ(feed(answer, text, text.size()), State::kMalformed) << text;
  }
}

}  // namespace
}  // namespace stator::bench
