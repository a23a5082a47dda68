#include "db/model/value_writer.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "db/model/value_encoding.h"

namespace stator::db::model {
namespace {

// a < b; most neighbours differ in their first byte.
bool less(std::string_view a, std::string_view b) {
  if (!a.empty() && !b.empty() && a[0] != b[0]) {
    return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
  }
  return a < b;
}

}  // namespace

void ValueWriter::reset(std::string* out) {
  out_.reset(out);
  parts_.clear();
  frames_.clear();
  written_ = false;
}

void ValueWriter::finish_if_done() {
  if (frames_.empty()) out_.finish();
}

// What every value begins with: it must be allowed here.
void ValueWriter::before_value(Type type) {
  if (frames_.empty()) {
    STATOR_CHECK(!written_);
    written_ = true;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.type == Type::kM) {
    STATOR_CHECK(!frame.expects_name);
    frame.expects_name = true;
  } else if (frame.type != Type::kL) {
    STATOR_CHECK(type == element_type(frame.type));
  }
  ++frame.count;
}

// Notes the element of a set, or the member of a map, that begins at `offset`.
void ValueWriter::add_part(std::size_t offset, std::size_t name_offset, std::size_t name_length) {
  Frame& frame = frames_.back();
  parts_.push_back({static_cast<std::uint32_t>(offset), 0, static_cast<std::uint32_t>(name_offset),
                    static_cast<std::uint32_t>(name_length)});
  if (frame.sorted && parts_.size() - frame.first_part > 1) {
    frame.sorted = less(name_of(parts_[parts_.size() - 2]), name_of(parts_.back()));
  }
}

void ValueWriter::text(Type type, std::string_view payload) {
  before_value(type);
  const auto length = static_cast<std::uint32_t>(payload.size());
  const std::size_t offset = out_.size();
  const std::size_t header = 1 + encoding::varint_size(length);
  char* at = out_.extend(header + payload.size());
  *at++ = static_cast<char>(encoding::kTagBase + static_cast<unsigned>(type));
  at = encoding::write_varint(at, length);
  if (!payload.empty()) std::memcpy(at, payload.data(), payload.size());
  if (!frames_.empty() && is_set(frames_.back().type)) add_part(offset, offset + header, payload.size());
  finish_if_done();
}

void ValueWriter::string(std::string_view utf8) { text(Type::kS, utf8); }

void ValueWriter::binary(std::string_view bytes) { text(Type::kB, bytes); }

void ValueWriter::number(const Number& value) {
  before_value(Type::kN);
  const std::size_t offset = out_.size();
  char buffer[2 + Number::kMaxOrderedBytes];
  const std::size_t length = value.write_ordered(buffer + 2);
  buffer[0] = static_cast<char>(encoding::kTagBase + static_cast<unsigned>(Type::kN));
  buffer[1] = static_cast<char>(length);
  out_.append({buffer, 2 + length});
  if (!frames_.empty() && is_set(frames_.back().type)) add_part(offset, offset + 2, length);
  finish_if_done();
}

void ValueWriter::boolean(bool value) {
  before_value(Type::kBool);
  char* at = out_.extend(2);
  at[0] = static_cast<char>(encoding::kTagBase + static_cast<unsigned>(Type::kBool));
  at[1] = value ? 1 : 0;
  finish_if_done();
}

void ValueWriter::null() {
  before_value(Type::kNull);
  *out_.extend(1) = static_cast<char>(encoding::kTagBase + static_cast<unsigned>(Type::kNull));
  finish_if_done();
}

void ValueWriter::value(ValueView encoded) {
  const Type type = encoded.type();
  before_value(type);
  const std::size_t offset = out_.size();
  out_.append(encoded.bytes());
  if (!frames_.empty() && is_set(frames_.back().type)) {
    const std::string_view order = type == Type::kN ? encoded.ordered() : encoded.text();
    add_part(offset, out_.size() - order.size(), order.size());
  }
  finish_if_done();
}

void ValueWriter::begin(Type type) {
  before_value(type);
  if (frames_.capacity() == 0) {
    frames_.reserve(8);
    parts_.reserve(32);
  }
  frames_.push_back({type, true, type == Type::kM, static_cast<std::uint32_t>(out_.size()),
                     static_cast<std::uint32_t>(parts_.size()), 0});
  *out_.extend(encoding::kContainerHeader) =
      static_cast<char>(encoding::kTagBase + static_cast<unsigned>(type));
}

// Fills in the header of the innermost container and leaves it.
void ValueWriter::end() {
  const Frame& frame = frames_.back();
  const std::size_t body = frame.start + encoding::kContainerHeader;
  encoding::store_u32(out_.data() + frame.start + 1, static_cast<std::uint32_t>(out_.size() - body));
  encoding::store_u32(out_.data() + frame.start + 5, frame.count);
  parts_.resize(frame.first_part);
  frames_.pop_back();
  finish_if_done();
}

// Puts the parts of the innermost container in order, in place. Of equal ones the last is kept. False if
// there were equal ones.
bool ValueWriter::sort_parts() {
  Frame& frame = frames_.back();
  if (frame.sorted) return true;
  const auto first = parts_.begin() + frame.first_part;
  const std::uint32_t body = first->offset;
  for (auto part = first; part != parts_.end(); ++part) {
    const std::size_t part_end = part + 1 == parts_.end() ? out_.size() : (part + 1)->offset;
    part->length = static_cast<std::uint32_t>(part_end - part->offset);
  }
  std::sort(first, parts_.end(), [this](const Part& a, const Part& b) {
    const auto order = name_of(a) <=> name_of(b);
    return order != 0 ? order < 0 : a.offset < b.offset;
  });

  scratch_.clear();
  std::uint32_t kept = 0;
  for (auto part = first; part != parts_.end(); ++part) {
    if (part + 1 != parts_.end() && name_of(*part) == name_of(*(part + 1))) continue;
    scratch_.append(out_.data() + part->offset, part->length);
    ++kept;
  }
  std::memcpy(out_.data() + body, scratch_.data(), scratch_.size());
  out_.truncate(body + scratch_.size());
  const bool unique = kept == frame.count;
  frame.count = kept;
  return unique;
}

void ValueWriter::begin_map() { begin(Type::kM); }

void ValueWriter::name(std::string_view utf8) {
  STATOR_CHECK(!frames_.empty() && frames_.back().expects_name);
  frames_.back().expects_name = false;
  const auto length = static_cast<std::uint32_t>(utf8.size());
  const std::size_t offset = out_.size();
  const std::size_t header = encoding::varint_size(length);
  char* at = encoding::write_varint(out_.extend(header + utf8.size()), length);
  if (!utf8.empty()) std::memcpy(at, utf8.data(), utf8.size());
  add_part(offset, offset + header, utf8.size());
}

bool ValueWriter::end_map() {
  STATOR_CHECK(!frames_.empty() && frames_.back().type == Type::kM && frames_.back().expects_name);
  const bool unique = sort_parts();
  end();
  return unique;
}

void ValueWriter::begin_list() { begin(Type::kL); }

void ValueWriter::end_list() {
  STATOR_CHECK(!frames_.empty() && frames_.back().type == Type::kL);
  end();
}

void ValueWriter::begin_set(Type type) {
  STATOR_CHECK(is_set(type));
  begin(type);
}

bool ValueWriter::end_set() {
  STATOR_CHECK(!frames_.empty() && is_set(frames_.back().type));
  const bool unique = sort_parts();
  end();
  return unique;
}

}  // namespace stator::db::model
