// The way through a typed value by its shape, which the writers of all formats take. Pure; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "aws/protocol/shape.h"
#include "base/check.h"

namespace stator::aws::protocol {

// Writes the members that are there, some of them at a time: a large response must not hold up others.
//
// Writer derives from it and has (a friend will do), for the format:
//   void open(Level& container)           before what is in it, and close() behind that
//   void close(const Level& container)
//   void before(const Level& container)   before a value in it, and after() behind that
//   void after(const Level& container)
//   void scalar(const Shape&, const void* value)
template <typename Writer>
class ShapeWalk {
 public:
  // Goes on until the text has at least `size` bytes; a value of foreign kind is always written whole. True:
  // everything is written.
  bool write(std::size_t size) {
    limit_ = size;
    while (depth_ > 0) {
      if (out_->size() >= size) return false;
      step();
    }
    return true;
  }

 protected:
  // A structure, list or map that is open.
  struct Level {
    Kind kind = Kind::kStructure;
    const Structure* structure = nullptr;  // of a structure
    const Shape* shape = nullptr;          // of a list or map
    const void* value = nullptr;
    std::size_t next = 0;   // of its members, elements or entries
    std::size_t count = 0;  // of those that are begun
    std::string_view name;  // the member or key of the last one
    std::size_t begin = 0;  // for the writer
  };

  explicit ShapeWalk(std::string* out) : out_(out) {}

  // The value to be written, once. It, its shape and the text live until everything is.
  void begin(const Structure& structure, const void* value) {
    enter({.structure = &structure, .value = value});
  }

  std::string* const out_;
  std::size_t limit_ = 0;  // of the running write()

 private:
  // Shapes are finite, and none of them contains itself.
  static constexpr std::size_t kMaxDepth = 16;

  struct Child {
    const Shape* shape = nullptr;
    const void* value = nullptr;  // nullptr: there is no other one
  };

  Writer& writer() { return static_cast<Writer&>(*this); }

  void step() {
    Level& top = levels_[depth_ - 1];
    const Child child = next_child(top);
    if (child.value == nullptr) return leave();
    ++top.count;
    writer().before(top);
    if (child.shape->kind == Kind::kStructure) {
      enter({.structure = child.shape->structure, .value = child.value});
    } else if (child.shape->kind == Kind::kList || child.shape->kind == Kind::kMap) {
      enter({.kind = child.shape->kind, .shape = child.shape, .value = child.value});
    } else {
      writer().scalar(*child.shape, child.value);
      writer().after(top);
    }
  }

  static Child next_child(Level& level) {
    if (level.kind == Kind::kStructure) return next_member(level);
    const Shape& shape = *level.shape;
    if (level.kind == Kind::kList) {
      if (level.next == shape.list->size(level.value)) return {};
      return {shape.element, shape.list->at(level.value, level.next++)};
    }
    if (level.next == shape.map->size(level.value)) return {};
    return {shape.element, shape.map->at(level.value, level.next++, &level.name)};
  }

  // That is there.
  static Child next_member(Level& level) {
    const auto& members = level.structure->members;
    while (level.next < members.size()) {
      const Member& member = members[level.next++];
      level.name = member.name;
      if (const void* field = member.get(level.value)) return {member.shape, field};
    }
    return {};
  }

  void enter(const Level& level) {
    STATOR_CHECK(depth_ < kMaxDepth);
    writer().open(levels_[depth_++] = level);
  }

  void leave() {
    writer().close(levels_[--depth_]);
    if (depth_ > 0) writer().after(levels_[depth_ - 1]);
  }

  std::size_t depth_ = 0;
  std::array<Level, kMaxDepth> levels_;
};

}  // namespace stator::aws::protocol
