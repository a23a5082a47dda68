#include "db/change/change.h"

#include <gtest/gtest.h>

#include "db/model/value_writer.h"

namespace stator::db::change {
namespace {

std::string item(std::string_view id, std::string_view note) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("id");
  writer.string(id);
  if (!note.empty()) {
    writer.name("note");
    writer.string(note);
  }
  writer.end_map();
  return out;
}

TEST(Change, RoundTripsEveryCombinationOfImages) {
  std::string keys = item("1", ""), old_image = item("1", "old"), new_image = item("1", "new");
  for (bool has_old : {false, true}) {
    for (bool has_new : {false, true}) {
      Change change{Cause::kTimeToLive, Event::kRemove, model::ItemView(keys), {}, {}};
      if (has_old) change.old_image = model::ItemView(old_image);
      if (has_new) change.new_image = model::ItemView(new_image);
      std::string bytes = encode(change);
      auto back = decode(bytes);
      ASSERT_TRUE(back.has_value());
      EXPECT_EQ(back->cause, Cause::kTimeToLive);
      EXPECT_EQ(back->event, Event::kRemove);
      EXPECT_EQ(back->keys.bytes(), keys);
      ASSERT_EQ(back->old_image.has_value(), has_old);
      ASSERT_EQ(back->new_image.has_value(), has_new);
      if (has_old) {
        EXPECT_EQ(back->old_image->bytes(), old_image);
      }
      if (has_new) {
        EXPECT_EQ(back->new_image->bytes(), new_image);
      }
    }
  }
}

TEST(Change, RefusesDamagedBytes) {
  std::string keys = item("1", ""), image = item("1", "x");
  std::string bytes =
      encode({Cause::kUser, Event::kInsert, model::ItemView(keys), {}, model::ItemView(image)});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode(bytes.substr(0, size))) << size;
  std::string newer = bytes;
  newer[0] = kChangeFormat + 1;
  EXPECT_FALSE(decode(newer));
  for (std::size_t field : {1u, 2u}) {
    std::string unknown = bytes;
    unknown[field] = 3;
    EXPECT_FALSE(decode(unknown)) << field;
  }
  EXPECT_FALSE(decode(bytes + "x"));
}

TEST(Change, GoldenVector) {
  std::string keys = item("1", "");
  std::string bytes =
      encode({Cause::kTransaction, Event::kInsert, model::ItemView(keys), {}, model::ItemView(keys)});
  std::string length(4, '\0');
  length[3] = static_cast<char>(keys.size());
  EXPECT_EQ(bytes, std::string("\x02\x02\x00", 3) + length + keys + std::string(4, '\0') + length + keys);
}

}  // namespace
}  // namespace stator::db::change
