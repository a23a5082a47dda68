#include "monitoring/math/order.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "monitoring/math/parser.h"

namespace stator::monitoring::math {
namespace {

class Order : public ::testing::Test {
 protected:
  void metric(std::string_view id) { queries_.push_back({id, nullptr}); }
  void expression(std::string_view id, std::string_view text) {
    auto parsed = parse(text);
    ASSERT_TRUE(parsed.ok());
    expressions_.push_back(std::move(*parsed));
    queries_.push_back({id, &expressions_.back()});
  }
  std::string order() const {
    const auto result = evaluation_order(queries_);
    if (!result.ok()) return text_of_error(queries_[result.error().index].id, result.error().error);
    std::string text;
    for (const std::size_t index : *result)
      text += (text.empty() ? "" : " ") + std::string(queries_[index].id);
    return text;
  }

 private:
  std::deque<Expression> expressions_;
  std::vector<Query> queries_;
};

TEST_F(Order, WhatIsReferredToIsFirst) {
  expression("e1", "e2 + e3");
  metric("m1");
  expression("e2", "m1 * 2");
  expression("e3", "e2 / m2");
  metric("m2");
  EXPECT_EQ(order(), "m1 m2 e2 e3 e1");
}

TEST_F(Order, Nothing) { EXPECT_EQ(order(), ""); }

TEST_F(Order, MetricsAreNotReferredToByMetrics) {
  expression("e1", "SUM(METRICS())");
  metric("m1");
  EXPECT_EQ(order(), "m1 e1");
}

TEST_F(Order, UndefinedIds) {
  metric("m1");
  expression("e1", "m1 + m3");
  EXPECT_EQ(order(), "Error in expression 'e1': Undefined variable: m3");
}

TEST_F(Order, Circles) {
  metric("m1");
  expression("user", "e1 + m1");
  expression("e1", "e2 + m1");
  expression("e2", "e3");
  expression("e3", "e1");
  EXPECT_EQ(order(), "Error in expression 'e1': Circular reference: e1");
}

TEST_F(Order, OfItself) {
  expression("e1", "e1 + 1");
  EXPECT_EQ(order(), "Error in expression 'e1': Circular reference: e1");
}

}  // namespace
}  // namespace stator::monitoring::math
