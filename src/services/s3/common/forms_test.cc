// The forms of names, times, ranges and documents.
#include <gtest/gtest.h>

#include <algorithm>

#include "aws/protocol/iso_time.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {
namespace {

TEST(Forms, BucketNames) {
  for (const char* good : {"abc", "a-b.c", "0123", "xn-abc"}) EXPECT_TRUE(is_bucket_name(good)) << good;
  EXPECT_TRUE(is_bucket_name(std::string(63, 'a')));
  EXPECT_FALSE(is_bucket_name(std::string(64, 'a')));
  for (const char* bad : {"", "ab", "Abc", "a_b", "a/b", ".abc", "abc.", "-abc", "abc-", "a..b", "10.0.0.1",
                          "xn--abc", "sthree-abc", "abc-s3alias", "abc--ol-s3"}) {
    EXPECT_FALSE(is_bucket_name(bad)) << bad;
  }
}

TEST(Forms, VirtualHosts) {
  EXPECT_EQ(virtual_bucket("name.s3.amazonaws.com"), "name");
  EXPECT_EQ(virtual_bucket("my.name.S3.eu-west-1.amazonaws.com:443"), "my.name");
  EXPECT_EQ(virtual_bucket("name.s3-eu-west-1.amazonaws.com"), "name");
  EXPECT_EQ(virtual_bucket("name.localhost:8000"), "name");
  EXPECT_EQ(virtual_bucket("name.s3.localhost.localstack.cloud"), "name");
  for (const char* none :
       {"", "localhost:8000", "127.0.0.1", "s3.amazonaws.com", "s3.localhost.localstack.cloud",
        "s3-eu-west-1.amazonaws.com", "localhost.localstack.cloud:4566"}) {
    EXPECT_EQ(virtual_bucket(none), "") << none;
  }
}

TEST(Forms, CopySources) {
  using Names = std::pair<std::string, std::string>;
  EXPECT_EQ(split_source("/bucket/a%20b/c"), (Names{"bucket", "a b/c"}));
  EXPECT_EQ(split_source("bucket/k?versionId=null"), (Names{"bucket", "k"}));
  for (const char* bad : {"", "/", "bucket", "bucket/", "/bucket/", "%zz/k"})
    EXPECT_FALSE(split_source(bad)) << bad;
}

TEST(Forms, Times) {
  EXPECT_EQ(iso_time(1'700'000'000'123'456), "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(aws::protocol::iso_time(1'700'000'000'000), "2023-11-14T22:13:20Z");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
  EXPECT_EQ(parse_http_date("yesterday"), std::nullopt);
  EXPECT_EQ(parse_amz_date("20231114T221320Z"), 1'700'000'000);
  EXPECT_EQ(parse_amz_date("20231114T221320Zx"), std::nullopt);
}

TEST(Forms, Ranges) {
  struct Case {
    const char* header;
    std::uint64_t first, size;
  };
  for (const Case& c : {Case{"bytes=0-0", 0, 1},
                        {"bytes=9-9", 9, 1},
                        {"bytes=3-", 3, 7},
                        {"bytes=3-99", 3, 7},
                        {"bytes=-1", 9, 1},
                        {"bytes=-10", 0, 10},
                        {"bytes=-11", 0, 10}}) {
    const auto range = parse_range(c.header, 10);
    ASSERT_TRUE(range.ok() && *range) << c.header;
    EXPECT_EQ((*range)->first, c.first) << c.header;
    EXPECT_EQ((*range)->size, c.size) << c.header;
  }
  for (const char* ignored :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,2-3", "x=0-1"}) {
    const auto range = parse_range(ignored, 10);
    EXPECT_TRUE(range.ok() && !*range) << ignored;
  }
  for (const char* beyond : {"bytes=10-", "bytes=10-11", "bytes=-0"})
    EXPECT_EQ(parse_range(beyond, 10).error().code, "InvalidRange") << beyond;
  EXPECT_EQ(parse_range("bytes=0-0", 0).error().code, "InvalidRange");
  EXPECT_EQ(parse_range("bytes=-1", 0).error().code, "InvalidRange");
}

TEST(Forms, Xml) {
  XmlWriter writer("Root", false);
  writer.open("A").text("B", "<&\"\x01\r>").close("A").number("N", 7);
  EXPECT_EQ(writer.take(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Root><A><B>&lt;&amp;&quot;&#x1;&#xd;&gt;</B></A><N>7</N></Root>");
  const auto root = parse_xml("<r xmlns=\"urn:x\"><a>1&amp;2</a><a>3</a><b><c/></b></r>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "r");
  EXPECT_EQ(root->child_text("a"), "1&2");
  EXPECT_EQ(root->children.size(), 3u);
  EXPECT_EQ(root->child_text("none"), "");
  for (const char* bad :
       {"", "<a>", "<a></b>", "text", "<a/><b/>", "<!DOCTYPE a><a/>",
        "<a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a></a></a>"}) {
    EXPECT_FALSE(parse_xml(bad)) << bad;
  }
  const auto prefixed = parse_xml("<x:r xmlns:x=\"urn:x\"><x:a x:b=\"c\">1</x:a></x:r>");
  ASSERT_TRUE(prefixed);
  EXPECT_EQ(prefixed->name, "r");
  EXPECT_EQ(prefixed->child_text("a"), "1");
}

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}
std::string in_root(const std::string& content) { return "<r>" + content + "</r>"; }

TEST(Forms, XmlAtItsLimitsAndOnePastThem) {
  const auto attributes = [](std::size_t count) {
    std::string tag = "<r";
    for (std::size_t i = 0; i < count; ++i) tag += " a" + std::to_string(i) + "=''";
    return tag + "/>";
  };
  const auto names = [](std::size_t count) {
    std::string elements;
    for (std::size_t i = 0; i < count; ++i) elements += "<n" + std::to_string(i) + "/>";
    return in_root(elements);
  };
  const auto deep = [](std::size_t depth) { return times(depth, "<a>") + times(depth, "</a>"); };
  const auto text = [](std::size_t bytes) { return in_root(times(bytes - 1, "x")); };  // and the name
  EXPECT_TRUE(parse_xml(deep(XmlReader::kMaxDepth)));
  EXPECT_FALSE(parse_xml(deep(XmlReader::kMaxDepth + 1)));
  EXPECT_TRUE(parse_xml(in_root(times(XmlReader::kMaxElements - 1, "<a/>"))));
  EXPECT_FALSE(parse_xml(in_root(times(XmlReader::kMaxElements, "<a/>"))));
  EXPECT_TRUE(parse_xml(text(XmlReader::kMaxTextBytes)));
  EXPECT_FALSE(parse_xml(text(XmlReader::kMaxTextBytes + 1)));
  EXPECT_TRUE(parse_xml(attributes(XmlReader::kMaxAttributes)));
  EXPECT_FALSE(parse_xml(attributes(XmlReader::kMaxAttributes + 1)));
  EXPECT_TRUE(parse_xml(names(XmlReader::kMaxNames - 1)));
  EXPECT_FALSE(parse_xml(names(XmlReader::kMaxNames)));
  for (const std::size_t bytes : {2 * XmlReader::kMaxTokenBytes, 40 * XmlReader::kMaxTokenBytes}) {
    EXPECT_FALSE(parse_xml(in_root("<!--" + times(bytes, "-x") + "-->"))) << bytes;
    EXPECT_FALSE(parse_xml("<r a='" + times(bytes, "x") + "'/>")) << bytes;
  }
}

TEST(Forms, LongXmlListsInPieces) {
  constexpr std::size_t kCount = 50'000;
  std::string xml = "<?xml version='1.0'?>\n<List xmlns='urn:x'>\n";
  for (std::size_t i = 0; i < kCount; ++i) xml += "  <One><Is>" + std::to_string(i) + "</Is><Empty/></One>\n";
  xml += "</List>\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, xml.size()}) {
    std::size_t count = 0;
    XmlReader reader([&](const XmlElement& element) {
      return element.name == "One" && element.children.size() == 2 &&
             element.child_text("Is") == std::to_string(count++);
    });
    for (std::string_view rest = xml; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
      reader.feed(rest.substr(0, piece));
    const auto root = reader.finish();
    ASSERT_TRUE(root) << piece;
    EXPECT_EQ(root->name, "List");
    EXPECT_TRUE(root->children.empty());
    EXPECT_EQ(count, kCount);
  }
  std::size_t taken = 0;
  XmlReader picky([&](const XmlElement&) { return ++taken < 10; });
  picky.feed(xml);
  EXPECT_FALSE(picky.finish());
  EXPECT_EQ(taken, 10u);
}

}  // namespace
}  // namespace stator::services::s3
