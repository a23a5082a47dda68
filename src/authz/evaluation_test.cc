// Requests against policies: AWS's own examples, and each operator.
#include "authz/evaluation.h"

#include <gtest/gtest.h>

namespace stator::authz {
namespace {

constexpr const char* kTable = "arn:aws:dynamodb:us-east-1:123456789012:table/GameScores";

Facts facts_of(std::vector<std::pair<std::string, std::vector<std::string>>> values) {
  Facts facts;
  for (auto& [key, list] : values) facts.set(key, std::move(list));
  return facts;
}

Verdict decide(const std::string& document, std::string_view action, std::string_view resource,
               const Facts& facts = {}, DocumentKind kind = DocumentKind::kIdentity) {
  const auto policy = parse_policy(document, kind);
  EXPECT_TRUE(policy.ok()) << (policy.ok() ? "" : policy.error().message);
  const Caller caller{"123456789012", {"arn:aws:iam::123456789012:user/ann"}};
  return evaluate(*policy, {action, resource, &caller, &facts});
}
bool allows(const std::string& document, std::string_view action, std::string_view resource,
            const Facts& facts = {}) {
  const Verdict verdict = decide(document, action, resource, facts);
  return verdict.allowed && !verdict.denied;
}
std::string allow(const std::string& action, const std::string& resource, const std::string& condition = "") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" + action +
         R"(","Resource":")" + resource + "\"" + (condition.empty() ? "" : ",\"Condition\":" + condition) +
         "}]}";
}

TEST(Evaluate, ActionsAndResources) {
  struct Case {
    const char* action;
    const char* resource;
    const char* asked_action;
    const char* asked_resource;
    bool allowed;
  };
  for (const Case& test : {
           Case{"*", "*", "dynamodb:PutItem", kTable, true},
           Case{"dynamodb:*", "*", "dynamodb:PutItem", kTable, true},
           Case{"DynamoDB:putitem", "*", "dynamodb:PutItem", kTable, true},
           Case{"dynamodb:Get*", "*", "dynamodb:PutItem", kTable, false},
           Case{"dynamodb:?utItem", "*", "dynamodb:PutItem", kTable, true},
           Case{"s3:*", "*", "dynamodb:PutItem", kTable, false},
           Case{"*", kTable, "dynamodb:PutItem", kTable, true},
           Case{"*", "arn:aws:dynamodb:*:*:table/GameScores", "dynamodb:PutItem", kTable, true},
           Case{"*", "arn:aws:dynamodb:*:*:table/Game*", "dynamodb:PutItem", kTable, true},
           Case{"*", "arn:aws:dynamodb:*:*:table/gamescores", "dynamodb:PutItem", kTable, false},
           Case{"*", "arn:aws:dynamodb:*", "dynamodb:PutItem", kTable, true},
           Case{"*", "arn:aws:dynamodb:eu-west-1:*:table/*", "dynamodb:PutItem", kTable, false},
           Case{"*", "arn:aws:dynamodb:*:*:table/GameScores", "dynamodb:Query",
                "arn:aws:dynamodb:us-east-1:123456789012:table/GameScores/index/x", false},
       })
    EXPECT_EQ(allows(allow(test.action, test.resource), test.asked_action, test.asked_resource), test.allowed)
        << test.action << " " << test.resource;
}

TEST(Evaluate, DenyIsFirstAndNotMeansAllOthers) {
  const std::string document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
      R"({"Effect":"Deny","NotAction":"dynamodb:*","Resource":"*"},)"
      R"({"Effect":"Deny","Action":"dynamodb:*","NotResource":"arn:aws:dynamodb:*:*:table/GameScores"}]})";
  EXPECT_TRUE(allows(document, "dynamodb:PutItem", kTable));
  EXPECT_FALSE(allows(document, "s3:GetObject", "arn:aws:s3:::b/k"));
  EXPECT_FALSE(allows(document, "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/Other"));
  EXPECT_TRUE(decide(document, "s3:GetObject", "*").denied);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
TEST(Evaluate, LeadingKeysAndAttributes) {
  const std::string own_rows =
      allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/GameScores",
            R"({"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["${aws:userid}"],)"
            R"("dynamodb:Attributes":["UserId","GameTitle","Wins"]},)"
            R"("StringEqualsIfExists":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}})");
  const auto ask = [&](std::vector<std::string> keys, std::vector<std::string> attributes,
                       std::string select) {
    Facts facts = facts_of({{"aws:userid", {"AIDA1"}},
                            {"dynamodb:LeadingKeys", std::move(keys)},
                            {"dynamodb:Attributes", std::move(attributes)}});
    if (!select.empty()) facts.set("dynamodb:Select", select);
    return allows(own_rows, "dynamodb:GetItem", kTable, facts);
  };
  EXPECT_TRUE(ask({"AIDA1"}, {"UserId", "Wins"}, "SPECIFIC_ATTRIBUTES"));
  EXPECT_TRUE(ask({"AIDA1"}, {"UserId"}, ""));
  EXPECT_FALSE(ask({"AIDA2"}, {"UserId"}, "SPECIFIC_ATTRIBUTES"));
  EXPECT_FALSE(ask({"AIDA1", "AIDA2"}, {"UserId"}, "SPECIFIC_ATTRIBUTES"));
  EXPECT_FALSE(ask({"AIDA1"}, {"UserId", "Secret"}, "SPECIFIC_ATTRIBUTES"));
  EXPECT_FALSE(ask({"AIDA1"}, {"UserId"}, "ALL_ATTRIBUTES"));
}

