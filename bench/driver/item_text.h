// The items of the measured tables, as DynamoDB JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "driver/random.h"

namespace stator::bench {

constexpr std::uint64_t kItemsPerPartition = 100;

// `value` in decimal, with zeros in front up to `width` digits.
void append_digits(std::string& out, std::uint64_t value, int width);

// "pk":{"S":"part#00012"},"sk":{"S":"item#00001234"}   of item 1234.
void append_key(std::string& out, std::uint64_t item);

// Items of 13 attributes of eight types, 1,024 bytes by DynamoDB's rule of sizes, give or take a few.
class ItemText {
 public:
  ItemText();

  // {"pk":...,"note":...}, with paddings picked at random. The note begins with the revision: no two writes
  // of an item write the same, so each of them is a change.
  void append(std::string& out, std::uint64_t item, std::uint64_t revision, Random& random) const;
  // The same with seven strings more: 20 attributes, 4,096 bytes, give or take a few.
  void append_large(std::string& out, std::uint64_t item, std::uint64_t revision, Random& random) const;
  // A string of 100 characters, without quotes.
  const std::string& any_field(Random& random) const { return fields_[random.below(kPaddings)]; }

 private:
  static constexpr std::uint64_t kPaddings = 64;

  std::vector<std::string> notes_, blobs_, fields_, extras_;
};

}  // namespace stator::bench
