#include "messages/catalogue.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace stator::messages {
namespace {

// That each message has a date and a source, and a name of its own, is checked when the catalogue is
// compiled.

TEST(Catalogue, EachTextOnce) {
  std::map<std::string_view, std::string_view> names;
  for (const Section& section : catalogue()) {
    for (const Message& message : section.messages) {
      EXPECT_FALSE(message.text.empty()) << message.name;
      const auto [place, is_new] = names.emplace(message.text, message.name);
      EXPECT_TRUE(is_new) << message.name << " says what " << place->second << " says: " << message.text;
    }
  }
  EXPECT_GT(names.size(), 300u);
}

TEST(Catalogue, SectionsAreNotEmpty) {
  for (const Section& section : catalogue()) EXPECT_FALSE(section.messages.empty()) << section.title;
}

// Long texts are written in pieces: none of them lost or doubled the blank between two.
TEST(Catalogue, PiecesAreJoined) {
  for (const Section& section : catalogue()) {
    for (const Message& message : section.messages) {
      // AWS's own blanks.
      if (message.text.starts_with("One or more parameter values were invalid: An ")) continue;
      if (message.text.starts_with("One or more of the specified parts could not be found.  ")) continue;
      if (message.text.starts_with("Bucket POST must contain a field named '{}'.  ")) continue;
      EXPECT_EQ(message.text.find("  "), std::string_view::npos) << message.text;
    }
  }
}

}  // namespace
}  // namespace stator::messages
