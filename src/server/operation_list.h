// Every operation of DynamoDB and DynamoDB Streams, and whether it is there: what `stator operations` prints.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stator::server {

// Operations that belong together.
struct OperationGroup {
  std::string_view service;
  std::span<const std::string_view> names;
  std::string_view remark;  // on those that are there
};

// All that the SDKs of 2026-11 know.
std::span<const OperationGroup> operation_groups();

// Whether the service's table of operations has it.
bool is_there(std::string_view service, std::string_view operation);

// A Markdown table of the groups, each split into what is there and what is not.
std::string operation_list();

}  // namespace stator::server
