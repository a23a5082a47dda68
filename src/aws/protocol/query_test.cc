// The Query protocol: forms in, XML out.
#include <gtest/gtest.h>

#include <limits>

#include "aws/percent.h"
#include "aws/protocol/form.h"
#include "aws/protocol/iso_time.h"
#include "aws/protocol/query_endpoint.h"
#include "aws/protocol/xml_writer.h"
#include "base/block_on.h"

namespace stator::aws::protocol {
namespace {

enum class Color { kRed, kGreen };
struct Leaf {
  std::optional<std::string> key;
  std::optional<std::string> value;
};
struct Tree {
  std::optional<std::string> name;
  std::optional<std::int64_t> size;
  std::optional<bool> evergreen;
  std::optional<Timestamp> planted;
  std::optional<Enum<Color>> color;
  std::optional<std::vector<Leaf>> leaves;
  std::optional<std::vector<std::string>> birds;
  std::optional<Map<std::string>> notes;
};

constexpr auto kText = string_shape(1, 20);
constexpr auto kSize = integer_shape(1, 100);
constexpr auto kFlag = boolean_shape();
constexpr auto kTime = timestamp_shape();
constexpr std::string_view kColorValues[] = {"red", "green"};
constexpr auto kColor = enum_shape<Color>(kColorValues);
constexpr Member kLeafMembers[] = {member<&Leaf::key>("Key", kText, kRequired),
                                   member<&Leaf::value>("Value", kText)};
constexpr Structure kLeafStructure{"Leaf", kLeafMembers};
constexpr auto kLeaf = structure_shape<Leaf>(kLeafStructure);
constexpr auto kLeaves = list_shape(kLeaf);
constexpr auto kBirds = list_shape(kText);
constexpr auto kNotes = map_shape(kText, kText);
constexpr Member kTreeMembers[] = {
    member<&Tree::name>("Name", kText, kRequired), member<&Tree::size>("Size", kSize),
    member<&Tree::evergreen>("Evergreen", kFlag),  member<&Tree::planted>("Planted", kTime),
    member<&Tree::color>("Color", kColor),         member<&Tree::leaves>("Leaves", kLeaves),
    member<&Tree::birds>("Birds", kBirds),         member<&Tree::notes>("Notes", kNotes),
};
constexpr Structure kTree{"Tree", kTreeMembers};

TEST(Form, DecodesFields) {
  const Form form("Action=A%20b&x=1+2&odd=%zz%4&empty=&none&x=second");
  EXPECT_EQ(form.find("Action"), "A b");
  EXPECT_EQ(form.find("x"), "1 2");
  EXPECT_EQ(form.find("odd"), "%zz%4");
  EXPECT_EQ(form.find("empty"), "");
  EXPECT_EQ(form.find("none"), "");
  EXPECT_EQ(form.find("absent"), std::nullopt);
}

TEST(Form, ReadsTimes) {
  for (const char* time :
       {"2026-01-31T12:00:00Z", "20260131T120000Z", "20260131T120000.000Z", "20260131T120000%2B00:00"}) {
    Tree tree;
    ASSERT_TRUE(Form("Planted=" + std::string(time)).read(kTree, &tree).ok()) << time;
    EXPECT_EQ(tree.planted->unix_millis, 1769860800000) << time;
  }
  for (const char* time :
       {"20260131T120000", "20260131T1200Z", "20261331T120000Z", "20260131 120000Z", "2026013T1200000Z"}) {
    Tree tree;
    EXPECT_FALSE(Form("Planted=" + std::string(time)).read(kTree, &tree).ok()) << time;
  }
}

TEST(Form, ReadsNestedMembers) {
  const Form form(
      "Name=oak&Size=3&Evergreen=false&Planted=2026-01-31T12%3A00%3A00.5Z&Color=green"
      "&Leaves.member.2.Key=b&Leaves.member.1.Key=a&Leaves.member.1.Value=1&Leaves.member.4.Key=gap"
      "&Birds.member.1=wren&Notes.entry.1.key=k&Notes.entry.1.value=v&Unknown.member.1=x");
  Tree tree;
  ASSERT_TRUE(form.read(kTree, &tree).ok());
  EXPECT_EQ(tree.name, "oak");
  EXPECT_EQ(tree.size, 3);
  EXPECT_EQ(tree.evergreen, false);
  EXPECT_EQ(tree.planted->unix_millis, 1769860800500);
  EXPECT_EQ(tree.color->get(), Color::kGreen);
  ASSERT_EQ(tree.leaves->size(), 2u);  // a list ends at its first gap
  EXPECT_EQ((*tree.leaves)[0].value, "1");
  EXPECT_EQ((*tree.leaves)[1].key, "b");
  EXPECT_EQ(tree.birds->at(0), "wren");
  EXPECT_EQ(tree.notes->at(0), std::make_pair(std::string("k"), std::string("v")));
}

TEST(Form, RefusesWrongScalars) {
  for (const char* text :
       {"Size=x", "Size=1.5", "Size=3000000000", "Size=", "Evergreen=maybe", "Planted=yesterday", "Name=%FF",
        "Color=%C2", "Birds.member.1=%C3", "Notes.entry.1.key=%FF&Notes.entry.1.value=v"}) {
    Tree tree;
    EXPECT_FALSE(Form(text).read(kTree, &tree).ok()) << text;
  }
}

TEST(Form, AnEmptyListIsThere) {
  Tree tree;
  ASSERT_TRUE(Form("Birds=").read(kTree, &tree).ok());
  ASSERT_TRUE(tree.birds.has_value());
  EXPECT_TRUE(tree.birds->empty());
}

TEST(Form, EndsAtItsLimit) {
  std::string text;
  for (std::size_t i = 0; i < Form::kMaxFields; ++i) text += "a=1&";
  EXPECT_TRUE(Form(text).is_complete());
  EXPECT_FALSE(Form(text + "b=2").is_complete());
}

TEST(Form, PercentEncode) { EXPECT_EQ(percent_encode("{\"a b\": ~1}"), "%7B%22a%20b%22%3A%20~1%7D"); }

TEST(IsoTime, WritesAndReads) {
  for (const auto& [millis, text] : std::vector<std::pair<std::int64_t, std::string>>{
           {0, "1970-01-01T00:00:00Z"}, {1769860800500, "2026-01-31T12:00:00.500Z"}}) {
    EXPECT_EQ(iso_time(millis), text);
    EXPECT_EQ(parse_iso_time(text), millis);
  }
  EXPECT_EQ(iso_time_with_millis(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso_time_with_millis(1769860800500), "2026-01-31T12:00:00.500Z");
  for (const char* text :
       {"", "2026-13-01T00:00:00Z", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T25:00:00Z"})
    EXPECT_FALSE(parse_iso_time(text)) << text;
}

TEST(Xml, WritesMembersThatAreThere) {
  Tree tree;
  tree.name = "a<b>&\"c\"\n";
  tree.size = 7;
  tree.evergreen = true;
  tree.planted = Timestamp{0};
  tree.color = Color::kRed;
  tree.leaves = {{"k", std::nullopt}};
  tree.birds.emplace();
  tree.notes = Map<std::string>();
  tree.notes->emplace_back("x", "y");
  std::string out;
  write_xml(kTree, &tree, &out);
  EXPECT_EQ(out,
            "<Name>a&lt;b&gt;&amp;&quot;c&quot;&#xA;</Name><Size>7</Size><Evergreen>true</Evergreen>"
            "<Planted>1970-01-01T00:00:00Z</Planted><Color>red</Color>"
            "<Leaves><member><Key>k</Key></member></Leaves><Birds></Birds>"
            "<Notes><entry><key>x</key><value>y</value></entry></Notes>");
}

TEST(Xml, SomeOfItAtATime) {
  Tree tree;
  tree.name = "oak";
  tree.leaves.emplace(100, Leaf{"k", "v"});
  tree.birds = {"wren", ""};
  tree.notes = Map<std::string>{{"k", "v"}, {"l", "w"}};
  std::string whole;
  write_xml(kTree, &tree, &whole);
  EXPECT_TRUE(whole.ends_with(
      "</member></Leaves><Birds><member>wren</member><member></member></Birds><Notes><entry>"
      "<key>k</key><value>v</value></entry><entry><key>l</key><value>w</value></entry></Notes>"));
  for (const std::size_t size : {1, 7, 100}) {
    std::string all, piece;
    XmlWriter writer(kTree, &tree, &piece);
    for (bool done = false; !done;) {
      done = writer.write(size);
      all += std::exchange(piece, {});
    }
    EXPECT_EQ(all, whole);
  }
}

struct Weight {
  double kilos = 0;
};
constexpr auto kKilos = double_shape();
constexpr Member kWeightMembers[] = {member<&Weight::kilos>("Kilos", kKilos)};
constexpr Structure kWeight{"Weight", kWeightMembers};

TEST(Xml, Doubles) {
  const std::pair<double, std::string> cases[] = {{1, "1.0"},
                                                  {0.1, "0.1"},
                                                  {-2.5e-7, "-0.00000025"},
                                                  {std::numeric_limits<double>::quiet_NaN(), "NaN"},
                                                  {-std::numeric_limits<double>::infinity(), "-Infinity"}};
  for (const auto& [number, text] : cases) {
    const Weight weight{number};
    std::string out;
    write_xml(kWeight, &weight, &out);
    EXPECT_EQ(out, "<Kilos>" + text + "</Kilos>");
  }
}

struct Garden {
  int planted = 0;
};
base::Task<Result<Tree>> plant(Garden& garden, const RequestContext&, Tree& request) {
  ++garden.planted;
  if (request.name == "weed") {
    Error refused{"NoSuchEntity", "no <weeds>"};
    refused.status = 404;
    co_return refused;
  }
  if (request.name == "wood") request.birds.emplace(100'000, "leaf");
  co_return request;
}
base::Task<Result<base::Ok>> fell(Garden&, const RequestContext&, Tree&) { co_return base::Ok{}; }

constexpr Operation kOperations[] = {
    operation<Garden, Tree, Tree, plant>("Plant", "garden:Plant", kTree, kTree),
    operation_without_output<Garden, Tree, fell>("Fell", "garden:Fell", kTree),
};

struct Answer {
  int status;
  std::string body;
  std::string request_id;
  std::size_t pieces;
};

class QueryEndpointTest : public testing::Test {
 protected:
  Answer post(const std::string& body, std::string_view service = "garden") {
    const std::string authorization = "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/" +
                                      std::string(service) +
                                      "/aws4_request, SignedHeaders=host, Signature=00";
    std::vector<net::Header> headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                                        {"X-Amz-Date", "20260101T000000Z"}};
    if (!service.empty()) headers.push_back({"Authorization", authorization});
    net::Request request;
    request.method = "POST";
    request.path = "/";
    request.headers = headers;
    request.body = body;
    net::Response response = base::block_on(router_.handle(request));
    return {response.status, response.body.text(),
            std::string(response.headers.find("x-amzn-RequestId").value_or("")), response.body.pieces()};
  }

  Garden garden_;
  IdentityRules rules_;
  QueryEndpoint endpoint_{
      {"garden", "2020-01-01", "https://garden/doc/", true, kOperations}, &garden_, rules_};
  base::ManualClock clock_;
  RequestIdSource ids_{1};
  Router router_{{&endpoint_}, ids_, clock_};
};

TEST_F(QueryEndpointTest, AnswersInXml) {
  const Answer answer = post("Action=Plant&Version=2020-01-01&Name=oak");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(
      answer.body.starts_with("<PlantResponse xmlns=\"https://garden/doc/\"><PlantResult><Name>oak</Name>"
                              "</PlantResult><ResponseMetadata><RequestId>"))
      << answer.body;
  EXPECT_EQ(post("Action=Fell&Version=2020-01-01&Name=oak").body.find("Result>"), std::string::npos);
}

TEST_F(QueryEndpointTest, LargeResponsesComeInPieces) {
  const Answer answer = post("Action=Plant&Version=2020-01-01&Name=wood");
  EXPECT_EQ(answer.status, 200);
  EXPECT_GT(answer.pieces, 10u);
  EXPECT_TRUE(
      answer.body.ends_with("<member>leaf</member></Birds></PlantResult><ResponseMetadata><RequestId>" +
                            answer.request_id + "</RequestId></ResponseMetadata></PlantResponse>\n"));
  EXPECT_EQ(answer.body.find("<member>leaf</member>"), answer.body.find("<Birds>") + 7);
}

TEST_F(QueryEndpointTest, LargeFormsAreRefused) {
  const std::string start = "Action=Plant&Version=2020-01-01&Name=a&Note=";
  EXPECT_EQ(post(start + std::string(QueryEndpoint::kMaxFormBytes - start.size(), 'x')).status, 200);
  const Answer refused = post(start + std::string(QueryEndpoint::kMaxFormBytes - start.size() + 1, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(
      refused.body.find("<Code>RequestEntityTooLarge</Code><Message>Request size 4194305 exceeded 4194304 "
                        "bytes</Message>"),
      std::string::npos);
  std::string fields = start;
  for (std::size_t i = 0; i < Form::kMaxFields; ++i) fields += "&a=1";
  EXPECT_EQ(post(fields).status, 413);
}

TEST_F(QueryEndpointTest, Errors) {
  struct Case {
    const char* body;
    const char* service;
    int status;
    const char* part;
  };
  for (const Case& test : {
           Case{"Action=Prune&Version=2020-01-01", "garden", 400,
                "<Code>InvalidAction</Code><Message>Could not find operation Prune for version "
                "2020-01-01</Message>"},
           Case{"Action=Plant", "garden", 400, "for version NO_VERSION_SPECIFIED</Message>"},
           Case{"Version=2020-01-01", "garden", 400, "<Code>MissingAction</Code>"},
           Case{"Action=Plant&Version=2020-01-01", "garden", 400,
                "<Code>ValidationError</Code><Message>1 validation error detected: Value null at 'name' "
                "failed to "
                "satisfy constraint: Member must not be null</Message>"},
           Case{"Action=Plant&Version=2020-01-01&Name=a&Size=big", "garden", 400,
                "<Code>MalformedInput</Code>"},
           Case{"Action=Plant&Version=2020-01-01&Name=weed", "garden", 404,
                "<Type>Sender</Type><Code>NoSuchEntity</Code><Message>no "
                "&lt;weeds&gt;</Message></Error><RequestId>"},
           Case{"Action=Plant&Version=2020-01-01&Name=a", "", 403, "<Code>MissingAuthenticationToken</Code>"},
           Case{"Action=Plant&Version=2020-01-01&Name=a", "stars", 404, "UnknownOperationException"},
       }) {
    const Answer answer = post(test.body, test.service);
    EXPECT_EQ(answer.status, test.status) << answer.body;
    EXPECT_NE(answer.body.find(test.part), std::string::npos) << answer.body;
  }
}

}  // namespace
}  // namespace stator::aws::protocol