TEST(Evaluate, Operators) {
  struct Case {
    const char* condition;
    std::vector<std::string> values;  // of the key k:v; empty: the request does not have it
    bool holds;
  };
  const std::vector<Case> cases = {
      {R"({"StringEquals":{"k:v":"a"}})", {"a"}, true},
      {R"({"StringEquals":{"k:v":"a"}})", {"A"}, false},
      {R"({"StringEquals":{"K:V":["b","a"]}})", {"a"}, true},
      {R"({"StringEquals":{"k:v":"a*"}})", {"ab"}, false},
      {R"({"StringEquals":{"k:v":"a*"}})", {"a*"}, true},
      {R"({"StringEquals":{"k:v":"a"}})", {}, false},
      {R"({"StringEqualsIfExists":{"k:v":"a"}})", {}, true},
      {R"({"StringEqualsIfExists":{"k:v":"a"}})", {"b"}, false},
      {R"({"StringNotEquals":{"k:v":["a","b"]}})", {"a"}, false},
      {R"({"StringNotEquals":{"k:v":["a","b"]}})", {"c"}, true},
      {R"({"StringNotEquals":{"k:v":"a"}})", {}, true},
      {R"({"StringEqualsIgnoreCase":{"k:v":"AbC"}})", {"aBc"}, true},
      {R"({"StringNotEqualsIgnoreCase":{"k:v":"AbC"}})", {"aBc"}, false},
      {R"({"StringLike":{"k:v":"a*c?e"}})", {"abbbcde"}, true},
      {R"({"StringLike":{"k:v":"a*c?e"}})", {"abbbce"}, false},
      {R"({"StringNotLike":{"k:v":"a*"}})", {"b"}, true},
      {R"({"NumericEquals":{"k:v":"10"}})", {"10.0"}, true},
      {R"({"NumericNotEquals":{"k:v":10}})", {"11"}, true},
      {R"({"NumericLessThan":{"k:v":"10"}})", {"9"}, true},
      {R"({"NumericLessThan":{"k:v":"10"}})", {"10"}, false},
      {R"({"NumericLessThanEquals":{"k:v":"10"}})", {"10"}, true},
      {R"({"NumericGreaterThan":{"k:v":"10"}})", {"10"}, false},
      {R"({"NumericGreaterThanEquals":{"k:v":"10"}})", {"10"}, true},
      {R"({"NumericEquals":{"k:v":"x"}})", {"10"}, false},
      {R"({"DateEquals":{"k:v":"2026-01-31T12:00:00Z"}})", {"2026-01-31T13:00:00+01:00"}, true},
      {R"({"DateLessThan":{"k:v":"2026-01-31T12:00:00Z"}})", {"2026-01-31T11:59:59Z"}, true},
      {R"({"DateGreaterThan":{"k:v":"2026-01-31"}})", {"1769860800"}, true},
      {R"({"DateGreaterThanEquals":{"k:v":"1769860800"}})", {"2026-01-31T12:00:00Z"}, true},
      {R"({"DateLessThanEquals":{"k:v":"2026-01-30"}})", {"2026-01-31"}, false},
      {R"({"DateNotEquals":{"k:v":"2026-01-30"}})", {"2026-01-31"}, true},
      {R"({"Bool":{"k:v":"true"}})", {"true"}, true},
      {R"({"Bool":{"k:v":false}})", {"true"}, false},
      {R"({"BinaryEquals":{"k:v":"QmFzZTY0"}})", {"QmFzZTY0"}, true},
      {R"({"IpAddress":{"k:v":"203.0.113.0/24"}})", {"203.0.113.200"}, true},
      {R"({"IpAddress":{"k:v":"203.0.113.0/24"}})", {"203.0.114.1"}, false},
      {R"({"IpAddress":{"k:v":"203.0.113.5"}})", {"203.0.113.5"}, true},
      {R"({"IpAddress":{"k:v":"2001:db8::/33"}})", {"2001:db8:7fff::1"}, true},
      {R"({"IpAddress":{"k:v":"2001:db8::/33"}})", {"2001:db8:8000::1"}, false},
      {R"({"IpAddress":{"k:v":"0.0.0.0/0"}})", {"::1"}, false},
      {R"({"NotIpAddress":{"k:v":"203.0.113.0/24"}})", {"203.0.113.1"}, false},
      {R"({"ArnEquals":{"k:v":"arn:aws:s3:::b*"}})", {"arn:aws:s3:::bucket"}, true},
      {R"({"ArnLike":{"k:v":"arn:aws:*:*:*:x"}})", {"arn:aws:s3:a:b:c:x"}, false},
      {R"({"ArnNotLike":{"k:v":"arn:aws:s3:::b*"}})", {"arn:aws:s3:::c"}, true},
      {R"({"ArnNotEquals":{"k:v":"arn:aws:s3:::b"}})", {"arn:aws:s3:::b"}, false},
      {R"({"Null":{"k:v":"true"}})", {}, true},
      {R"({"Null":{"k:v":"true"}})", {"a"}, false},
      {R"({"Null":{"k:v":"false"}})", {"a"}, true},
      {R"({"ForAllValues:StringEquals":{"k:v":["a","b"]}})", {"a", "b", "a"}, true},
      {R"({"ForAllValues:StringEquals":{"k:v":["a","b"]}})", {"a", "c"}, false},
      {R"({"ForAllValues:StringEquals":{"k:v":["a","b"]}})", {}, true},
      {R"({"ForAnyValue:StringEquals":{"k:v":["a","b"]}})", {"c", "b"}, true},
      {R"({"ForAnyValue:StringEquals":{"k:v":["a","b"]}})", {"c"}, false},
      {R"({"ForAnyValue:StringEquals":{"k:v":["a","b"]}})", {}, false},
      {R"({"ForAnyValue:StringNotEquals":{"k:v":["a","b"]}})", {"a", "c"}, true},
      {R"({"ForAllValues:StringNotEquals":{"k:v":["a","b"]}})", {"a", "c"}, false},
      {R"({"StringEquals":{"k:v":"a"},"Bool":{"k:w":"true"}})", {"a"}, false},
  };
  for (const Case& test : cases) {
    Facts facts;
    if (!test.values.empty()) facts.set("k:v", test.values);
    EXPECT_EQ(allows(allow("*", "*", test.condition), "a:b", "*", facts), test.holds) << test.condition;
  }
}

