// Paths and queries of URIs. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stator::aws::protocol {

// A path template and the labels that a path has in its place: "/a/{Name}/b" and "/a/x%3A1/b" give
// {Name, "x:1"}. A trailing slash does not count. Nothing if they do not fit.
std::optional<std::vector<std::pair<std::string_view, std::string>>> match_path(std::string_view pattern,
                                                                                std::string_view path);

// The parameters of a query in their order, decoded; '+' is a blank. A damaged one is taken as it is.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query);

}  // namespace stator::aws::protocol
