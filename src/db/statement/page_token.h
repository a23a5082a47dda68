// NextToken of ExecuteStatement: where a SELECT goes on, bound to the statement, its parameters and its
// table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "db/model/error.h"

namespace stator::db::statement {

struct PagePosition {
  std::uint32_t partition = 0;  // of those that the WHERE clause names
  std::string key;              // encoded map of the last key read there; empty = its beginning
};

// What a token is bound to.
std::uint64_t statement_hash(std::string_view text, std::span<const std::string_view> parameters,
                             std::string_view table_uuid);

// Printable text.
std::string write_page_token(const PagePosition& position, std::uint64_t hash);
// Errors: kValidation for a token that is damaged, or of another statement.
Result<PagePosition> read_page_token(std::string_view token, std::uint64_t hash);

}  // namespace stator::db::statement
