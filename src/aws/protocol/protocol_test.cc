#include <gtest/gtest.h>

#include <cmath>

#include "aws/protocol/constraints.h"
#include "aws/protocol/json_endpoint.h"
#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/shape_values.h"
#include "base/block_on.h"
#include "base/utf8.h"

namespace stator::aws::protocol {
namespace {

// ---- an API of its own

enum class Colour { kRed, kGreen };

struct Part {
  std::optional<std::string> part_name;
  std::optional<Enum<Colour>> colour;
};
struct Request {
  std::optional<std::string> table_name;
  std::optional<std::vector<Part>> parts;
  std::optional<std::int64_t> limit;
  std::optional<bool> consistent;
  std::optional<Enum<Colour>> colour;
  std::optional<std::vector<std::string>> names;
  std::optional<Map<std::vector<std::string>>> lists;
  std::optional<double> ratio;
  std::optional<Timestamp> time;
};

bool all_lower_case(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

inline constexpr std::string_view kColours[] = {"RED", "GREEN"};
inline constexpr Pattern kLowerCase{"[a-z]+", all_lower_case};
inline constexpr auto kName = string_shape(3, 5, &kLowerCase);
inline constexpr auto kColour = enum_shape<Colour>(kColours);
inline constexpr Member kPartMembers[] = {
    member<&Part::part_name>("PartName", kName, kRequired),
    member<&Part::colour>("Colour", kColour),
};
inline constexpr Structure kPartStructure{"Part", kPartMembers};
inline constexpr auto kPart = structure_shape<Part>(kPartStructure);
inline constexpr auto kParts = list_shape(kPart, 1, 2);
inline constexpr auto kLimit = integer_shape(1, 100);
inline constexpr auto kFlag = boolean_shape();
inline constexpr auto kNames = list_shape(kName);
inline constexpr auto kTwoNames = list_shape(kName, 1, 2);
inline constexpr auto kLists = map_shape(kName, kTwoNames);
inline constexpr auto kRatio = double_shape();
inline constexpr auto kTime = timestamp_shape();
inline constexpr Member kRequestMembers[] = {
    member<&Request::parts>("Parts", kParts, kRequired),
    member<&Request::table_name>("TableName", kName, kRequired | kReportedAlone),
    member<&Request::limit>("Limit", kLimit),
    member<&Request::consistent>("Consistent", kFlag),
    member<&Request::colour>("Colour", kColour),
    member<&Request::names>("Names", kNames),
    member<&Request::lists>("Lists", kLists),
    member<&Request::ratio>("Ratio", kRatio),
    member<&Request::time>("Time", kTime),
};
inline constexpr Structure kRequest{"Request", kRequestMembers};

Result<base::Ok> read(std::string_view json, Request* request) {
  STATOR_ASSIGN(const JsonDocument document, JsonDocument::parse(std::string(json)));
  return document.read(kRequest, request);
}

std::string violations(std::string_view json, Report report = Report::kAll) {
  Request request;
  const auto read_result = read(json, &request);
  EXPECT_TRUE(read_result.ok()) << json;
  const auto result = check_constraints(kRequest, &request, report);
  return result.ok() ? "" : result.error().message;
}

// ---- reading

TEST(JsonReader, FillsTheStruct) {
  Request request;
  ASSERT_TRUE(read(R"({"TableName":"abc","Parts":[{"PartName":"xyz","Colour":"GREEN"},{}],"Limit":7.9,
                       "Consistent":false,"Unknown":{"a":[1]},"Names":null,"Ratio":2,
                       "Lists":{"aaa":["one"],"bbb":[],"aaa":["two","six"]}})",
                   &request)
                  .ok());
  EXPECT_EQ(request.table_name, "abc");
  ASSERT_EQ(request.parts->size(), 2u);
  EXPECT_EQ((*request.parts)[0].colour->get(), Colour::kGreen);
  EXPECT_FALSE((*request.parts)[1].part_name.has_value());
  EXPECT_EQ(request.limit, 7);
  EXPECT_EQ(request.consistent, false);
  EXPECT_FALSE(request.names.has_value());
  EXPECT_EQ(request.ratio, 2.0);
  ASSERT_EQ(request.lists->size(), 2u);
  EXPECT_EQ((*request.lists)[0].first, "bbb");
  EXPECT_EQ((*request.lists)[1].second, (std::vector<std::string>{"two", "six"}));
}

TEST(JsonReader, TimesAreMilliseconds) {
  const std::pair<std::string_view, std::int64_t> cases[] = {
      {"1576616366.715", 1576616366715},  // times 1000 it is a little less, as a double
      {"1520018653", 1520018653000},     {"1520018653.01", 1520018653010},   {"-1", -1000},
      {"1e300", 9'000'000'000'000'000},  {"-1e300", -9'000'000'000'000'000},
  };
  for (const auto& [text, millis] : cases) {
    Request request;
    ASSERT_TRUE(read(std::string("{\"Time\":") + std::string(text) + "}", &request).ok()) << text;
    EXPECT_EQ(request.time->unix_millis, millis) << text;
  }
}

TEST(Json, DoublesThatAreNoNumbers) {
  for (const char* text : {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""}) {
    const std::string json = "{\"Ratio\":" + std::string(text) + "}";
    Request request;
    ASSERT_TRUE(read(json, &request).ok());
    EXPECT_FALSE(std::isfinite(*request.ratio));
    std::string out;
    write_json(kRequest, &request, &out);
    EXPECT_EQ(out, json);
  }
  Request request;
  EXPECT_FALSE(read(R"({"Ratio":"inf"})", &request).ok());
  EXPECT_FALSE(read(R"({"Ratio":"1"})", &request).ok());
}

TEST(JsonReader, IntegersWithAFraction) {
  const std::pair<std::string_view, std::int64_t> cases[] = {
      {"2147483647.0", INT32_MAX}, {"2147483647.9", INT32_MAX}, {"-2147483648.0", INT32_MIN}, {"1e2", 100}};
  for (const auto& [text, value] : cases) {
    Request request;
    ASSERT_TRUE(read("{\"Limit\":" + std::string(text) + "}", &request).ok()) << text;
    EXPECT_EQ(request.limit, value) << text;
  }
}

TEST(JsonReader, TellsWrongTypes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""},
      {"{", ""},
      {"[]", ""},
      {"\"text\"", ""},
      {"{\"TableName\":\"\xff\"}", ""},
      {R"({"TableName":1})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"TableName":1.5})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"TableName":true})", "TRUE_VALUE cannot be converted to String"},
      {R"({"TableName":false})", "FALSE_VALUE cannot be converted to String"},
      {R"({"TableName":{}})", "Start of structure or map found where not expected"},
      {R"({"TableName":[]})", "Start of list found where not expected"},
      {R"({"Limit":"1"})", "STRING_VALUE cannot be converted to Integer"},
      {R"({"Limit":2147483648.0})", "NUMBER_VALUE cannot be converted to Integer"},
      {R"({"Limit":4294967296})", "NUMBER_VALUE cannot be converted to Integer"},
      {R"({"Limit":1e300})", "NUMBER_VALUE cannot be converted to Integer"},
      {R"({"Consistent":"true"})", "Unexpected token received from parser"},
      {R"({"Colour":1})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"Parts":{}})", "Start of structure or map found where not expected"},
      {R"({"Parts":"a"})", "Unexpected field type"},
      {R"({"Parts":[[]]})", "Start of list found where not expected"},
      {R"({"Lists":[]})", "Start of list found where not expected"},
      {R"({"Lists":{"abc":7}})", "Unexpected field type"},
  };
  for (const auto& [json, message] : cases) {
    Request request;
    const auto result = read(json, &request);
    ASSERT_FALSE(result.ok()) << json;
    EXPECT_EQ(result.error().code, "SerializationException");
    EXPECT_EQ(result.error().message, message) << json;
  }
}

