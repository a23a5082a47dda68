// PartiQL text to a statement.
#pragma once

#include <span>
#include <string_view>

#include "db/model/error.h"
#include "db/statement/ast.h"

namespace stator::db::statement {

inline constexpr std::size_t kMaxStatementBytes = 8192;  // the shape of the request says so, too
inline constexpr std::size_t kMaxInValues = 100;
inline constexpr std::size_t kMaxPartitionInValues = 50;

// `text` is UTF-8. `parameters` are encoded values (value.h), one for each `?` in order. Errors: kValidation.
// Time and memory are bounded by the length of the text and of the parameters.
Result<Statement> parse(std::string_view text, std::span<const std::string_view> parameters);

}  // namespace stator::db::statement
