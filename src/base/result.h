// A value or an error. Errors are values in this project: functions that can fail return Result<T, E>,
// never throw. Not thread-safe, like any value.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"

namespace stator::base {

// What an operation without a value returns when it succeeds.
struct Ok {};

template <typename T, typename E>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<std::remove_cv_t<T>, E>, "value and error need distinct types");

 public:
  using value_type = T;
  using error_type = E;

  // Implicit from either side, so that `return value;` and `return error;` both read naturally.
  template <typename U>
  requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
           !std::is_same_v<std::remove_cvref_t<U>, E>) Result(U&& value)
      : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    STATOR_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    STATOR_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    STATOR_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  E& error() & {
    STATOR_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }
  const E& error() const& {
    STATOR_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }
  E&& error() && {
    STATOR_CHECK(!ok());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, E> state_;
};

}  // namespace stator::base

#define STATOR_CONCAT_INNER(a, b) a##b
#define STATOR_CONCAT(a, b) STATOR_CONCAT_INNER(a, b)

// STATOR_ASSIGN(auto x, f());   x = the value of f(), or return its error from a plain function.
#define STATOR_ASSIGN(lhs, expression) \
  STATOR_ASSIGN_IMPL(STATOR_CONCAT(stator_result_, __LINE__), lhs, expression, return )
// The same inside a coroutine.
#define STATOR_CO_ASSIGN(lhs, expression) \
  STATOR_ASSIGN_IMPL(STATOR_CONCAT(stator_result_, __LINE__), lhs, expression, co_return )
#define STATOR_ASSIGN_IMPL(tmp, lhs, expression, ret) \
  auto tmp = (expression);                            \
  if (!tmp.ok()) ret std::move(tmp).error();          \
  lhs = std::move(tmp).value()

// STATOR_TRY(f());   return f()'s error, or go on; the value is dropped.
#define STATOR_TRY(expression) STATOR_TRY_IMPL(STATOR_CONCAT(stator_result_, __LINE__), expression, return )
#define STATOR_CO_TRY(expression) \
  STATOR_TRY_IMPL(STATOR_CONCAT(stator_result_, __LINE__), expression, co_return )
#define STATOR_TRY_IMPL(tmp, expression, ret) \
  auto tmp = (expression);                    \
  if (!tmp.ok()) ret std::move(tmp).error()
