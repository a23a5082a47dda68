#include "messages/catalogue.h"

// All of DynamoDB in one place, so that two messages of one name do not compile.
#include "messages/dynamodb.h"
#include "messages/expressions.h"
#include "messages/requests.h"
#include "messages/statements.h"
#include "messages/streams.h"
#include "messages/tables.h"
#include "messages/values.h"

namespace stator::messages {
namespace {

// Not constant, so that calling it from a constant does not compile: its name is the error.
void a_message_needs_a_date_and_a_source() {}

consteval bool is_date(std::string_view date) {
  if (date.size() != 4 && date.size() != 7) return false;
  for (std::size_t i = 0; i < date.size(); ++i)
    if (i == 4 ? date[i] != '-' : date[i] < '0' || date[i] > '9') return false;
  return true;
}

consteval Origin checked(const Origin& origin, bool needs_where) {
  if (!is_date(origin.date) || (needs_where && origin.where.empty())) a_message_needs_a_date_and_a_source();
  return origin;
}

consteval Origin seen(std::string_view date, std::string_view where) {
  return checked({Evidence::kSeen, date, where}, true);
}
consteval Origin documented(std::string_view date, std::string_view where) {
  return checked({Evidence::kDocumented, date, where}, true);
}
consteval Origin known(std::string_view date) { return checked({Evidence::kKnown, date, {}}, false); }
consteval Origin assumed(std::string_view date) { return checked({Evidence::kAssumed, date, {}}, false); }
consteval Origin own() { return {}; }

// A section begins with a row without a name, which has its title.
constexpr Message kRows[] = {
#define SECTION(title) {{}, title, {}},
#define MESSAGE(name, origin, text) {#name, text, origin},
#include "messages/access.inc"
#include "messages/alarms.inc"
#include "messages/cloudwatch.inc"
#include "messages/dashboards.inc"
#include "messages/dynamodb.inc"
#include "messages/expressions.inc"
#include "messages/filter_patterns.inc"
#include "messages/iam.inc"
#include "messages/lambda.inc"
#include "messages/logs.inc"
#include "messages/metric_math.inc"
#include "messages/policies.inc"
#include "messages/requests.inc"
#include "messages/s3.inc"
#include "messages/statements.inc"
#include "messages/streams.inc"
#include "messages/sts.inc"
#include "messages/tables.inc"
#include "messages/values.inc"
#undef MESSAGE
#undef SECTION
};

}  // namespace

std::vector<Section> catalogue() {
  std::vector<Section> sections;
  for (const Message& row : kRows) {
    if (row.name.empty())
      sections.push_back({row.text, {}});
    else
      sections.back().messages.push_back(row);
  }
  return sections;
}

}  // namespace stator::messages
