#include "aws/sigv4.h"

#include <gtest/gtest.h>

#include "aws/arn.h"
#include "aws/identity_rules.h"
#include "aws/request_id.h"

namespace stator::aws {
namespace {

constexpr std::string_view kHeader =
    "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/dynamodb/aws4_request, "
    "SignedHeaders=content-type;host;x-amz-date, Signature=abc123";

TEST(Signature, ReadsTheHeaderWithAndWithoutSpaces) {
  for (const std::string_view header :
       {kHeader, std::string_view("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/dynamodb/aws4_request,"
                                  "SignedHeaders=content-type;host;x-amz-date,Signature=abc123")}) {
    const auto signature = read_signature({header, "20260101T000000Z", ""});
    ASSERT_TRUE(signature.ok());
    EXPECT_EQ(signature->access_key_id, "AKID");
    EXPECT_EQ(signature->region, "eu-west-1");
    EXPECT_EQ(signature->service, "dynamodb");
    EXPECT_EQ(signature->signed_headers, "content-type;host;x-amz-date");
    EXPECT_EQ(signature->signature, "abc123");
  }
}

TEST(Signature, ReadsAPresignedQuery) {
  const auto signature =
      read_signature({"", "",
                      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101%2Feu-west-1%"
                      "2Fdynamodb%2Faws4_request&"
                      "X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00ff"});
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(signature->access_key_id, "AKID");
  EXPECT_EQ(signature->region, "eu-west-1");
  EXPECT_EQ(signature->signature, "00ff");
}

struct BadSignature {
  std::string_view authorization;
  std::string_view date;
  std::string_view query;
  std::string_view code;
  std::string_view message;
};

TEST(Signature, RefusesWhatIsMissingOrMalformed) {
  const BadSignature cases[] = {
      {"", "", "", "MissingAuthenticationTokenException", "Request is missing Authentication Token"},
      {"Bearer x", "d", "", "MissingAuthenticationTokenException", "Request is missing Authentication Token"},
      {"AWS4-HMAC-SHA256 Credential=a/b/c/d/e", "d", "", "IncompleteSignatureException",
       "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' "
       "parameter. "
       "Authorization=AWS4-HMAC-SHA256 Credential=a/b/c/d/e"},
      {"AWS4-HMAC-SHA256 nonsense", "", "", "IncompleteSignatureException",
       "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
       "parameter. "
       "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of "
       "either a "
       "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 nonsense"},
      {"AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=h, Signature=s", "d", "",
       "IncompleteSignatureException",
       "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
       "'a/b/c'"},
      {"", "", "X-Amz-Algorithm=x&X-Amz-Signature=1&X-Amz-Date=2", "IncompleteSignatureException",
       "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must "
       "include "
       "'X-Amz-SignedHeaders'. Re-examine the query-string parameters."},
      {"AWS4-HMAC-SHA256 Credential=a/b/eu:west/d/e, SignedHeaders=h, Signature=s", "d", "",
       "InvalidSignatureException", "Credential should be scoped to a valid region, not 'eu:west'. "},
      {"AWS4-HMAC-SHA256 Credential=a/b/\xE9/d/e, SignedHeaders=h, Signature=s", "d", "",
       "InvalidSignatureException", "Credential should be scoped to a valid region, not '\xE9'. "},
      {kHeader, "d", "X-Amz-Algorithm=x", "InvalidSignatureException",
       "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."},
  };
  for (const BadSignature& bad : cases) {
    const auto signature = read_signature({bad.authorization, bad.date, bad.query});
    ASSERT_FALSE(signature.ok()) << bad.message;
    EXPECT_EQ(signature.error().code, bad.code);
    EXPECT_EQ(signature.error().message, bad.message);
    EXPECT_EQ(signature.error().origin, ErrorOrigin::kFramework);
  }
}

TEST(Identity, AccountAndRegionFollowTheCredential) {
  const IdentityRules rules{"000000000000", "us-east-1", false};
  RequestContext context;
  ASSERT_TRUE(identify(rules, {kHeader, "d", ""}, &context).ok());
  EXPECT_EQ(context.account, "000000000000");
  EXPECT_EQ(context.region, "eu-west-1");
  EXPECT_EQ(context.access_key_id, "AKID");
  EXPECT_TRUE(context.is_signed);

  constexpr std::string_view kDigits =
      "AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=h, "
      "Signature=s";
  ASSERT_TRUE(identify(rules, {kDigits, "d", ""}, &context).ok());
  EXPECT_EQ(context.account, "123456789012");

  const IdentityRules shared{"000000000000", "us-east-1", true};
  ASSERT_TRUE(identify(shared, {kDigits, "d", ""}, &context).ok());
  EXPECT_EQ(context.account, "000000000000");
  EXPECT_EQ(context.region, "us-east-1");
}

TEST(RequestIds, DifferAndHaveTheAlphabetOfAws) {
  RequestIdSource source(7);
  const RequestId first = source.next();
  const RequestId second = source.next();
  EXPECT_NE(first, second);
  for (const char c : first) EXPECT_TRUE((c >= '0' && c <= '9') || (c >= 'A' && c <= 'V')) << c;
  EXPECT_EQ(RequestIdSource(7).next(), first);
}

TEST(Arn, HasSixParts) {
  const auto arn = parse_arn("arn:aws:dynamodb:eu-west-1:123456789012:table/a:b");
  ASSERT_TRUE(arn.has_value());
  EXPECT_EQ(arn->service, "dynamodb");
  EXPECT_EQ(arn->region, "eu-west-1");
  EXPECT_EQ(arn->account, "123456789012");
  EXPECT_EQ(arn->resource, "table/a:b");
  EXPECT_FALSE(parse_arn("arn:aws:dynamodb:eu-west-1").has_value());
  EXPECT_FALSE(parse_arn("arn:aws:dynamodb:::").has_value());
  EXPECT_FALSE(parse_arn("table").has_value());
}

}  // namespace
}  // namespace stator::aws
