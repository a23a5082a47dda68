#include "services/s3/common/version.h"

#include <gtest/gtest.h>

namespace stator::services::s3 {
namespace {

TEST(Version, IdsThatCouldBeSome) {
  EXPECT_TRUE(check_version_id("versionId", "null").ok());
  EXPECT_TRUE(check_version_id("versionId", "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA").ok());
  EXPECT_TRUE(check_version_id("versionId", "01G65Z755AFWAKHE12NY0CQ9FH").ok());
  EXPECT_TRUE(check_version_id("versionId", std::string(1024, 'x')).ok());
  for (const std::string& bad : {std::string(), std::string("dsf"), std::string(25, 'x'),
                                 std::string(1025, 'x'), std::string(25, 'x') + '&'}) {
    const auto checked = check_version_id("version-id-marker", bad);
    ASSERT_FALSE(checked.ok()) << bad;
    EXPECT_EQ("InvalidArgument", checked.error().code);
    EXPECT_EQ("version-id-marker", checked.error().details[0].second);
  }
}

TEST(Version, ActionsOnVersions) {
  EXPECT_EQ("s3:GetObjectVersion", action_on_version("s3:GetObject"));
  EXPECT_EQ("s3:PutObjectVersionTagging", action_on_version("s3:PutObjectTagging"));
  EXPECT_EQ("", action_on_version("s3:PutObject"));
}

TEST(Version, SourcesOfCopies) {
  EXPECT_EQ(std::nullopt, version_of_source("bucket/key"));
  EXPECT_EQ("null", version_of_source("bucket/key?versionId=null"));
  EXPECT_EQ("a b", version_of_source("bucket/key?versionId=a%20b"));
  EXPECT_EQ("", version_of_source("bucket/key?versionId="));
}

}  // namespace
}  // namespace stator::services::s3
