// Number text and bytes: what is accepted round-trips in both forms, and two numbers have one order.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "db/model/number.h"

using stator::db::model::Number;

namespace {

std::string ordered(const Number& number) {
  std::string out;
  number.append_ordered(&out);
  return out;
}

void check_number(const Number& number) {
  const auto parsed = Number::parse(number.to_string());
  STATOR_CHECK(parsed.ok() && *parsed == number);
  const std::string bytes = ordered(number);
  std::string_view in = bytes;
  Number back;
  STATOR_CHECK(Number::read_ordered(&in, &back) && in.empty() && back == number);
  STATOR_CHECK(Number::ordered_size_bytes(bytes) == number.size_bytes());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t half = input.find('|');
  const auto a = Number::parse(input.substr(0, half));
  char bytes[Number::kMaxOrderedBytes];
  stator::db::model::NumberError error{};
  std::string text(input.substr(0, half));
  text.reserve(text.size() + Number::kParseBlock);
  const std::size_t length = Number::parse_ordered(text, bytes, &error);
  STATOR_CHECK((length != 0) == a.ok() && (a.ok() || error == a.error()));
  if (a.ok()) {
    check_number(*a);
    STATOR_CHECK(std::string_view(bytes, length) == ordered(*a));
  }
  if (half != std::string_view::npos) {
    const auto b = Number::parse(input.substr(half + 1));
    if (a.ok() && b.ok()) {
      STATOR_CHECK((*a <=> *b) == (ordered(*a) <=> ordered(*b)));
      const auto sum = add(*a, *b);
      if (sum.ok()) check_number(*sum);
      if (sum.ok() && subtract(*sum, *b).ok()) STATOR_CHECK(*subtract(*sum, *b) == *a);
    }
  }
  std::string_view rest = input;
  Number number;
  if (Number::read_ordered(&rest, &number)) {
    check_number(number);
    STATOR_CHECK(ordered(number) == input.substr(0, input.size() - rest.size()));
  }
  return 0;
}
