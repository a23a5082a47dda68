#include "db/model/value.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "db/model/type_name.h"

namespace stator::db::model {
namespace {

constexpr std::array<std::string_view, 10> kTypeNames = {"S", "N", "B",  "BOOL", "NULL",
                                                         "M", "L", "SS", "NS",   "BS"};

constexpr std::size_t kDocumentOverhead = 3;  // of a list or map, rule 30
constexpr std::size_t kElementOverhead = 1;   // of each of their elements

// What has been counted up to a place in an encoding.
struct Counted {
  const char* at;
  std::size_t size;
};

Counted count_container(Counted counted);

inline Counted count_text(Counted counted) {
  const std::uint32_t length = encoding::read_varint(&counted.at);
  return {counted.at + length, counted.size + length};
}

// Adds the value that begins here, and goes behind it.
[[gnu::always_inline]] inline Counted count_value(Counted counted) {
  switch (static_cast<Type>(encoding::tag_at(counted.at) - encoding::kTagBase)) {
    case Type::kS:
    case Type::kB:
      return count_text({counted.at + 1, counted.size});
    case Type::kN: {
      const std::size_t length = static_cast<unsigned char>(counted.at[1]);
      return {counted.at + 2 + length, counted.size + Number::ordered_size_bytes({counted.at + 2, length})};
    }
    case Type::kBool:
      return {counted.at + 2, counted.size + 1};
    case Type::kNull:
      return {counted.at + 1, counted.size + 1};
    default:
      return count_container(counted);
  }
}

template <bool kNamed>
Counted count_all(Counted counted, std::size_t overhead_of_each) {
  const char* const end = counted.at + encoding::kContainerHeader + encoding::load_u32(counted.at + 1);
  counted.at += encoding::kContainerHeader;
  while (counted.at != end) {
    if (kNamed) counted = count_text(counted);
    counted = count_value(counted);
    counted.size += overhead_of_each;
  }
  return counted;
}

Counted count_container(Counted counted) {
  switch (static_cast<Type>(encoding::tag_at(counted.at) - encoding::kTagBase)) {
    case Type::kM:
      return count_all<true>({counted.at, counted.size + kDocumentOverhead}, kElementOverhead);
    case Type::kL:
      return count_all<false>({counted.at, counted.size + kDocumentOverhead}, kElementOverhead);
    default:
      return count_all<false>(counted, 0);
  }
}

// Reads bytes of unknown origin from the front.
class Checker {
 public:
  explicit Checker(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool done() const { return at_ == end_; }

  // `depth`: how many levels this value may have.
  bool value(int depth) {
    if (depth == 0 || left() < 1) return false;
    const unsigned char tag = encoding::tag_at(at_);
    if (tag < encoding::kTagBase || tag - encoding::kTagBase > static_cast<int>(Type::kBs)) return false;
    const auto type = static_cast<Type>(tag - encoding::kTagBase);
    if (type >= Type::kM) return container(type, depth);
    ++at_;
    return scalar(type);
  }

 private:
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  // The shortest form only.
  bool varint(std::uint32_t* out) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < encoding::kMaxVarint && at_ != end_; ++i) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if (byte >= 0x80) continue;
      *out = static_cast<std::uint32_t>(value);
      return value <= UINT32_MAX && (byte != 0 || i == 0);
    }
    return false;
  }

  bool text(std::string_view* out) {
    std::uint32_t length = 0;
    if (!varint(&length) || length > left()) return false;
    *out = {at_, length};
    at_ += length;
    return true;
  }

  bool scalar(Type type) {
    std::string_view payload;
    switch (type) {
      case Type::kS:
        return text(&payload) && base::valid_utf8(payload);
      case Type::kB:
        return text(&payload);
      case Type::kN: {
        if (left() < 1) return false;
        const std::size_t length = static_cast<unsigned char>(*at_++);
        if (length > left()) return false;
        payload = {at_, length};
        at_ += length;
        Number number;
        return Number::read_ordered(&payload, &number) && payload.empty();
      }
      case Type::kBool:
        if (left() < 1) return false;
        return static_cast<unsigned char>(*at_++) <= 1;
      default:
        return true;  // kNull has no payload
    }
  }

