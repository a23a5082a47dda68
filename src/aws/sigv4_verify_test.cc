// Signatures that AWS documents, and what is refused.
#include <gtest/gtest.h>

#include "aws/identity_rules.h"
#include "aws/sigv4.h"
#include "base/clock.h"

namespace stator::aws {
namespace {

constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr std::int64_t kSigned = 1440938160000;  // 2015-08-30T12:36:00Z
constexpr std::int64_t kMinute = 60'000;

// The example "get-vanilla" of AWS's test suite.
struct Vanilla {
  std::string signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  std::string date = "20150830T123600Z";
  std::string scope_date = "20150830";
  std::string signed_headers = "host;x-amz-date";
  std::string path = "/";
  std::string body;

  std::string authorization() const {
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + scope_date +
           "/us-east-1/service/aws4_request, SignedHeaders=" + signed_headers + ", Signature=" + signature;
  }
  Result<base::Ok> verify(std::int64_t now, const std::string& secret = kSecret) const {
    const std::string header = authorization();
    const std::vector<net::Header> headers = {
        {"Host", "example.amazonaws.com"}, {"X-Amz-Date", date}, {"Authorization", header}};
    net::Request request;
    request.method = "GET";
    request.path = path;
    request.headers = headers;
    request.body = body;
    STATOR_ASSIGN(const Signature signature, read_signature({header, date, {}, &request}));
    return verify_signature(signature, request, secret, now);
  }
};

std::string code_of(const Result<base::Ok>& result) { return result.ok() ? "" : result.error().code; }
std::string text_of(const Result<base::Ok>& result) { return result.ok() ? "" : result.error().message; }

TEST(VerifySignature, AcceptsAwsExamples) { EXPECT_EQ(text_of(Vanilla().verify(kSigned)), ""); }

// https://docs.aws.amazon.com/general/latest/gr/sigv4-signed-request-examples.html
TEST(VerifySignature, AcceptsAQuery) {
  const std::string authorization =
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date, "
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
  const std::vector<net::Header> headers = {
      {"Host", "iam.amazonaws.com"},
      {"Content-Type", "application/x-www-form-urlencoded;  charset=utf-8 "},
      {"X-Amz-Date", "20150830T123600Z"}};
  net::Request request;
  request.method = "GET";
  request.path = "/";
  request.query = "Version=2010-05-08&Action=ListUsers";
  request.headers = headers;
  const auto signature = read_signature({authorization, "20150830T123600Z", request.query, &request});
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(text_of(verify_signature(*signature, request, kSecret, kSigned)), "");
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
TEST(VerifySignature, AcceptsAPresignedRequest) {
  const std::vector<net::Header> headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  net::Request request;
  request.method = "GET";
  request.path = "/test.txt";
  request.query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
      "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  request.headers = headers;
  constexpr const char* kS3Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  constexpr std::int64_t kPresigned = 1369353600000;
  const auto signature = read_signature({{}, {}, request.query, &request});
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(text_of(verify_signature(*signature, request, kS3Secret, kPresigned + 86'400'000)), "");
  EXPECT_EQ(code_of(verify_signature(*signature, request, kS3Secret, kPresigned + 86'401'000)),
            "InvalidSignatureException");
}

TEST(VerifySignature, RefusesWhatWasChanged) {
  EXPECT_EQ(code_of(Vanilla().verify(kSigned, "another")), "InvalidSignatureException");
  Vanilla other_path;
  other_path.path = "/other";
  EXPECT_EQ(code_of(other_path.verify(kSigned)), "InvalidSignatureException");
  Vanilla other_body;
  other_body.body = "x";
  EXPECT_EQ(code_of(other_body.verify(kSigned)), "InvalidSignatureException");
  EXPECT_NE(text_of(other_body.verify(kSigned))
                .find("The Canonical String for this request should have been\n'GET\n"),
            std::string::npos);
  Vanilla without_host;
  without_host.signed_headers = "x-amz-date";
  EXPECT_EQ(text_of(without_host.verify(kSigned)),
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  Vanilla other_day;
  other_day.scope_date = "20150831";
  EXPECT_TRUE(text_of(other_day.verify(kSigned)).starts_with("Date in Credential scope does not match"));
  Vanilla no_date;
  no_date.date = "yesterday";
  EXPECT_EQ(code_of(no_date.verify(kSigned)), "IncompleteSignatureException");
}

// What is told of a request that is not signed well has the size of the request.
TEST(VerifySignature, TakesEachHeaderOnce) {
  const std::string value(10'000, 'v');
  const std::vector<net::Header> headers = {{"Host", "example.amazonaws.com"}, {"xy", value}};
  net::Request request;
  request.method = "GET";
  request.path = "/";
  request.headers = headers;
  std::string names = "host;xy";
  for (int i = 0; i < 1000; ++i) names += i % 2 == 0 ? ";xY" : ";xy";
  Signature signature{"AKIDEXAMPLE", "20150830",         "us-east-1", "service", names,
                      "00",          "20150830T123600Z", {},          {}};
  EXPECT_LT(text_of(verify_signature(signature, request, kSecret, kSigned)).size(), 4 * 10'000u);
}

TEST(VerifySignature, TheClockMayDifferByAQuarter) {
  EXPECT_TRUE(Vanilla().verify(kSigned + 15 * kMinute).ok());
  EXPECT_TRUE(Vanilla().verify(kSigned - 15 * kMinute).ok());
  EXPECT_EQ(text_of(Vanilla().verify(kSigned + 60 * kMinute)),
            "Signature expired: 20150830T123600Z is now earlier than 20150830T132100Z (20150830T133600Z - 15 "
            "min.)");
  EXPECT_EQ(text_of(Vanilla().verify(kSigned - 60 * kMinute)),
            "Signature not yet current: 20150830T123600Z is still later than 20150830T115100Z "
            "(20150830T113600Z + 15 "
            "min.)");
  EXPECT_FALSE(Vanilla().verify(kSigned + 15 * kMinute + 1000).ok());
}

class OneKey final : public CredentialStore, public Authorizer {
 public:
  OneKey() {
    Principal principal;
    principal.account = "123456789012";
    credential.secret = kSecret;
    credential.principal = std::make_shared<const Principal>(principal);
  }
  std::optional<Credential> find_credential(std::string_view id) const override {
    if (id != "AKIDEXAMPLE") return std::nullopt;
    return credential;
  }
  Result<base::Ok> authorize(const RequestContext&, const Access&) const override { return base::Ok{}; }

  Credential credential;
};

class IdentifyTest : public testing::Test {
 protected:
  std::string identify_code(const std::string& token = "", std::string_view service = {}) {
    Vanilla vanilla;
    const std::string authorization = vanilla.authorization();
    std::vector<net::Header> headers = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", vanilla.date}};
    if (!token.empty()) headers.push_back({"X-Amz-Security-Token", token});
    net::Request request;
    request.method = "GET";
    request.path = "/";
    request.headers = headers;
    context_.clock = &clock_;
    return code_of(identify(rules_, {authorization, vanilla.date, {}, &request}, &context_, service));
  }

  OneKey key_;
  base::ManualClock clock_{kSigned * 1000};
  IdentityRules rules_{"000000000000", "us-east-1", false, &key_, &key_};
  RequestContext context_;
};

TEST_F(IdentifyTest, KnownKeysSeeTheirAccount) {
  EXPECT_EQ(identify_code(), "");
  EXPECT_EQ(context_.account, "123456789012");
  EXPECT_EQ(context_.authorizer, &key_);
  EXPECT_EQ(identify_code("", "service"), "");
  EXPECT_EQ(identify_code("", "dynamodb"), "InvalidSignatureException");
  EXPECT_EQ(identify_code("a token that nobody gave"), "UnrecognizedClientException");
  key_.credential.active = false;
  EXPECT_EQ(identify_code(), "UnrecognizedClientException");
}

TEST_F(IdentifyTest, TemporaryKeysNeedTheirToken) {
  key_.credential.session_token = "token";
  key_.credential.expires_millis = kSigned + 1000;
  EXPECT_EQ(identify_code(), "UnrecognizedClientException");
  EXPECT_EQ(identify_code("other"), "UnrecognizedClientException");
  EXPECT_EQ(identify_code("token"), "");
  clock_.advance_micros(1'000'000);
  EXPECT_EQ(identify_code("token"), "ExpiredTokenException");
}

}  // namespace
}  // namespace stator::aws
