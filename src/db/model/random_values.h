// For tests: values of all types, with the text that the writer of a format finds hard.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/model/value_writer.h"

namespace stator::db::model::test {

// The same values for the same seed. Not thread-safe.
class RandomValues {
 public:
  // `pieces`: what texts, names and binary values are made of.
  RandomValues(std::uint64_t seed, std::vector<std::string_view> pieces)
      : random_(seed), pieces_(std::move(pieces)) {}

  // Less than `limit`.
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  std::string text() {
    std::string out;
    for (auto count = below(12); count > 0; --count) out += pieces_[below(pieces_.size())];
    return out;
  }

  Number number() {
    const auto digits = static_cast<std::int64_t>(random_()) >> below(63);
    const auto exponent = static_cast<int>(below(200)) - 100;
    return *Number::parse(std::to_string(digits) + "e" + std::to_string(exponent));
  }

  // A value of at most `depth` levels.
  void write(int depth, ValueWriter* writer) {
    const auto type = static_cast<Type>(below(10));
    if (depth == 1 && (type == Type::kM || type == Type::kL)) return writer->null();
    switch (type) {
      case Type::kS:
        return writer->string(text());
      case Type::kN:
        return writer->number(number());
      case Type::kB:
        return writer->binary(text());
      case Type::kBool:
        return writer->boolean(below(2) == 0);
      case Type::kNull:
        return writer->null();
      case Type::kM:
        return write_map(depth, writer);
      case Type::kL:
        writer->begin_list();
        for (auto count = below(5); count > 0; --count) write(depth - 1, writer);
        return writer->end_list();
      default:
        write_set(type, writer);
    }
  }

  // One of at most `depth` levels.
  void write_map(int depth, ValueWriter* writer) {
    writer->begin_map();
    for (auto count = below(5); count > 0; --count) {
      writer->name(text());
      write(depth - 1, writer);
    }
    writer->end_map();
  }

 private:
  void write_set(Type type, ValueWriter* writer) {
    writer->begin_set(type);
    for (auto count = 1 + below(5); count > 0; --count) {
      if (type == Type::kSs) writer->string(text());
      if (type == Type::kNs) writer->number(number());
      if (type == Type::kBs) writer->binary(text());
    }
    writer->end_set();
  }

  std::mt19937_64 random_;
  std::vector<std::string_view> pieces_;
};

}  // namespace stator::db::model::test