TEST(Evaluate, Variables) {
  const Facts ann = facts_of({{"aws:username", {"ann"}}, {"aws:wild", {"*"}}});
  const auto table = [](const std::string& name) { return "arn:aws:dynamodb:us-east-1:1:table/" + name; };
  const std::string mine = allow("*", "arn:aws:dynamodb:us-east-1:1:table/${aws:username}-*");
  EXPECT_TRUE(allows(mine, "a:b", table("ann-1"), ann));
  EXPECT_FALSE(allows(mine, "a:b", table("bob-1"), ann));
  EXPECT_FALSE(allows(mine, "a:b", table("ann-1")));  // without a value
  // A star that comes out of a variable is no wildcard.
  const std::string wild = allow("*", "arn:aws:dynamodb:us-east-1:1:table/${aws:wild}");
  EXPECT_FALSE(allows(wild, "a:b", table("any"), ann));
  EXPECT_TRUE(allows(wild, "a:b", table("*"), ann));
  EXPECT_TRUE(
      allows(allow("*", "arn:aws:dynamodb:us-east-1:1:table/${nobody, 'x'}"), "a:b", table("x"), ann));
  EXPECT_TRUE(allows(allow("*", "arn:aws:dynamodb:us-east-1:1:table/a${*}b"), "a:b", table("a*b"), ann));
  EXPECT_FALSE(allows(allow("*", "arn:aws:dynamodb:us-east-1:1:table/a${*}b"), "a:b", table("aXb"), ann));
}