TEST(JsonReader, ManyDuplicateKeysKeepTheLast) {
  std::string json = "{\"Lists\":{";
  for (int i = 0; i < 1000; ++i) json += "\"abc\":[\"n" + std::to_string(i) + "\"],";
  json += "\"abd\":[]}}";
  Request request;
  ASSERT_TRUE(read(json, &request).ok());
  ASSERT_EQ(request.lists->size(), 2u);
  EXPECT_EQ((*request.lists)[0].second[0], "n999");
}

TEST(JsonReader, ListsThatAreFarTooLongAreCut) {
  std::string json = R"({"TableName":"abc","Parts":[{"PartName":"abc"})";
  for (int i = 0; i < 100'000; ++i) json += ",{}";
  json += "]}";
  Request request;
  ASSERT_TRUE(read(json, &request).ok());
  EXPECT_EQ(request.parts->size(), 2 + kMaxEchoedBytes / 2);
  EXPECT_NE(violations(json).find(
                "' at 'parts' failed to satisfy constraint: Member must have length less than or equal to 2"),
            std::string::npos);
}

TEST(JsonReader, ContainersWithoutAMaximumHaveOneOfTheirOwn) {
  const auto refusal = [](std::string_view open, std::string_view close, std::size_t entries, auto entry) {
    std::string json(open);
    for (std::size_t i = 0; i < entries; ++i) json.append(i == 0 ? "" : ",").append(entry(i));
    Request request;
    const auto done = read(json.append(close), &request);
    return done.ok() ? "" : done.error().code + ": " + done.error().message;
  };
  const auto list = [](std::size_t i) { return "\"a" + std::to_string(i) + "\":[]"; };
  const auto name = [](std::size_t) { return "\"\""; };
  const std::string refused = "RequestEntityTooLarge: A list or map has more than 131072 entries";
  EXPECT_EQ(refusal("{\"Lists\":{", "}}", kMaxEntries, list), "");
  EXPECT_EQ(refusal("{\"Lists\":{", "}}", kMaxEntries + 1, list), refused);
  EXPECT_EQ(refusal("{\"Names\":[", "]}", kMaxEntries, name), "");
  EXPECT_EQ(refusal("{\"Names\":[", "]}", kMaxEntries + 1, name), refused);
}

TEST(JsonReader, LargeBodiesHaveTheirOwnBuffers) {
  std::string json = R"({"TableName":")" + std::string(1 << 20, 'a') + "\"}";
  auto large = JsonDocument::parse(json);
  auto small = JsonDocument::parse(R"({"TableName":"abc"})");
  ASSERT_TRUE(large.ok() && small.ok());
  Request a, b;
  ASSERT_TRUE(large->read(kRequest, &a).ok() && small->read(kRequest, &b).ok());
  EXPECT_EQ(a.table_name->size(), 1u << 20);
  EXPECT_EQ(b.table_name, "abc");
}

