// Any bytes as CBOR: a simple-minded parser takes the same ones. What they are as a request is what the same
// document is in JSON, and a way through the writer changes nothing.
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/protocol/cbor_item.h"
#include "aws/protocol/cbor_reader.h"
#include "aws/protocol/cbor_writer.h"
#include "aws/protocol/constraints.h"
#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/shape_values.h"
#include "base/check.h"
#include "base/utf8.h"
#include "fuzz_input.h"

using namespace stator::aws::protocol;

namespace {

// ---- what is read

enum class Colour { kRed, kGreen };
struct Leaf {
  std::optional<std::string> text;
  std::optional<std::vector<double>> doubles;
};
struct Tree {
  std::optional<std::string> text;
  std::optional<std::int64_t> integer;
  std::optional<std::int64_t> number;
  std::optional<double> real;
  std::optional<bool> boolean;
  std::optional<Timestamp> time;
  std::optional<Enum<Colour>> colour;
  std::optional<Leaf> leaf;
  std::optional<std::vector<Leaf>> list;
  std::optional<Map<std::vector<Timestamp>>> map;
};
constexpr std::string_view kColours[] = {"RED", "GREEN"};
constexpr auto kText = string_shape();
constexpr auto kInteger = integer_shape();
constexpr auto kLong = long_shape();
constexpr auto kDouble = double_shape();
constexpr auto kBoolean = boolean_shape();
constexpr auto kTime = timestamp_shape();
constexpr auto kColour = enum_shape<Colour>(kColours);
constexpr auto kDoubles = list_shape(kDouble);
constexpr auto kTimes = list_shape(kTime);
constexpr Member kLeafMembers[] = {member<&Leaf::text>("t", kText), member<&Leaf::doubles>("d", kDoubles)};
constexpr Structure kLeafStructure{"Leaf", kLeafMembers};
constexpr auto kLeaf = structure_shape<Leaf>(kLeafStructure);
constexpr auto kList = list_shape(kLeaf);
constexpr auto kMap = map_shape(kText, kTimes);
constexpr Member kTreeMembers[] = {
    member<&Tree::text>("t", kText),       member<&Tree::integer>("i", kInteger),
    member<&Tree::number>("n", kLong),     member<&Tree::real>("d", kDouble),
    member<&Tree::boolean>("b", kBoolean), member<&Tree::time>("T", kTime),
    member<&Tree::colour>("c", kColour),   member<&Tree::leaf>("s", kLeaf),
    member<&Tree::list>("l", kList),       member<&Tree::map>("m", kMap),
};
constexpr Structure kTree{"Tree", kTreeMembers};

// ---- a parser that makes a tree of everything

struct Item {
  CborMajor major = CborMajor::kOther;
  std::uint64_t argument = 0;  // of kOther: the bits of a double, or the simple value
  bool is_double = false;
  std::string text;
  std::vector<Item> items;  // of a map: key, value, key, value; of a tag: what it is about

  bool is_null() const {
    return major == CborMajor::kOther && !is_double && (argument == 22 || argument == 23);
  }
  bool is_number() const {
    return major == CborMajor::kUnsigned || major == CborMajor::kNegative ||
           (major == CborMajor::kOther && is_double);
  }
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Item> parse() {
    auto item = read(0);
    if (at_ != text_.size()) return std::nullopt;
    return item;
  }

 private:
  bool take_break() {
    const bool is_break = at_ < text_.size() && text_[at_] == '\xFF';
    at_ += is_break ? 1 : 0;
    return is_break;
  }

  std::optional<Item> read(std::size_t depth) {
    if (at_ == text_.size()) return std::nullopt;
    const unsigned first = static_cast<unsigned char>(text_[at_++]);
    const unsigned info = first & 31;
    Item item;
    item.major = static_cast<CborMajor>(first >> 5);
    item.argument = info;
    if (info >= 28 && info != 31) return std::nullopt;
    if (info >= 24 && info <= 27) {
      const std::size_t size = std::size_t{1} << (info - 24);
      if (text_.size() - at_ < size) return std::nullopt;
      item.argument = 0;
      for (std::size_t i = 0; i < size; ++i)
        item.argument = item.argument * 256 + static_cast<unsigned char>(text_[at_++]);
    }
    switch (item.major) {
      case CborMajor::kUnsigned:
      case CborMajor::kNegative:
        if (info == 31) return std::nullopt;
        return item;
      case CborMajor::kBytes:
      case CborMajor::kText:
        return read_string(std::move(item), info == 31);
      case CborMajor::kArray:
      case CborMajor::kMap:
        return read_container(std::move(item), info == 31, depth);
      case CborMajor::kTag: {
        if (info == 31) return std::nullopt;
        // In a loop: tags are not counted as depth.
        std::size_t tags = 0;
        const std::uint64_t tag = item.argument;
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >> 5 == 6) {
          const unsigned next = static_cast<unsigned char>(text_[at_]) & 31;
          if (next >= 28) return std::nullopt;
          at_ += next < 24 ? 1 : 1 + (std::size_t{1} << (next - 24));
          ++tags;
        }
        if (at_ > text_.size()) return std::nullopt;
        auto inner = read(depth);
        if (!inner) return std::nullopt;
        item.argument = tags == 0 ? tag : UINT64_MAX;
        item.items.push_back(std::move(*inner));
        return item;
      }
      default:
        return read_other(std::move(item), info);
    }
  }