std::string repeated(std::size_t count, const std::string& text) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

std::string list_of(std::size_t count, const std::string& prefix) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "\"" : ",\"") + prefix + std::to_string(i) + "\"";
  return out;
}

// What a policy says within a budget, and what it has used of it.
struct Counted {
  Verdict verdict;
  std::uint64_t steps = 0;
  bool spent = false;
};
Counted count(const std::string& document, const Facts& facts, std::uint64_t budget = kRequestWork) {
  const auto policy = parse_policy(document, DocumentKind::kIdentity);
  EXPECT_TRUE(policy.ok()) << (policy.ok() ? "" : policy.error().message) << document.substr(0, 500);
  const Caller caller{"123456789012", {}};
  base::WorkBudget work(budget);
  const Verdict verdict = evaluate(*policy, {"a:b", "*", &caller, &facts, &work});
  return {verdict, budget - work.left(), work.spent()};
}

TEST(Evaluate, WhatCannotBeFinishedDenies) {
  const Facts facts = facts_of({{"k:v", {"a"}}});
  const std::string document = allow("*", "*", R"({"StringEquals":{"k:v":["a","b"]}})");
  const Counted whole = count(document, facts);
  EXPECT_TRUE(whole.verdict.allowed);
  EXPECT_FALSE(whole.verdict.denied);
  EXPECT_FALSE(whole.spent);
  EXPECT_GT(whole.steps, 0u);
  EXPECT_LT(whole.steps, 1'000u);
  EXPECT_FALSE(count(document, facts, whole.steps).verdict.denied);
  for (const std::string& condition :
       {std::string(R"({"StringEquals":{"k:v":["a","b"]}})"),
        std::string(R"({"StringNotEquals":{"k:v":"b"}})"),
        std::string(R"({"ForAllValues:StringNotLike":{"k:v":"b*"}})"),
        std::string(R"({"Null":{"k:w":"true"}})"), std::string(R"({"StringEqualsIfExists":{"k:w":"a"}})")}) {
    const std::string other = allow("*", "*", condition);
    const std::uint64_t needed = count(other, facts).steps;
    EXPECT_TRUE(count(other, facts).verdict.allowed) << condition;
    for (std::uint64_t budget = 0; budget < needed; ++budget) {
      const Counted cut = count(other, facts, budget);
      ASSERT_TRUE(cut.spent) << condition << " " << budget;
      ASSERT_TRUE(cut.verdict.denied) << condition << " " << budget;
      ASSERT_FALSE(cut.verdict.allowed) << condition << " " << budget;
    }
  }
}

TEST(Evaluate, OneBudgetIsForAllThatSharesIt) {
  const Facts facts = facts_of({{"k:v", {"a"}}});
  const auto policy =
      parse_policy(allow("*", "*", R"({"StringEquals":{"k:v":["a","b"]}})"), DocumentKind::kIdentity);
  const Caller caller{"123456789012", {}};
  base::WorkBudget work(10'000);
  const Request request{"a:b", "*", &caller, &facts, &work};
  int allowed = 0;
  while (!evaluate(*policy, request).denied) ++allowed;
  EXPECT_GT(allowed, 10);
  EXPECT_LT(allowed, 1'000);
  EXPECT_TRUE(evaluate(*policy, request).denied);
}

// 1,200 variables of 60,000 bytes would be a pattern of 72 MB.
TEST(Evaluate, APatternIsNoLongerThanWhatItMayMatch) {
  const Facts facts = facts_of({{"k:v", {std::string(60'000, 'a')}}, {"k:short", {"ab"}}});
  const auto asked = [&](const std::string& condition) {
    const Counted counted = count(allow("*", "*", condition), facts);
    EXPECT_LT(counted.steps, 1'000'000u);
    EXPECT_FALSE(counted.spent);
    return counted.verdict.allowed;
  };
  const std::string variables = repeated(1'200, "${k:v}");
  for (const char* op : {"StringLike", "StringEquals", "StringEqualsIgnoreCase", "ArnLike", "NumericEquals"})
    EXPECT_FALSE(asked("{\"" + std::string(op) + R"(":{"k:v":")" + variables + "\"}}")) << op;
  for (const char* op : {"StringNotLike", "StringNotEquals", "ArnNotLike", "NumericNotEquals"})
    EXPECT_TRUE(asked("{\"" + std::string(op) + R"(":{"k:v":")" + variables + "\"}}")) << op;
  // As long as what it matches.
  EXPECT_TRUE(asked(R"({"StringLike":{"k:v":"${k:v}"}})"));
  EXPECT_TRUE(asked(R"({"StringEquals":{"k:v":"${k:v}"}})"));
  EXPECT_TRUE(asked(R"({"StringLike":{"k:v":"***${k:v}*"}})"));
  EXPECT_FALSE(asked(R"({"StringLike":{"k:v":"${k:v}?"}})"));
  EXPECT_TRUE(asked(R"({"StringLike":{"k:short":"a*b${nobody, ''}"}})"));
  EXPECT_TRUE(asked(R"({"StringEqualsIgnoreCase":{"k:short":"A${nobody, 'B'}"}})"));
  EXPECT_FALSE(asked(R"({"StringLike":{"k:short":"ab${k:short}"}})"));
  EXPECT_FALSE(count(allow("*", "arn:aws:s3:::" + variables), facts).verdict.allowed);
}

// 60,000 values and 3,000 texts: their product is 180 million.
TEST(Evaluate, ManyValuesAreLookedForInSortedTexts) {
  std::vector<std::string> values;
  for (int i = 0; i < 60'000; ++i) values.push_back("v" + std::to_string(i % 2'000));
  for (const std::string op : {"StringEquals", "StringEqualsIgnoreCase"}) {
    const std::string texts = list_of(3'000, op == "StringEquals" ? "v" : "V");
    const std::string condition = "{\"ForAllValues:" + op + R"(":{"k:v":[)" + texts + "]}}";
    const Counted all = count(allow("*", "*", condition), facts_of({{"k:v", values}}));
    EXPECT_TRUE(all.verdict.allowed) << op;
    EXPECT_LT(all.steps, 20'000'000u) << op;
    std::vector<std::string> more = values;
    more.push_back("v3000");
    EXPECT_FALSE(count(allow("*", "*", condition), facts_of({{"k:v", more}})).verdict.allowed) << op;
    const std::string any = "{\"ForAnyValue:" + op + R"(":{"k:v":["x","y${k:w}","V7","v7"]}})";
    EXPECT_TRUE(count(allow("*", "*", any), facts_of({{"k:v", values}, {"k:w", {"z"}}})).verdict.allowed)
        << op;
    const std::string made = "{\"ForAnyValue:" + op + R"(":{"k:v":["x","v${k:w}"]}})";
    EXPECT_TRUE(count(allow("*", "*", made), facts_of({{"k:v", values}, {"k:w", {"1999"}}})).verdict.allowed);
    EXPECT_FALSE(
        count(allow("*", "*", made), facts_of({{"k:v", values}, {"k:w", {"2000"}}})).verdict.allowed);
  }
}

TEST(Evaluate, FewAndManyValuesAreComparedAlike) {
  const std::string texts = R"("a","bb","*","c?","","Bb","a1","zz")";
  const std::vector<std::string> equal = {"a", "bb", "*", "c?", "", "Bb", "a1", "zz"};
  const std::vector<std::string> others = {"A", "b", "ab", "cd", "bB", "zzz", "y"};
  const auto all = [&](const std::string& op, const std::vector<std::string>& values) {
    return count(allow("*", "*", "{\"ForAllValues:" + op + R"(":{"k:v":[)" + texts + "]}}"),
                 facts_of({{"k:v", values}}))
        .verdict.allowed;
  };
  for (const std::size_t times : {1, 20}) {
    for (const std::string& value : equal) {
      EXPECT_TRUE(all("StringEquals", std::vector<std::string>(times, value))) << value;
      EXPECT_TRUE(all("StringEqualsIgnoreCase", std::vector<std::string>(times, value))) << value;
    }
    for (const std::string& value : others) {
      EXPECT_FALSE(all("StringEquals", std::vector<std::string>(times, value))) << value;
      EXPECT_EQ(all("StringEqualsIgnoreCase", std::vector<std::string>(times, value)),
                value == "A" || value == "bB")
          << value;
    }
  }
}

TEST(Evaluate, Principals) {
  struct Case {
    const char* principal;
    bool directly;
    bool by_account;
  };
  for (const Case& test : {
           Case{R"("Principal":"*")", true, false},
           Case{R"("Principal":{"AWS":"*"})", true, false},
           Case{R"("Principal":{"AWS":"arn:aws:iam::123456789012:user/ann"})", true, false},
           Case{R"("Principal":{"AWS":["arn:aws:iam::123456789012:user/bob"]})", false, false},
           Case{R"("Principal":{"AWS":"123456789012"})", false, true},
           Case{R"("Principal":{"AWS":"arn:aws:iam::123456789012:root"})", false, true},
           Case{R"("Principal":{"AWS":"arn:aws:iam::999999999999:root"})", false, false},
           Case{R"("Principal":{"Service":"lambda.amazonaws.com"})", false, false},
           Case{R"("NotPrincipal":{"AWS":"arn:aws:iam::123456789012:user/bob"})", true, false},
           Case{R"("NotPrincipal":{"AWS":"arn:aws:iam::123456789012:user/ann"})", false, false},
       }) {
    const std::string document =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",)" +
        std::string(test.principal) + "}]}";
    const Verdict verdict = decide(document, "a:b", "*", {}, DocumentKind::kResource);
    EXPECT_EQ(verdict.allowed, test.directly) << test.principal;
    EXPECT_EQ(verdict.allowed_by_account, test.by_account) << test.principal;
  }
}

}  // namespace
}  // namespace stator::authz