// ---- constraints

TEST(Constraints, AreReportedInOneEnvelope) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"}]})", ""},
      {R"({"Parts":[]})",
       "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not "
       "be null"},
      {R"({"TableName":"A"})",
       "2 validation errors detected: Value 'A' at 'tableName' failed to satisfy constraint: Member must "
       "satisfy regular "
       "expression pattern: [a-z]+; Value 'A' at 'tableName' failed to satisfy constraint: Member must have "
       "length "
       "greater than or equal to 3"},
      {R"({"TableName":""})",
       "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have "
       "length "
       "greater than or equal to 3"},
      {R"({"TableName":"abc","Limit":0,"Colour":"BLUE"})",
       "3 validation errors detected: Value null at 'parts' failed to satisfy constraint: Member must not be "
       "null; "
       "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to "
       "1; "
       "Value 'BLUE' at 'colour' failed to satisfy constraint: Member must satisfy enum value set: [RED, "
       "GREEN]"},
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"},{"Colour":"x"}],"Limit":101})",
       "3 validation errors detected: Value null at 'parts.2.member.partName' failed to satisfy constraint: "
       "Member must "
       "not be null; Value 'x' at 'parts.2.member.colour' failed to satisfy constraint: Member must satisfy "
       "enum value "
       "set: [RED, GREEN]; Value '101' at 'limit' failed to satisfy constraint: Member must have value less "
       "than or "
       "equal to 100"},
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"},{"PartName":"abc","Colour":"RED"},{"PartName":"abc"}]})",
       "1 validation error detected: Value '[Part(partName=abc), Part(partName=abc, colour=RED), "
       "Part(partName=abc)]' at "
       "'parts' failed to satisfy constraint: Member must have length less than or equal to 2"},
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"}],"Names":["abc","toolong"]})",
       "1 validation error detected: Value '[abc, toolong]' at 'names' failed to satisfy constraint: Member "
       "must satisfy "
       "constraint: [Member must have length less than or equal to 5, Member must have length greater than "
       "or equal to "
       "3, Member must satisfy regular expression pattern: [a-z]+]"},
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"}],"Lists":{"A":["abc"]}})",
       "1 validation error detected: Value '{A=[abc]}' at 'lists' failed to satisfy constraint: Map keys "
       "must satisfy "
       "constraint: [Member must have length less than or equal to 5, Member must have length greater than "
       "or equal to "
       "3, Member must satisfy regular expression pattern: [a-z]+]"},
      {R"({"TableName":"abc","Parts":[{"PartName":"abc"}],"Lists":{"abc":[]}})",
       "1 validation error detected: Value '{abc=[]}' at 'lists' failed to satisfy constraint: Map value "
       "must satisfy "
       "constraint: [Member must have length less than or equal to 2, Member must have length greater than "
       "or equal to "
       "1]"},
  };
  for (const auto& [json, expected] : cases) EXPECT_EQ(violations(json), expected) << json;
}

