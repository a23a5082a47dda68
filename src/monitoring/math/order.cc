#include "monitoring/math/order.h"

#include <fmt/core.h>

#include <map>
#include <set>

#include "monitoring/math/messages.h"

namespace stator::monitoring::math {

base::Result<std::vector<std::size_t>, OrderError> evaluation_order(std::span<const Query> queries) {
  std::map<std::string_view, std::size_t> index_of;
  for (std::size_t i = 0; i < queries.size(); ++i) index_of.emplace(queries[i].id, i);

  std::vector<std::size_t> missing(queries.size());  // how many are to be evaluated before
  std::vector<std::vector<std::size_t>> users(queries.size());
  std::set<std::size_t> ready;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (queries[i].expression == nullptr) {
      order.push_back(i);
      continue;
    }
    for (const std::string& reference : queries[i].expression->references) {
      const auto found = index_of.find(reference);
      if (found == index_of.end()) {
        return OrderError{i, {MathError::Kind::kUndefined, fmt::format(messages::kUndefinedId, reference)}};
      }
      if (queries[found->second].expression == nullptr) continue;
      ++missing[i];
      users[found->second].push_back(i);
    }
    if (missing[i] == 0) ready.insert(i);
  }
  while (!ready.empty()) {
    const std::size_t next = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(next);
    for (const std::size_t user : users[next])
      if (--missing[user] == 0) ready.insert(user);
  }
  if (order.size() == queries.size()) return order;
  // Those left are in a circle, or refer to one: going on from one of them ends in a circle.
  std::size_t one = 0;
  while (missing[one] == 0) ++one;
  std::set<std::size_t> passed;
  while (passed.insert(one).second) {
    for (const std::string& reference : queries[one].expression->references) {
      const std::size_t next = index_of[reference];
      if (missing[next] == 0) continue;
      one = next;
      break;
    }
  }
  return OrderError{one, {MathError::Kind::kCircular, fmt::format(messages::kCircular, queries[one].id)}};
}

std::string text_of_error(std::string_view id, const MathError& error) {
  return fmt::format(messages::kInExpression, id, error.text);
}

}  // namespace stator::monitoring::math