  bool container(Type type, int depth) {
    if (left() < encoding::kContainerHeader) return false;
    const std::uint32_t length = encoding::load_u32(at_ + 1);
    const std::uint32_t count = encoding::load_u32(at_ + 5);
    at_ += encoding::kContainerHeader;
    if (length > left()) return false;
    const char* const outer_end = end_;
    end_ = at_ + length;
    const bool good = type == Type::kM ? members(count, depth) : elements(type, count, depth);
    if (!good || at_ != end_) return false;
    end_ = outer_end;
    return true;
  }

  bool members(std::uint32_t count, int depth) {
    std::optional<std::string_view> previous;
    for (std::uint32_t i = 0; i < count; ++i) {
      std::string_view name;
      if (!text(&name) || !base::valid_utf8(name)) return false;
      if (previous && *previous >= name) return false;
      previous = name;
      if (!value(depth - 1)) return false;
    }
    return true;
  }

  bool elements(Type type, std::uint32_t count, int depth) {
    if (is_set(type) && count == 0) return false;
    std::optional<std::string_view> previous;
    for (std::uint32_t i = 0; i < count; ++i) {
      const char* const start = at_;
      if (!value(type == Type::kL ? depth - 1 : 1)) return false;
      if (type == Type::kL) continue;
      const ValueView element({start, static_cast<std::size_t>(at_ - start)});
      if (element.type() != element_type(type)) return false;
      const std::string_view order = element.type() == Type::kN ? element.ordered() : element.text();
      if (previous && *previous >= order) return false;
      previous = order;
    }
    return true;
  }

  const char* at_;
  const char* end_;
};

}  // namespace

std::string_view type_name(Type type) { return kTypeNames[static_cast<std::size_t>(type)]; }

std::optional<Type> type_from_name(std::string_view name) { return type_named(name); }

Type element_type(Type set) {
  if (set == Type::kSs) return Type::kS;
  return set == Type::kNs ? Type::kN : Type::kB;
}

Number ValueView::number() const {
  std::string_view bytes = ordered();
  Number number;
  Number::read_ordered(&bytes, &number);
  return number;
}

std::optional<ValueView> ValueView::at(std::size_t index) const {
  if (index >= count()) return std::nullopt;
  auto element = elements().begin();
  for (; index > 0; --index) ++element;
  return *element;
}

std::size_t ValueView::size_bytes() const { return count_value({bytes_.data(), 0}).size; }

std::optional<std::strong_ordering> compare(const ValueView& a, const ValueView& b) {
  if (a.type() != b.type()) return std::nullopt;
  if (a.type() == Type::kN) return a.ordered() <=> b.ordered();
  if (a.type() == Type::kS || a.type() == Type::kB) return a.text() <=> b.text();
  return std::nullopt;
}

std::optional<ValueView> MapView::find(std::string_view name) const {
  if (bytes_.empty()) return std::nullopt;
  const auto first_of = [](std::string_view text) {
    return text.empty() ? 0 : static_cast<unsigned char>(text.front());
  };
  const int first = first_of(name);
  const char* at = bytes_.data() + encoding::kContainerHeader;
  for (std::size_t left = count(); left > 0; --left) {
    const std::string_view candidate = encoding::read_name(&at);
    const char* const value = at;
    const int candidate_first = first_of(candidate);
    if (candidate_first > first) return std::nullopt;
    at = encoding::skip_value(value);
    if (candidate_first < first) continue;  // as most of those before it
    const auto order = candidate <=> name;
    if (order == 0) return ValueView({value, static_cast<std::size_t>(at - value)});
    if (order > 0) return std::nullopt;
  }
  return std::nullopt;
}

std::size_t MapView::size_bytes() const {
  return bytes_.empty() ? 0 : count_all<true>({bytes_.data(), 0}, 0).size;
}

int nesting_depth(ValueView value) {
  int deepest = 0;
  if (value.type() == Type::kM) {
    for (const Attribute member : value.map()) deepest = std::max(deepest, nesting_depth(member.value));
  } else if (value.type() == Type::kL) {
    for (const ValueView element : value.elements()) deepest = std::max(deepest, nesting_depth(element));
  }
  return deepest + 1;
}

bool valid(std::string_view encoded) {
  Checker checker(encoded);
  return checker.value(kMaxNestingDepth + 1) && checker.done();  // + 1: the item itself
}

}  // namespace stator::db::model
