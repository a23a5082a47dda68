#include <gtest/gtest.h>

#include "aws/protocol/json_endpoint.h"
#include "aws/protocol/query_endpoint.h"
#include "aws/protocol/rpc_v2_endpoint.h"
#include "base/block_on.h"

namespace stator::aws::protocol {
namespace {

// ---- a service that speaks three protocols

struct Seed {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> leaves;
};
inline constexpr auto kText = string_shape();
inline constexpr auto kName = string_shape(1, 10);
inline constexpr auto kLeaves = list_shape(kText);
inline constexpr Member kTreeMembers[] = {
    member<&Seed::name>("Name", kName, kRequired),
    member<&Seed::leaves>("Leaves", kLeaves),
};
inline constexpr Structure kTree{"Seed", kTreeMembers};

struct Garden {
  int planted = 0;
};
base::Task<Result<Seed>> plant(Garden& garden, const RequestContext& context, Seed& request) {
  ++garden.planted;
  if (request.name == "weed") co_return Error{"NoSuchTree", "no \"weeds\""};
  if (request.name == "storm") co_return Error{"GardenFault", "storm"};
  if (request.name == "note") {
    Error error{"InvalidTree", "two notes"};
    error.members = R"("notes":[{"Path":"/a","Height":7},"<b>"])";
    co_return error;
  }
  if (request.name == "many") request.leaves.emplace(200'000, "leaf");
  request.name = *request.name + "@" + context.region;
  co_return request;
}
base::Task<Result<base::Ok>> fell(Garden&, const RequestContext&, Seed&) { co_return base::Ok{}; }

constexpr Operation kOperations[] = {
    operation<Garden, Seed, Seed, plant>("Plant", "garden:Plant", kTree, kTree),
    operation_without_output<Garden, Seed, fell>("Fell", "garden:Fell", kTree),
};
constexpr ErrorCode kErrorCodes[] = {
    {"NoSuchTree", "TreeNotFound", 404},
    {"InvalidTree", "InvalidParameterInput"},
    {"GardenFault", "GardenError", 500, true},
};
constexpr std::string_view kNamespace = "com.garden.v2020#";
constexpr RpcV2Service kRpcV2Garden{"Garden_2020", "com.garden", kNamespace,
                                    "garden",      kOperations,  kErrorCodes};
constexpr RpcV2Service kNewGarden{"Garden_2026", "com.garden", kNamespace, "garden", kOperations};
constexpr JsonService kJsonGarden{.target_prefix = "Garden_2020",
                                  .model_namespace = kNamespace,
                                  .content_type = "application/x-amz-json-1.0",
                                  .operations = kOperations,
                                  .id_form = IdForm::kUuid,
                                  .signing_name = "garden",
                                  .error_codes = kErrorCodes};
constexpr QueryService kQueryGarden{.signing_name = "garden",
                                    .version = "2020-01-01",
                                    .xml_namespace = "https://garden/doc/",
                                    .operations = kOperations,
                                    .error_codes = kErrorCodes};

constexpr std::string_view kAuthorization =
    "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/garden/aws4_request, SignedHeaders=host, Signature=00";
constexpr std::string_view kPath = "/service/Garden_2020/operation/Plant";

class RpcV2Test : public testing::Test {
 protected:
  net::Response send(net::Request& request, std::vector<net::Header> headers, bool with_signature = true) {
    headers.push_back({"X-Amz-Date", "20260101T000000Z"});
    if (with_signature) headers.push_back({"Authorization", kAuthorization});
    request.headers = headers;
    return base::block_on(router_.handle(request));
  }

  net::Response post(std::string_view path, std::string body, bool with_signature = true,
                     std::vector<net::Header> more = {}) {
    net::Request request;
    request.method = "POST";
    request.path = path;
    request.body = std::move(body);
    more.push_back({"Smithy-Protocol", "rpc-v2-cbor"});
    more.push_back({"Content-Type", "application/cbor"});
    return send(request, std::move(more), with_signature);
  }

  net::Response post_json(std::string body, std::string_view target = "Garden_2020.Plant") {
    net::Request request;
    request.method = "POST";
    request.path = "/";
    request.body = std::move(body);
    return send(request, {{"Content-Type", "application/x-amz-json-1.0"}, {"X-Amz-Target", target}});
  }

  net::Response post_form(std::string body) {
    net::Request request;
    request.method = "POST";
    request.path = "/";
    request.body = std::move(body);
    return send(request, {{"Content-Type", "application/x-www-form-urlencoded"}});
  }

  Garden garden_;
  IdentityRules rules_;
  RequestIdSource ids_{1};
  base::ManualClock clock_;
  RpcV2Endpoint rpc_v2_{kRpcV2Garden, &garden_, rules_};
  RpcV2Endpoint new_{kNewGarden, &garden_, rules_};
  JsonEndpoint json_{kJsonGarden, &garden_, rules_};
  QueryEndpoint query_{kQueryGarden, &garden_, rules_};
  Router router_{{&rpc_v2_, &new_, &json_, &query_}, ids_, clock_};
};

std::string named(std::string_view name) {
  return "\xA1\x64Name" + std::string(1, static_cast<char>(0x60 + name.size())) + std::string(name);
}

TEST_F(RpcV2Test, RunsAnOperation) {
  for (const char* path :
       {"/service/Garden_2020/operation/Plant", "/a/v1/service/Garden_2020/operation/Plant",
        "/service/com.garden.Garden_2020/operation/Plant"}) {
    const net::Response response = post(path, named("oak"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body.text(), "\xA1\x64Name\x6Doak@eu-west-1");
    EXPECT_EQ(response.headers.find("Content-Type"), "application/cbor");
    EXPECT_EQ(response.headers.find("smithy-protocol"), "rpc-v2-cbor");
    EXPECT_EQ(response.headers.find("x-amzn-RequestId").value_or("").size(), 36u);
    EXPECT_FALSE(response.headers.find("x-amzn-query-error"));
  }
}

TEST_F(RpcV2Test, WithoutOutputThereIsNoBody) {
  const net::Response response = post("/service/Garden_2020/operation/Fell", named("oak"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.size(), 0u);
  EXPECT_FALSE(response.headers.find("Content-Type"));
  EXPECT_EQ(response.headers.find("smithy-protocol"), "rpc-v2-cbor");
}

TEST_F(RpcV2Test, LargeResponsesComeInPieces) {
  const net::Response response = post(kPath, named("many"));
  EXPECT_GT(response.body.pieces(), 10u);
  EXPECT_EQ(response.body.size(),
            200'000 * 5 + std::string_view("\xA2NNamenmany@eu-west-1fLeaves\x9A----").size());
}

TEST_F(RpcV2Test, OtherRequestsAreNotClaimed) {
  net::Request request;
  request.method = "POST";
  const std::vector<net::Header> right = {{"smithy-protocol", "rpc-v2-cbor"}};
  const std::vector<net::Header> wrong = {{"smithy-protocol", "rpc-v2-json"}};
  request.headers = right;
  for (const char* path : {"/service/Garden_2020/operation/Plant", "/service/Garden_2020/operation/",
                           "/service/Garden_2020/operation/a.Plant"}) {
    request.path = path;
    EXPECT_TRUE(rpc_v2_.claims(request)) << path;
  }
  for (const char* path :
       {"/", "", "/service/Garden_2020/operation", "/service/Garden_2020/operation/Plant/",
        "/service/Garden_2026/operation/Plant", "/service/.Garden_2020/operation/Plant",
        "/service/com.Garden_2020/operation/Plant", "/service/com.garden/operation/Plant",
        "/service/com.gardenGarden_2020/operation/Plant", "service/Garden_2020/operation/Plant",
        "/services/Garden_2020/operation/Plant", "/Garden_2020/operation/Plant"}) {
    request.path = path;
    EXPECT_FALSE(rpc_v2_.claims(request)) << path;
  }
  request.path = kPath;
  request.headers = wrong;
  EXPECT_FALSE(rpc_v2_.claims(request));
  request.headers = {};
  EXPECT_FALSE(rpc_v2_.claims(request));
  request.headers = right;
  request.method = "GET";
  EXPECT_FALSE(rpc_v2_.claims(request));
}

TEST_F(RpcV2Test, ChecksInAwsOrder) {
  struct Case {
    std::string_view path;
    std::string body;
    bool with_signature;
    std::string_view type, message;
  };
  constexpr std::string_view kCoral = "com.amazon.coral.service#";
  const Case cases[] = {
      {"/service/Garden_2020/operation/Prune", "\xFF", false, "UnknownOperationException", ""},
      {"/service/Garden_2020/operation/com.garden.Plant", "", true, "UnknownOperationException", ""},
      {kPath, "\xFF", false, "SerializationException", ""},
      {kPath, "\xA1\x64Name\x01", false, "MissingAuthenticationTokenException",
       "Request is missing Authentication Token"},
      {kPath, "\xA1\x64Name\x01", true, "SerializationException",
       "NUMBER_VALUE cannot be converted to String"},
  };
  for (const Case& c : cases) {
    const net::Response response = post(c.path, c.body, c.with_signature);
    EXPECT_EQ(response.status, 400);
    const std::string body = response.body.text();
    EXPECT_NE(body.find(std::string(kCoral) + std::string(c.type)), std::string::npos) << c.type;
    EXPECT_NE(body.find(c.message), std::string::npos) << body;
    EXPECT_EQ(body.find("Message"), std::string::npos);
  }
  EXPECT_NE(post(kPath, "").body.text().find("Value null at 'name' failed to satisfy constraint"),
            std::string::npos);
  EXPECT_EQ(garden_.planted, 0);
}

TEST_F(RpcV2Test, ATargetHeaderIsRefused) {
  for (const char* header : {"X-Amz-Target", "X-Amzn-Target"}) {
    const net::Response response = post(kPath, named("oak"), true, {{header, "Garden_2020.Plant"}});
    EXPECT_EQ(response.status, 400);
    EXPECT_NE(response.body.text().find("UnknownOperationException"), std::string::npos);
  }
  EXPECT_EQ(garden_.planted, 0);
}

TEST_F(RpcV2Test, LargeBodiesAreRefused) {
  const auto padded = [](std::size_t size) {
    std::string body =
        "\xA2\x64Name\x63oak\x64"
        "Else\x7A";
    size -= body.size() + 4;
    for (int shift = 24; shift >= 0; shift -= 8) body.push_back(static_cast<char>(size >> shift & 0xFF));
    return body + std::string(size, 'x');
  };
  EXPECT_EQ(post(kPath, padded(RpcV2Endpoint::kMaxBodyBytes)).status, 200);
  EXPECT_EQ(post(kPath, padded(RpcV2Endpoint::kMaxBodyBytes + 1)).status, 413);
}

// ---- errors, in each protocol

TEST_F(RpcV2Test, ErrorsHaveTheirNamesInEachProtocol) {
  struct Case {
    std::string_view name;
    int status;
    std::string_view header, type, query;
  };
  const Case cases[] = {
      {"weed", 404, "TreeNotFound;Sender", "com.garden.v2020#NoSuchTree",
       "<Type>Sender</Type><Code>TreeNotFound</Code>"},
      {"storm", 500, "GardenError;Receiver", "com.garden.v2020#GardenFault",
       "<Type>Receiver</Type><Code>GardenError</Code>"},
      {"note", 400, "InvalidParameterInput;Sender", "com.garden.v2020#InvalidTree",
       "<Code>InvalidParameterInput</Code><Message>two "
       "notes</Message><notes><member><Path>/a</Path><Height>7</Height>"
       "</member><member>&lt;b&gt;</member></notes></Error>"},
      {"", 400, "ValidationError;Sender", "com.amazon.coral.validate#ValidationException",
       "<Code>ValidationError</Code><Message>1 validation error detected"},
  };
  for (const Case& c : cases) {
    const net::Response cbor = post(kPath, named(c.name));
    EXPECT_EQ(cbor.status, c.status);
    EXPECT_EQ(cbor.headers.find("x-amzn-query-error"), c.header);
    EXPECT_EQ(cbor.headers.find("Content-Type"), "application/cbor");
    EXPECT_EQ(cbor.headers.find("smithy-protocol"), "rpc-v2-cbor");
    EXPECT_NE(cbor.body.text().find("__type"), std::string::npos);
    EXPECT_NE(cbor.body.text().find(c.type), std::string::npos);
    const net::Response json = post_json("{\"Name\":\"" + std::string(c.name) + "\"}");
    EXPECT_EQ(json.status, c.status);
    EXPECT_EQ(json.headers.find("x-amzn-query-error"), c.header);
    EXPECT_NE(json.body.text().find("{\"__type\":\"" + std::string(c.type) + "\""), std::string::npos);
    const net::Response query = post_form("Action=Plant&Version=2020-01-01&Name=" + std::string(c.name));
    EXPECT_EQ(query.status, c.status);
    EXPECT_FALSE(query.headers.find("x-amzn-query-error"));
    EXPECT_NE(query.body.text().find(c.query), std::string::npos) << query.body.text();
  }
  EXPECT_NE(post_json(R"({"Name":"storm"})").body.text().find(R"("Message":"storm")"), std::string::npos);
  EXPECT_NE(post_json(R"({"Name":"weed"})").body.text().find(R"("message":"no \"weeds\"")"),
            std::string::npos);
  EXPECT_EQ(post_json("{").headers.find("x-amzn-query-error"), "MalformedInput;Sender");
  EXPECT_EQ(post_json("{}", "Garden_2020.Prune").headers.find("x-amzn-query-error"), "InvalidAction;Sender");
}

TEST_F(RpcV2Test, AServiceThatNeverSpokeQueryHasNoNamesOfIt) {
  const net::Response response = post("/service/Garden_2026/operation/Plant", named("weed"));
  EXPECT_EQ(response.status, 400);
  EXPECT_FALSE(response.headers.find("x-amzn-query-error"));
}

}  // namespace
}  // namespace stator::aws::protocol