TEST(Constraints, FirstOnly) {
  EXPECT_EQ(violations(R"({"TableName":"abc","Limit":0})", Report::kFirst),
            "1 validation error detected: Value null at 'parts' failed to satisfy constraint: Member must "
            "not be null");
}

TEST(Constraints, AtMostTenAreReported) {
  std::string json = R"({"TableName":"abc","Parts":[)";
  for (int i = 0; i < 20; ++i) json += std::string(i > 0 ? "," : "") + "{}";
  const std::string text = violations(json + "]}");
  EXPECT_EQ(text.substr(0, 31), "10 validation errors detected: ");
  EXPECT_EQ(text.find("10.member"), std::string::npos);
  EXPECT_NE(text.find("parts.9.member.partName"), std::string::npos);
}

TEST(Constraints, LengthsCountCharacters) {
  Request request;
  request.table_name = "\xC3\xA4\xC3\xA4";  // two characters in four bytes
  request.parts.emplace(1).front().part_name = "abc";
  const auto result = check_constraints(kRequest, &request);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("greater than or equal to 3"), std::string::npos);
}

TEST(Constraints, WhatIsEchoedIsCutBetweenCharacters) {
  for (const char* odd : {"", "x"}) {
    const std::string name =
        odd + std::string(kMaxEchoedBytes, 'y') + "\xC3\xA4";  // cut before the last one, or earlier
    std::string umlauts = odd;
    while (umlauts.size() < 2 * kMaxEchoedBytes) umlauts += "\xC3\xA4";
    for (const std::string& text : {name, umlauts}) {
      const std::string message = violations(R"({"TableName":")" + text + "\"}");
      EXPECT_TRUE(base::valid_utf8(message));
      EXPECT_LT(message.size(), 2 * (kMaxEchoedBytes + 200));  // two rules are broken
    }
  }
}

// ---- writing

TEST(JsonWriter, WritesWhatIsThere) {
  Request response;
  response.table_name = "a\"\\\n\x01\xC3\xA4\xff";
  response.limit = -5;
  response.consistent = true;
  response.colour = Colour::kGreen;
  response.lists.emplace().emplace_back("k", std::vector<std::string>{"x", "y"});
  response.ratio = 1;
  response.time = Timestamp{1700000000120};
  std::string out;
  write_json(kRequest, &response, &out);
  EXPECT_EQ(out,
            "{\"TableName\":\"a\\\"\\\\\\n\\u0001\xC3\xA4\xEF\xBF\xBD\",\"Limit\":-5,\"Consistent\":true,"
            "\"Colour\":\"GREEN\",\"Lists\":{\"k\":[\"x\",\"y\"]},\"Ratio\":1.0,\"Time\":1700000000.12}");
}

TEST(JsonWriter, Doubles) {
  for (const auto& [number, text] : std::initializer_list<std::pair<double, std::string_view>>{
           {0, "0.0"}, {0.5, "0.5"}, {128.5, "128.5"}, {1e15, "1000000000000000.0"}}) {
    std::string out;
    append_json_double(number, &out);
    EXPECT_EQ(out, text);
  }
}

