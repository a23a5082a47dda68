#include "net/outgoing.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::net {
namespace {

// Sends `step` bytes at a time, at most.
std::string send_all(std::string_view head, Body* body, std::size_t step) {
  Outgoing outgoing;
  outgoing.start(head, body);
  std::string sent;
  while (outgoing.left() > 0) {
    std::string offered;
    for (const iovec& part : outgoing.next()) {
      EXPECT_GT(part.iov_len, 0u);
      offered.append(static_cast<const char*>(part.iov_base), part.iov_len);
    }
    EXPECT_LE(offered.size(), Outgoing::kStepBytes);
    if (offered.empty()) return "nothing is offered after " + sent;
    offered.resize(std::min(offered.size(), step));
    sent += offered;
    outgoing.sent(offered.size());
  }
  return sent;
}

Body body_of(std::initializer_list<std::string> pieces) {
  Body body;
  for (const std::string& piece : pieces) body.append(piece);
  return body;
}

TEST(OutgoingTest, SendsHeadAndPiecesHoweverLittleIsTaken) {
  const std::string large(Outgoing::kStepBytes + 1000, 'l');
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, Outgoing::kStepBytes}) {
    Body body = body_of({"one", "", "two", "3", "4", "5", "6", "7", "8"});
    EXPECT_EQ(send_all("head ", &body, step), "head onetwo345678");
    EXPECT_EQ(send_all("head", nullptr, step), "head");
    Body none;
    EXPECT_EQ(send_all("head", &none, step), "head");
  }
  Body body = body_of({large, large});
  EXPECT_EQ(send_all("head", &body, 100'000), "head" + large + large);
}

TEST(OutgoingTest, FreesWhatIsSent) {
  Body body = body_of({std::string(1000, 'a'), std::string(1000, 'b'), std::string(1000, 'c')});
  Outgoing outgoing;
  outgoing.start("head", &body);
  outgoing.sent(4 + 1500);
  EXPECT_TRUE(body.piece(0).empty());
  EXPECT_EQ(body.piece(1).size(), 1000u);
  EXPECT_EQ(outgoing.left(), 1500u);
  outgoing.sent(500);
  EXPECT_TRUE(body.piece(1).empty());
}

}  // namespace
}  // namespace stator::net