  std::optional<Item> read_string(Item item, bool indefinite) {
    if (!indefinite) return take_text(std::move(item));
    while (!take_break()) {
      if (at_ == text_.size()) return std::nullopt;
      const unsigned first = static_cast<unsigned char>(text_[at_]);
      if (static_cast<CborMajor>(first >> 5) != item.major || (first & 31) == 31) return std::nullopt;
      auto chunk = read(0);
      if (!chunk) return std::nullopt;
      item.text += chunk->text;
    }
    return item;
  }

  std::optional<Item> take_text(Item item) {
    if (item.argument > text_.size() - at_) return std::nullopt;
    item.text = text_.substr(at_, item.argument);
    at_ += item.argument;
    if (item.major == CborMajor::kText && !stator::base::valid_utf8(item.text)) return std::nullopt;
    return item;
  }

  std::optional<Item> read_container(Item item, bool indefinite, std::size_t depth) {
    if (depth == kMaxCborDepth) return std::nullopt;
    const unsigned each = item.major == CborMajor::kMap ? 2 : 1;
    if (!indefinite && item.argument > (text_.size() - at_) / each) return std::nullopt;
    const std::uint64_t count = indefinite ? UINT64_MAX : item.argument * each;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (indefinite && i % each == 0 && take_break()) return item;
      auto inner = read(depth + 1);
      if (!inner) return std::nullopt;
      item.items.push_back(std::move(*inner));
    }
    return item;
  }

  static std::optional<Item> read_other(Item item, unsigned info) {
    if (info == 31 || (info == 24 && item.argument < 32)) return std::nullopt;
    if (info < 25) return item;
    double number = 0;
    if (info == 25) {
      // By the rule of RFC 8949, appendix D.
      const int exponent = static_cast<int>(item.argument >> 10) & 31;
      const int fraction = static_cast<int>(item.argument) & 1023;
      number = exponent == 0    ? std::ldexp(fraction, -24)
               : exponent != 31 ? std::ldexp(fraction + 1024, exponent - 25)
               : fraction == 0  ? INFINITY
                                : NAN;
      if ((item.argument >> 15) != 0) number = -number;
    } else if (info == 26) {
      number = std::bit_cast<float>(static_cast<std::uint32_t>(item.argument));
    } else {
      number = std::bit_cast<double>(item.argument);
    }
    item.argument = std::bit_cast<std::uint64_t>(number);
    item.is_double = true;
    return item;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// ---- the same in JSON

void append_number(const Item& item, std::string* json) {
  if (item.major == CborMajor::kUnsigned) {
    json->append(std::to_string(item.argument));
  } else if (item.major == CborMajor::kNegative) {
    json->append(item.argument == UINT64_MAX ? "-18446744073709551616.0"
                                             : "-" + std::to_string(item.argument + 1));
    if (item.argument > static_cast<std::uint64_t>(INT64_MAX) && item.argument != UINT64_MAX)
      json->append(".0");
  } else {
    const auto number = std::bit_cast<double>(item.argument);
    if (std::isfinite(number)) {
      append_json_double(number, json);
    } else {
      append_json_string(non_finite_text(number), json);
    }
  }
}

bool append_value(const Shape& shape, const Item& item, std::string* json);

// False for what JSON has no way to say: then the reader has to refuse it.
bool append_structure(const Structure& structure, const Item& item, std::string* json) {
  if (item.major != CborMajor::kMap) return false;
  json->push_back('{');
  for (std::size_t i = 0; i < item.items.size(); i += 2) {
    const Item& key = item.items[i];
    if (key.major != CborMajor::kText) return false;
    const Member* member = find_member(structure, key.text);
    if (json->back() != '{') json->push_back(',');
    append_json_string(key.text, json);
    json->push_back(':');
    if (member == nullptr) {
      json->append("7");
    } else if (item.items[i + 1].is_null()) {
      json->append("null");
    } else if (!append_value(*member->shape, item.items[i + 1], json)) {
      return false;
    }
  }
  json->push_back('}');
  return true;
}

bool append_map(const Shape& shape, const Item& item, std::string* json) {
  if (item.major != CborMajor::kMap) return false;
  json->push_back('{');
  for (std::size_t i = 0; i < item.items.size(); i += 2) {
    if (item.items[i].major != CborMajor::kText) return false;
    bool repeated = false;
    for (std::size_t k = i + 2; k < item.items.size(); k += 2) {
      if (item.items[k].major != CborMajor::kText) return false;
      repeated = repeated || item.items[k].text == item.items[i].text;
    }
    if (repeated) continue;
    if (json->back() != '{') json->push_back(',');
    append_json_string(item.items[i].text, json);
    json->push_back(':');
    if (item.items[i + 1].is_null()) {
      json->append("null");
    } else if (!append_value(*shape.element, item.items[i + 1], json)) {
      return false;
    }
  }
  json->push_back('}');
  return true;
}

bool append_list(const Shape& shape, const Item& item, std::string* json) {
  if (item.major != CborMajor::kArray) return false;
  json->push_back('[');
  for (const Item& element : item.items) {
    if (json->back() != '[') json->push_back(',');
    if (element.is_null()) {
      json->append("null");
    } else if (!append_value(*shape.element, element, json)) {
      return false;
    }
  }
  json->push_back(']');
  return true;
}

bool append_value(const Shape& shape, const Item& item, std::string* json) {
  switch (shape.kind) {
    case Kind::kStructure:
      return append_structure(*shape.structure, item, json);
    case Kind::kList:
      return append_list(shape, item, json);
    case Kind::kMap:
      return append_map(shape, item, json);
    case Kind::kString:
    case Kind::kEnum:
      append_json_string(item.text, json);
      return item.major == CborMajor::kText;
    case Kind::kBoolean:
      json->append(item.argument == 21 ? "true" : "false");
      return item.major == CborMajor::kOther && !item.is_double &&
             (item.argument == 20 || item.argument == 21);
    case Kind::kTimestamp: {
      if (item.major != CborMajor::kTag || item.argument != 1 || !item.items[0].is_number()) return false;
      append_number(item.items[0], json);
      return json->back() != '"';
    }
    case Kind::kDouble:
      append_number(item, json);
      return item.is_number();
    default: {
      const bool too_large = !item.is_double && item.argument > static_cast<std::uint64_t>(INT64_MAX);
      append_number(item, json);
      return item.is_number() && !too_large;
    }
  }
}

// ---- what must hold

std::string written(const Tree& tree) {
  std::string out;
  write_cbor(kTree, &tree, &out);
  return out;
}

std::string as_json(const Tree& tree) {
  std::string out;
  write_json(kTree, &tree, &out);
  return out;
}

void check_round_trip(const Tree& tree) {
  const std::string whole = written(tree);
  std::string pieces, piece;
  CborWriter writer(kTree, &tree, &piece);
  for (bool done = false; !done;) {
    done = writer.write(1);
    pieces += std::exchange(piece, {});
  }
  STATOR_CHECK(pieces == whole);
  const auto document = CborDocument::parse(whole);
  STATOR_CHECK(document.ok());
  Tree again;
  STATOR_CHECK(document->read(kTree, &again).ok());
  STATOR_CHECK(written(again) == whole && as_json(again) == as_json(tree));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::string_view rest = input;
  const bool well_formed = skip_cbor_item(&rest) && rest.empty();
  const auto item = Parser(input).parse();
  STATOR_CHECK(item.has_value() == well_formed);

  const auto document = CborDocument::parse(input);
  const bool is_map = item && item->major == CborMajor::kMap;
  STATOR_CHECK(document.ok() == (is_map || input.empty()));
  if (!document.ok() || input.empty()) return 0;

  Tree tree, expected;
  const auto done = document->read(kTree, &tree);
  std::string json;
  bool expected_done = append_structure(kTree, *item, &json);
  if (expected_done) {
    const auto expected_document = JsonDocument::parse(json);
    STATOR_CHECK(expected_document.ok());
    expected_done = expected_document->read(kTree, &expected).ok();
  }
  STATOR_CHECK(done.ok() == expected_done);
  if (!done.ok()) {
    STATOR_CHECK(stator::base::valid_utf8(done.error().message));
    return 0;
  }
  STATOR_CHECK(as_json(tree) == as_json(expected) && written(tree) == written(expected));
  check_round_trip(tree);
  return 0;
}
