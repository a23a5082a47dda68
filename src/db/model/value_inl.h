// Inline part of value.h: what the walk over an item consists of. Include value.h instead.
#pragma once

#include "db/model/value.h"
#include "db/model/value_encoding.h"

namespace stator::db::model {

namespace encoding {

// The first byte behind the value that begins at `at`.
inline const char* skip_value(const char* at) {
  switch (static_cast<Type>(tag_at(at) - kTagBase)) {
    case Type::kS:
    case Type::kB: {
      ++at;
      const std::uint32_t length = read_varint(&at);
      return at + length;
    }
    case Type::kN:
      return at + 2 + static_cast<unsigned char>(at[1]);
    case Type::kBool:
      return at + 2;
    case Type::kNull:
      return at + 1;
    default:
      return at + kContainerHeader + load_u32(at + 1);
  }
}

inline std::string_view read_name(const char** at) {
  const std::uint32_t length = read_varint(at);
  const std::string_view name(*at, length);
  *at += length;
  return name;
}

}  // namespace encoding

inline Type ValueView::type() const {
  return static_cast<Type>(encoding::tag_at(bytes_.data()) - encoding::kTagBase);
}

inline std::string_view ValueView::text() const {
  const char* at = bytes_.data() + 1;
  const std::uint32_t length = encoding::read_varint(&at);
  return {at, length};
}

inline std::string_view ValueView::ordered() const { return bytes_.substr(2); }

inline bool ValueView::boolean() const { return bytes_[1] != 0; }

inline std::size_t ValueView::count() const { return encoding::load_u32(bytes_.data() + 5); }

inline MapView ValueView::map() const { return MapView(bytes_); }

inline ElementRange ValueView::elements() const {
  return {bytes_.data() + encoding::kContainerHeader, bytes_.data() + bytes_.size()};
}

inline ValueView ElementRange::Iterator::operator*() const {
  return ValueView({at_, static_cast<std::size_t>(encoding::skip_value(at_) - at_)});
}

inline ElementRange::Iterator& ElementRange::Iterator::operator++() {
  at_ = encoding::skip_value(at_);
  return *this;
}

inline Attribute MapView::Iterator::operator*() const {
  const char* at = at_;
  const std::string_view name = encoding::read_name(&at);
  return {name, ValueView({at, static_cast<std::size_t>(encoding::skip_value(at) - at)})};
}

inline MapView::Iterator& MapView::Iterator::operator++() {
  encoding::read_name(&at_);
  at_ = encoding::skip_value(at_);
  return *this;
}

inline std::size_t MapView::count() const {
  return bytes_.empty() ? 0 : encoding::load_u32(bytes_.data() + 5);
}

inline MapView::Iterator MapView::begin() const {
  return Iterator(bytes_.empty() ? nullptr : bytes_.data() + encoding::kContainerHeader);
}

inline MapView::Iterator MapView::end() const {
  return Iterator(bytes_.empty() ? nullptr : bytes_.data() + bytes_.size());
}

}  // namespace stator::db::model
