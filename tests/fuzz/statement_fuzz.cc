// Any text as a PartiQL statement, with two parameters: it is refused with a message, or bound to a table;
// and any text as a NextToken.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "db/model/value_writer.h"
#include "db/statement/page_token.h"
#include "db/statement/parser.h"
#include "db/statement/select.h"
#include "db/statement/write.h"
#include "fuzz_input.h"

using namespace stator::db;
using namespace stator::db::statement;

namespace {

std::string make_item() {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("pk");
  writer.string("a");
  writer.name("sk");
  writer.number(model::Number::from_int(1));
  writer.end_map();
  return out;
}

table::TableSchema make_table() {
  table::TableSchema table;
  table.name = "t";
  table.keys = {{{"pk", model::Type::kS}}, {{"sk", model::Type::kN}}};
  return table;
}

void bind(const Statement& statement, model::ItemView item) {
  static const table::TableSchema table = make_table();
  if (const auto* select = std::get_if<Select>(&statement)) {
    const auto bound = BoundSelect::bind(*select, table);
    if (!bound.ok()) return;
    const auto row = bound->row(item);
    if (row) STATOR_CHECK(model::valid(*row));
    return;
  }
  const auto bound = BoundWrite::bind(statement, table);
  if (!bound.ok()) return;
  if ((*bound)->is_insert()) STATOR_CHECK(model::valid((*bound)->item_or_key().bytes()));
  if (const auto* update = std::get_if<Update>(&statement)) {
    const auto updated = expression::Update(update->plan).apply(item);
    STATOR_CHECK(!updated.ok() || model::valid(*updated));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string item = make_item();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!stator::base::valid_utf8(text)) return 0;  // JSON brings nothing else
  const std::vector<std::string_view> parameters = {item, model::ItemView(item).find("pk")->bytes()};
  for (std::size_t count = 0; count <= parameters.size(); ++count) {
    const auto statement = parse(text, std::span(parameters).first(count));
    if (!statement.ok()) {
      STATOR_CHECK(stator::fuzz::is_message(statement.error().message, text));
      continue;
    }
    STATOR_CHECK(size <= kMaxStatementBytes);
    bind(*statement, model::ItemView(item));
  }
  const auto position = read_page_token(text, 0);
  STATOR_CHECK(!position.ok() || position->key.empty() || model::valid(position->key));
  return 0;
}