TEST(JsonWriter, Errors) {
  EXPECT_EQ(error_json(validation_error("no"), "m#"),
            R"({"__type":"com.amazon.coral.validate#ValidationException","message":"no"})");
  EXPECT_EQ(error_json(serialization_error("no"), "m#"),
            R"({"__type":"com.amazon.coral.service#SerializationException","Message":"no"})");
  EXPECT_EQ(error_json(serialization_error(""), "m#"),
            R"({"__type":"com.amazon.coral.service#SerializationException"})");
  EXPECT_EQ(
      error_json({"ConditionalCheckFailedException", "The conditional request failed", ErrorOrigin::kModel,
                  400, false, "\"Item\":{}"},
                 "m#"),
      R"({"__type":"m#ConditionalCheckFailedException","message":"The conditional request failed","Item":{}})");
}

// ---- endpoint

struct Service {
  int calls = 0;
};
base::Task<Result<Part>> echo(Service& service, const RequestContext& context, Request& request) {
  ++service.calls;
  if (request.consistent.value_or(false)) co_return validation_error("refused");
  Part part;
  part.part_name = *request.table_name + "@" + context.region;
  co_return part;
}

constexpr Operation kOperations[] = {
    operation<Service, Request, Part, echo>("Echo", "test:Echo", kRequest, kPartStructure),
};
constexpr JsonService kTestService{"Test_1", "m#", "application/x-amz-json-1.0", kOperations};

class JsonEndpointTest : public testing::Test {
 protected:
  net::Response post(std::string_view target, std::string_view body, bool with_signature = true,
                     std::string_view content_type = "application/x-amz-json-1.0; charset=utf-8") {
    std::vector<net::Header> headers = {
        {"x-amz-target", target}, {"content-type", content_type}, {"x-amz-date", "20260101T000000Z"}};
    if (with_signature) {
      headers.push_back(
          {"authorization", "AWS4-HMAC-SHA256 Credential=k/d/eu-west-1/s/t,SignedHeaders=h,Signature=s"});
    }
    net::Request request;
    request.method = "POST";
    request.path = "/";
    request.headers = headers;
    request.body = body;
    return base::block_on(router_.handle(request));
  }

  Service service_;
  IdentityRules rules_;
  RequestIdSource ids_{1};
  base::ManualClock clock_;
  JsonEndpoint endpoint_{kTestService, &service_, rules_};
  Router router_{{&endpoint_}, ids_, clock_};
};

TEST_F(JsonEndpointTest, RunsAnOperation) {
  const net::Response response = post("Test_1.Echo", R"({"TableName":"abc","Parts":[{"PartName":"abc"}]})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.text(), R"({"PartName":"abc@eu-west-1"})");
  EXPECT_EQ(response.headers.find("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(response.headers.find("x-amzn-RequestId").value_or("").size(), 52u);
  EXPECT_EQ(response.crc32_header, "x-amz-crc32");
  EXPECT_EQ(service_.calls, 1);
}

TEST_F(JsonEndpointTest, ChecksInAwsOrder) {
  struct Case {
    std::string_view target, body;
    bool with_signature;
    std::string_view expected;
  };
  const Case cases[] = {
      {"Test_1.Nothing", "{", false, R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"},
      {"Test_1", "{", false, R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"},
      {"Other_1.Echo", "{}", true, R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"},
      {"Test_1.Echo", "{", false, R"({"__type":"com.amazon.coral.service#SerializationException"})"},
      {"Test_1.Echo", R"({"TableName":1})", false,
       R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"})"},
      {"Test_1.Echo", R"({"TableName":1})", true,
       R"({"__type":"com.amazon.coral.service#SerializationException","Message":"NUMBER_VALUE cannot be converted to String"})"},
      {"Test_1.Echo", R"({"TableName":"abc","Consistent":true})", true,
       R"({"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Value null at 'parts' failed to satisfy constraint: Member must not be null"})"},
      {"Test_1.Echo", R"({"TableName":"abc","Parts":[{"PartName":"abc"}],"Consistent":true})", true,
       R"({"__type":"com.amazon.coral.validate#ValidationException","message":"refused"})"},
  };
  for (const Case& c : cases) {
    const net::Response response = post(c.target, c.body, c.with_signature);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body.text(), c.expected);
  }
}

TEST_F(JsonEndpointTest, AnotherContentTypeIsNotFound) {
  const net::Response response = post("Test_1.Echo", "{}", true, "application/x-www-form-urlencoded");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body.text(), "<UnknownOperationException/>\n");
}

}  // namespace
}  // namespace stator::aws::protocol
