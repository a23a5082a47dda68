// A form as browsers send it (application/x-www-form-urlencoded), read into typed requests by their shapes:
// the input of AWS's Query protocol. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// "Name=value&Tags.member.1.Key=a": the fields, in the order of their names.
class Form {
 public:
  static constexpr std::size_t kMaxFields = 50'000;

  // A '%' without two digits behind it stands for itself. Fields beyond kMaxFields are not read.
  explicit Form(std::string_view text);
  bool is_complete() const { return complete_; }

  // Nothing if there is no such field. Of two with one name the first counts.
  std::optional<std::string_view> find(std::string_view name) const;

  // Fills `value`, a struct that `structure` describes: members of a member follow a '.', elements of a list
  // stand under `.member.1` and so on, without gaps, entries of a map under `.entry.1.key` and `.value`.
  // Fields that it does not have are ignored. Errors: SerializationException for a number, boolean or time
  // that is none; the constraints are not checked.
  Result<base::Ok> read(const Structure& structure, void* value) const;

 private:
  // Whether there is a field of this name, or one below it.
  bool has(std::string_view name) const;
  Result<base::Ok> read_structure(const Structure& structure, const std::string& prefix, void* value) const;
  Result<base::Ok> read_value(const Shape& shape, const std::string& name, void* value) const;
  Result<base::Ok> read_list(const Shape& shape, const std::string& name, void* list) const;
  Result<base::Ok> read_map(const Shape& shape, const std::string& name, void* map) const;

  std::vector<std::pair<std::string, std::string>> fields_;
  bool complete_ = true;
};

}  // namespace stator::aws::protocol
