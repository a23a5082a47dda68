// Any text as each kind of expression: it is refused with a message of its kind, or evaluated on an item, and
// what comes out is well formed. The first byte chooses the kind.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/expression/update.h"
#include "db/model/value_writer.h"
#include "fuzz_input.h"

using namespace stator::db;
using namespace stator::db::expression;

namespace {

// {a: 1, l: ['x', ['x']], m: {k: 's'}, s: <'x', 'y'>}
std::string make_item() {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("a");
  writer.number(model::Number::from_int(1));
  writer.name("l");
  writer.begin_list();
  writer.string("x");
  writer.begin_list();
  writer.string("x");
  writer.end_list();
  writer.end_list();
  writer.name("m");
  writer.begin_map();
  writer.name("k");
  writer.string("s");
  writer.end_map();
  writer.name("s");
  writer.begin_set(model::Type::kSs);
  writer.string("x");
  writer.string("y");
  writer.end_set();
  writer.end_map();
  return out;
}

std::string scalar(std::string_view text) {
  std::string out;
  model::ValueWriter(&out).string(text);
  return out;
}

std::string number(std::int64_t value) {
  std::string out;
  model::ValueWriter(&out).number(model::Number::from_int(value));
  return out;
}

Placeholders make_placeholders(const std::string& item) {
  const model::ItemView view(item);
  return Placeholders({{"#a", "a", false}, {"#m", "m", false}},
                      {{":l", std::string(view.find("l")->bytes()), false},
                       {":m", std::string(view.find("m")->bytes()), false},
                       {":n", number(7), false},
                       {":s", scalar("x"), false},
                       {":ss", std::string(view.find("s")->bytes()), false},
                       {":t", scalar("SS"), false}});
}

void check_refusal(const Error& error, Kind kind, std::string_view text) {
  STATOR_CHECK(error.kind == ErrorKind::kValidation);
  const std::string prefix = "Invalid " + std::string(kind_name(kind)) + ": ";
  STATOR_CHECK(error.message.starts_with(prefix) || error.message == "Query key condition not supported");
  STATOR_CHECK(stator::fuzz::is_message(error.message, text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string item = make_item();
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Placeholders placeholders = make_placeholders(item);
  const model::ItemView view(item);
  std::string out;
  const auto kind = static_cast<Kind>(data[0] % 5);
  switch (kind) {
    case Kind::kCondition:
    case Kind::kFilter: {
      auto parsed = Condition::parse(kind, text, placeholders);
      if (!parsed.ok()) return check_refusal(parsed.error(), kind, text), 0;
      STATOR_CHECK(parsed->matches(view) == parsed->matches(view));
      parsed->matches(model::ItemView());
      return 0;
    }
    case Kind::kKeyCondition: {
      auto parsed = KeyCondition::parse(text, placeholders);
      if (!parsed.ok()) return check_refusal(parsed.error(), kind, text), 0;
      const auto bound = parsed->bind({{{"a", model::Type::kS}}, {{"m", model::Type::kN}}});
      if (bound.ok()) STATOR_CHECK(bound->partition.size() == 1 && bound->sort_equal.size() <= 1);
      return 0;
    }
    case Kind::kProjection: {
      auto parsed = Projection::parse(text, placeholders);
      if (!parsed.ok()) return check_refusal(parsed.error(), kind, text), 0;
      parsed->project(view, &out);
      STATOR_CHECK(model::valid(out) && out.size() <= item.size());
      return 0;
    }
    case Kind::kUpdate: {
      auto parsed = Update::parse(text, placeholders);
      if (!parsed.ok()) return check_refusal(parsed.error(), kind, text), 0;
      const auto result = parsed->apply(view);
      STATOR_CHECK(!result.ok() || model::valid(*result));
      return 0;
    }
  }
  return 0;
}
