#include "db/expression/placeholders.h"

#include <algorithm>

#include "db/expression/lexer.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;

// Sorted, so that a request with very many placeholders costs no more than its share.
template <typename Entry>
void sort(std::vector<Entry>* entries) {
  std::stable_sort(entries->begin(), entries->end(),
                   [](const Entry& a, const Entry& b) { return a.placeholder < b.placeholder; });
}

template <typename Entry>
Entry* find(std::vector<Entry>* entries, std::string_view placeholder) {
  const auto found =
      std::lower_bound(entries->begin(), entries->end(), placeholder,
                       [](const Entry& entry, std::string_view p) { return entry.placeholder < p; });
  if (found == entries->end() || found->placeholder != placeholder) return nullptr;
  found->used = true;
  return &*found;
}

template <typename Entry>
Result<base::Ok> check_used(const std::vector<Entry>& entries, std::string_view message) {
  std::string unused;
  for (const Entry& entry : entries) {
    if (entry.used) continue;
    if (!unused.empty()) unused += ", ";
    unused += entry.placeholder;
  }
  if (unused.empty()) return base::Ok{};
  const std::string keys = '{' + unused + '}';
  return validation_error(fill(message, {keys}));
}

Result<base::Ok> check_key(std::string_view key, char sigil, std::string_view syntax,
                           std::string_view length) {
  if (!is_placeholder(key, sigil)) return validation_error(fill(syntax, {key}));
  if (key.size() > kMaxPlaceholderBytes) return validation_error(fill(length, {std::to_string(key.size())}));
  return base::Ok{};
}

}  // namespace

Placeholders::Placeholders(std::vector<Name> names, std::vector<Value> values)
    : names_(std::move(names)), values_(std::move(values)) {
  sort(&names_);
  sort(&values_);
}

Result<base::Ok> Placeholders::check_keys() const {
  std::size_t total = 0;
  for (const Name& entry : names_) {
    STATOR_TRY(check_key(entry.placeholder, '#', messages::kNamesInvalidKey, messages::kNamesLongKey));
    if (entry.name->empty() || entry.name->size() > model::kMaxAttributeNameBytes)
      return validation_error(fill(messages::kNamesInvalidValue, {entry.placeholder}));
    total += entry.placeholder.size() + entry.name->size();
  }
  for (const Value& entry : values_) {
    STATOR_TRY(check_key(entry.placeholder, ':', messages::kValuesInvalidKey, messages::kValuesLongKey));
    total += entry.placeholder.size() + model::ValueView(*entry.encoded).size_bytes();
  }
  if (total > kMaxPlaceholderTotalBytes)
    return validation_error(fill(messages::kPlaceholdersSize, {std::to_string(total)}));
  return base::Ok{};
}

const SharedString* Placeholders::name(std::string_view placeholder) {
  const Name* entry = find(&names_, placeholder);
  return entry != nullptr ? &entry->name : nullptr;
}

const SharedString* Placeholders::value(std::string_view placeholder) {
  const Value* entry = find(&values_, placeholder);
  return entry != nullptr ? &entry->encoded : nullptr;
}

Result<base::Ok> Placeholders::check_all_used() const {
  STATOR_TRY(check_used(names_, messages::kNamesUnused));
  STATOR_TRY(check_used(values_, messages::kValuesUnused));
  return base::Ok{};
}

}  // namespace stator::db::expression
