#include "aws/protocol/uri.h"

#include <algorithm>

#include "aws/percent.h"

namespace stator::aws::protocol {
namespace {

// Takes the segment at the front off, and the slash behind it.
std::string_view take_segment(std::string_view* path) {
  const std::size_t slash = path->find('/');
  const std::string_view segment = path->substr(0, slash);
  path->remove_prefix(slash == std::string_view::npos ? path->size() : slash + 1);
  return segment;
}

std::string query_text(std::string_view text) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  return percent_decode_strictly(blanks).value_or(std::string(text));
}

}  // namespace

std::optional<std::vector<std::pair<std::string_view, std::string>>> match_path(std::string_view pattern,
                                                                                std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (pattern.size() > 1 && pattern.ends_with('/')) pattern.remove_suffix(1);
  std::vector<std::pair<std::string_view, std::string>> labels;
  if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/'))
    return std::nullopt;
  while (!pattern.empty()) {
    const std::string_view wanted = take_segment(&pattern);
    const std::string_view segment = take_segment(&path);
    if (!wanted.starts_with('{')) {
      if (wanted != segment) return std::nullopt;
      continue;
    }
    auto value = percent_decode_strictly(segment);
    if (!value || value->empty()) return std::nullopt;
    labels.emplace_back(wanted.substr(1, wanted.size() - 2), std::move(*value));
  }
  return labels;
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    parameters.emplace_back(query_text(part.substr(0, equals)), query_text(value));
  }
  return parameters;
}

}  // namespace stator::aws::protocol
