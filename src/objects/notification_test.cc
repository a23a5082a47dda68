#include "objects/notification.h"

#include <gtest/gtest.h>

namespace stator::objects {
namespace {

Notification of(std::vector<std::string> events, std::string prefix = "", std::string suffix = "") {
  return {"id", "arn", std::move(events), std::move(prefix), std::move(suffix)};
}

TEST(Notification, EventsByTheirNames) {
  const Notification all = of({"s3:ObjectCreated:*"});
  EXPECT_TRUE(wants(all, "ObjectCreated:Put", "k"));
  EXPECT_TRUE(wants(all, "ObjectCreated:CompleteMultipartUpload", "k"));
  EXPECT_FALSE(wants(all, "ObjectRemoved:Delete", "k"));
  const Notification some = of({"s3:ObjectCreated:Copy", "s3:ObjectRemoved:Delete"});
  EXPECT_TRUE(wants(some, "ObjectCreated:Copy", "k"));
  EXPECT_TRUE(wants(some, "ObjectRemoved:Delete", "k"));
  EXPECT_FALSE(wants(some, "ObjectCreated:Put", "k"));
  EXPECT_FALSE(wants(of({}), "ObjectCreated:Put", "k"));
}

TEST(Notification, KeysByPrefixAndSuffix) {
  const auto is_wanted = [](const char* prefix, const char* suffix, const char* key) {
    return wants(of({"s3:ObjectCreated:*"}, prefix, suffix), "ObjectCreated:Put", key);
  };
  EXPECT_TRUE(is_wanted("", "", ""));
  EXPECT_TRUE(is_wanted("a/", "", "a/b"));
  EXPECT_FALSE(is_wanted("a/", "", "b/a/"));
  EXPECT_TRUE(is_wanted("", ".jpg", "a.jpg"));
  EXPECT_FALSE(is_wanted("", ".jpg", "a.jpg.txt"));
  EXPECT_TRUE(is_wanted("ab", "bc", "abc"));
  // As in URLs.
  EXPECT_TRUE(is_wanted("my+photos%2F%C3%A9", "", "my photos/\xC3\xA9.jpg"));
  EXPECT_FALSE(is_wanted("my+photos", "", "my+photos"));
  EXPECT_TRUE(is_wanted("100%", "", "100% wool"));
}

TEST(Notification, Overlaps) {
  const auto do_overlap = [](const Notification& one, const Notification& other) {
    EXPECT_EQ(overlap(one, other), overlap(other, one));
    return overlap(one, other);
  };
  const std::vector<std::string> created = {"s3:ObjectCreated:*"}, put = {"s3:ObjectCreated:Put"},
                                 removed = {"s3:LifecycleTransition", "s3:ObjectRemoved:*"};
  EXPECT_TRUE(do_overlap(of(created), of(put)));
  EXPECT_TRUE(do_overlap(of(created), of(created)));
  EXPECT_FALSE(do_overlap(of(put), of({"s3:ObjectCreated:Post"})));
  EXPECT_FALSE(do_overlap(of(created), of(removed)));
  // The examples of notification-how-to-filtering.html.
  EXPECT_FALSE(do_overlap(of(created, "images/"), of(created, "logs/")));
  EXPECT_FALSE(do_overlap(of(created, "", ".jpg"), of(created, "", ".png")));
  EXPECT_FALSE(do_overlap(of(created, "images", ".jpg"), of(created, "images", ".png")));
  EXPECT_TRUE(do_overlap(of(created), of(created, "images")));
  EXPECT_TRUE(do_overlap(of(created, "", ".jpg"), of(created, "", "jpg")));
  EXPECT_TRUE(do_overlap(of(created, "images"), of(created, "images", "jpg")));
  EXPECT_TRUE(do_overlap(of(created, "images"), of(created, "", "jpg")));
}

}  // namespace
}  // namespace stator::objects
