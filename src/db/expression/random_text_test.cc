// Random token sequences as every kind of expression: each is refused with a message of its kind or
// evaluated, and the results are well formed. tests/fuzz/expression_fuzz.cc does the same with bytes.
#include <gtest/gtest.h>

#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/expression/test_values.h"
#include "db/expression/update.h"

namespace stator::db::expression {
namespace {

class TokenSoup {
 public:
  explicit TokenSoup(std::uint64_t seed) : state_(seed) {}

  std::uint64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return (state_ >> 33) % n;
  }
  std::string text(std::initializer_list<std::string_view> tokens) {
    std::string out;
    for (std::uint64_t i = below(12) + 1; i > 0; --i)
      out += std::string(*(tokens.begin() + below(tokens.size()))) + (below(3) == 0 ? "" : " ");
    return out;
  }

 private:
  std::uint64_t state_;
};

class RandomText : public ::testing::Test {
 protected:
  void expect_refusal(const Error& error, Kind kind, const std::string& text) {
    const std::string prefix = "Invalid " + std::string(kind_name(kind)) + ": ";
    EXPECT_TRUE(error.message.starts_with(prefix) || error.message == "Query key condition not supported")
        << text << '\n'
        << error.message;
    ++refused_;
  }

  static constexpr int kRounds = 20000;
  TokenSoup soup_{42};
  const std::string item_ = test::encode("{a: 1, l: ['x', ['x']], m: {k: 's'}, s: <'x', 'y'>}");
  Placeholders placeholders_ =
      test::placeholders({{"#a", "a"}, {":n", "7"}, {":s", "'x'"}, {":l", "[1]"}, {":ss", "<'x'>"}});
  int refused_ = 0;
  int accepted_ = 0;
};

TEST_F(RandomText, Conditions) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = soup_.text({"a",       "l[0]",
                                         "m.k",     "#a",
                                         ":n",      ":s",
                                         ":l",      "=",
                                         "<>",      "<",
                                         "(",       ")",
                                         "AND",     "OR",
                                         "NOT",     "BETWEEN",
                                         "IN",      ",",
                                         "size(a)", "contains(m, :s)",
                                         "a = :n",  "begins_with(",
                                         "name",    "$"});
    auto parsed = Condition::parse(Kind::kCondition, text, placeholders_);
    if (parsed.ok()) {
      parsed->matches(model::ItemView(item_));
      ++accepted_;
    } else {
      expect_refusal(parsed.error(), Kind::kCondition, text);
    }
    auto key = KeyCondition::parse(text, placeholders_);
    if (!key.ok()) expect_refusal(key.error(), Kind::kKeyCondition, text);
  }
  EXPECT_GT(accepted_, 100);
  EXPECT_GT(refused_, 100);
}

TEST_F(RandomText, Projections) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string text =
        soup_.text({"a", "l", "m", "s", "q", ",", ",", ",", ".", "k", "[0]", "[1]", "#a"});
    auto parsed = Projection::parse(text, placeholders_);
    if (!parsed.ok()) {
      expect_refusal(parsed.error(), Kind::kProjection, text);
      continue;
    }
    std::string out;
    parsed->project(model::ItemView(item_), &out);
    ASSERT_TRUE(model::valid(out)) << text;
    ++accepted_;
  }
  EXPECT_GT(accepted_, 100);
  EXPECT_GT(refused_, 100);
}

TEST_F(RandomText, Updates) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = soup_.text({"SET a = ",
                                         "SET l[1] = ",
                                         "REMOVE ",
                                         "ADD ",
                                         "DELETE ",
                                         "a",
                                         "l[1][0]",
                                         "m.k",
                                         "m.q",
                                         "s",
                                         ":n",
                                         ":s",
                                         ":l",
                                         ":ss",
                                         ",",
                                         "+",
                                         "-",
                                         "(",
                                         ")",
                                         "list_append(l, :l)",
                                         "if_not_exists(q, :n)",
                                         "q = :s",
                                         "SET a = a + :n",
                                         "REMOVE l[0] ",
                                         "ADD s :ss "});
    auto parsed = Update::parse(text, placeholders_);
    if (!parsed.ok()) {
      expect_refusal(parsed.error(), Kind::kUpdate, text);
      continue;
    }
    auto result = parsed->apply(model::ItemView(item_));
    if (!result.ok()) continue;
    ASSERT_TRUE(model::valid(*result)) << text;
    ++accepted_;
  }
  EXPECT_GT(accepted_, 100);
  EXPECT_GT(refused_, 100);
}

}  // namespace
}  // namespace stator::db::expression
