// An immutable string whose copies share its bytes where they are many: 4 KB of expression can name a value
// of 400 KB a thousand times. A short one is kept in place.
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace stator::db::expression {

class SharedString {
 public:
  // Above it bytes are shared. Few strings are that long: most get by without a counter of their own.
  static constexpr std::size_t kMaxOwnBytes = 64;

  SharedString() = default;
  SharedString(std::string text) {  // implicit: it stands for the text
    if (text.size() > kMaxOwnBytes)
      state_ = std::make_shared<const std::string>(std::move(text));
    else
      state_ = std::move(text);
  }
  SharedString(const char* text)  // for literals
      : SharedString(std::string(text)) {}

  const std::string& operator*() const {
    const auto* shared = std::get_if<Shared>(&state_);
    return shared != nullptr ? **shared : *std::get_if<std::string>(&state_);
  }
  const std::string* operator->() const { return &**this; }

  friend bool operator==(const SharedString& a, const SharedString& b) { return &*a == &*b || *a == *b; }
  friend std::strong_ordering operator<=>(const SharedString& a, const SharedString& b) {
    return &*a == &*b ? std::strong_ordering::equal : *a <=> *b;
  }

 private:
  using Shared = std::shared_ptr<const std::string>;

  std::variant<std::string, Shared> state_;
};

}  // namespace stator::db::expression
