// Update plans applied to an encoded item (rules 72-76). First every action is evaluated against the item as
// it was; then the new item is written in one walk over the old one, so list indices mean the old list for
// all actions.
#include <forward_list>
#include <span>

#include "db/expression/ast.h"
#include "db/expression/attribute_lookup.h"
#include "db/expression/update.h"
#include "db/model/value_writer.h"
#include "messages/expressions.h"
#include "messages/tables.h"
#include "messages/values.h"

namespace stator::db::expression {
namespace {

using model::ItemView;
using model::MapView;
using model::Type;
using model::ValueView;
using model::ValueWriter;

// No item holds values that take more than this: encoded, a value has less than four times the bytes that
// count for the size of its item. 4 KB of list_append could otherwise ask for any amount.
constexpr std::size_t kMaxGrowthBytes = 4 * model::kMaxItemBytes;

Error error(std::string_view message) { return validation_error(std::string(message)); }

// What an action comes to.
struct Effect {
  const Path* path;
  std::optional<ValueView> value;  // nothing: remove
};

class Application {
 public:
  Application(const UpdatePlan& plan, ItemView base)
      : plan_(plan), base_(base), lookup_(base, plan.lookups) {}

  Result<std::string> run() {
    std::vector<std::optional<Effect>> effects(plan_.actions.size());
    std::size_t growth = 0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      STATOR_ASSIGN(effects[i], evaluate_action(plan_.actions[i], plan_.paths[i]));
      if (effects[i] && effects[i]->value) growth += effects[i]->value->bytes().size();
      if (growth > kMaxGrowthBytes) return error(messages::kUpdatedItemTooLarge);
    }
    std::size_t size = base_.bytes().size() + 16;
    std::vector<Effect> ordered;
    ordered.reserve(effects.size());
    for (const std::uint32_t i : plan_.order) {
      if (!effects[i]) continue;
      ordered.push_back(*effects[i]);
      size += effects[i]->value ? effects[i]->value->bytes().size() + effects[i]->path->root().size() + 8 : 0;
    }
    std::string out;
    out.reserve(size);
    ValueWriter writer(&out);
    write_map(base_, ordered, 0, &writer);
    return out;
  }

 private:
  // ---- evaluation

  // Finds the value at `path` if there is one. Its parent must be there and be a map or list, as the path
  // says.
  Result<std::optional<ValueView>> find_target(const Path& path) const {
    std::optional<ValueView> found = lookup_.find_root(path);
    for (std::size_t i = 1; i < path.elements.size(); ++i) {
      const bool named = std::holds_alternative<SharedString>(path.elements[i]);
      if (!found || found->type() != (named ? Type::kM : Type::kL))
        return error(messages::kPathInvalidForUpdate);
      found = lookup_.find_child(*found, path.elements[i]);
    }
    return found;
  }

  Result<std::optional<Effect>> evaluate_action(const UpdateAction& action, const Path& path) {
    std::optional<ValueView> value;
    if (action.kind == UpdateActionKind::kSet) {
      STATOR_ASSIGN(value, evaluate(action.operand));
    }
    STATOR_ASSIGN(const std::optional<ValueView> old, find_target(path));
    std::optional<Effect> effect;
    switch (action.kind) {
      case UpdateActionKind::kSet:
        if (path.elements.size() - 1 + static_cast<std::size_t>(nesting_depth(*value)) >
            model::kMaxNestingDepth)
          return error(messages::kNestingTooDeep);
        break;
      case UpdateActionKind::kRemove:
        if (!old) return effect;
        break;
      case UpdateActionKind::kAdd: {
        STATOR_ASSIGN(value, add(old, ValueView(*action.operand.value)));
        break;
      }
      case UpdateActionKind::kDelete: {
        if (!old) return effect;
        STATOR_ASSIGN(value, subtract_set(*old, ValueView(*action.operand.value)));
        break;
      }
    }
    effect = Effect{&path, value};
    return effect;
  }

  Result<ValueView> evaluate(const UpdateOperand& operand) {
    switch (operand.kind) {
      case UpdateOperand::Kind::kValue:
        return ValueView(*operand.value);
      case UpdateOperand::Kind::kPath: {
        const auto found = lookup_.find(operand.path);
        if (!found) return error(messages::kAttributeMissing);
        return *found;
      }
      case UpdateOperand::Kind::kIfNotExists: {
        const auto found = lookup_.find(operand.path);
        if (found) return *found;
        return evaluate(operand.arguments[0]);
      }
      case UpdateOperand::Kind::kListAppend:
      case UpdateOperand::Kind::kAdd:
      case UpdateOperand::Kind::kSubtract:
        break;
    }
    STATOR_ASSIGN(const ValueView left, evaluate(operand.arguments[0]));
    STATOR_ASSIGN(const ValueView right, evaluate(operand.arguments[1]));
    if (operand.kind == UpdateOperand::Kind::kListAppend) return append_lists(left, right);
    if (left.type() != Type::kN || right.type() != Type::kN) return error(messages::kOperandTypeAtRun);
    return arithmetic(operand.kind == UpdateOperand::Kind::kAdd, left, right);
  }

  Result<ValueView> arithmetic(bool plus, const ValueView& left, const ValueView& right) {
    const model::Number a = left.number();
    const model::Number b = right.number();
    const auto result = plus ? model::add(a, b) : model::subtract(a, b);
    if (!result.ok()) return validation_error(model::number_error_message(result.error(), {}));
    std::string& out = computed_.emplace_front();
    ValueWriter(&out).number(*result);
    return ValueView(out);
  }

  Result<ValueView> append_lists(const ValueView& left, const ValueView& right) {
    if (left.type() != Type::kL || right.type() != Type::kL) return error(messages::kOperandTypeAtRun);
    if (left.bytes().size() + right.bytes().size() > kMaxGrowthBytes)
      return error(messages::kUpdatedItemTooLarge);
    std::string& out = computed_.emplace_front();
    ValueWriter writer(&out);
    writer.begin_list();
    for (const ValueView element : left.elements()) writer.value(element);
    for (const ValueView element : right.elements()) writer.value(element);
    writer.end_list();
    return ValueView(out);
  }

  Error wrong_type() const {
    return error(plan_.legacy ? messages::kLegacyOperandType : messages::kOperandTypeAtRun);
  }

  Result<std::optional<ValueView>> add(const std::optional<ValueView>& old, const ValueView& value) {
    if (!old) return std::optional(value);
    if (old->type() != value.type()) return wrong_type();
    if (value.type() == Type::kN) {
      STATOR_ASSIGN(const ValueView sum, arithmetic(true, *old, value));
      return std::optional(sum);
    }
    // Only AttributeUpdates can add a list: it is appended.
    if (value.type() == Type::kL) {
      STATOR_ASSIGN(const ValueView list, append_lists(*old, value));
      return std::optional(list);
    }
    return merge_sets(*old, value, true);
  }

  Result<std::optional<ValueView>> subtract_set(const ValueView& old, const ValueView& value) {
    if (old.type() != value.type()) return wrong_type();
    return merge_sets(old, value, false);
  }

  // Union, or difference (nothing when no element is left: there are no empty sets). Both sets are sorted.
  std::optional<ValueView> merge_sets(const ValueView& a, const ValueView& b, bool keep_b) {
    const auto a_elements = a.elements();
    const auto b_elements = b.elements();
    auto in_b = b_elements.begin();
    std::size_t kept = 0;
    std::string& out = computed_.emplace_front();
    ValueWriter writer(&out);
    writer.begin_set(a.type());
    const auto keep = [&](const ValueView& element) {
      writer.value(element);
      ++kept;
    };
    for (const ValueView element : a_elements) {
      for (; in_b != b_elements.end() && *compare(*in_b, element) < 0; ++in_b)
        if (keep_b) keep(*in_b);
      const bool in_both = in_b != b_elements.end() && *in_b == element;
      if (in_both) ++in_b;
      if (keep_b || !in_both) keep(element);
    }
    for (; keep_b && in_b != b_elements.end(); ++in_b) keep(*in_b);
    writer.end_set();
    if (kept == 0) return std::nullopt;
    return ValueView(out);
  }

  // ---- writing. `effects` are those below one node of the old item, in the order of their paths; the node
  // is `depth` elements down.

  static std::size_t group_size(std::span<const Effect> effects, std::size_t depth) {
    std::size_t size = 1;
    while (size < effects.size() && effects[size].path->elements[depth] == effects[0].path->elements[depth])
      ++size;
    return size;
  }
  static bool ends_at(const Effect& effect, std::size_t depth) {
    return effect.path->elements.size() == depth;
  }

  static void write_node(const ValueView& node, std::span<const Effect> effects, std::size_t depth,
                         ValueWriter* writer) {
    if (node.type() == Type::kM) return write_map(node.map(), effects, depth, writer);
    write_list(node, effects, depth, writer);
  }

  static void write_map(MapView map, std::span<const Effect> effects, std::size_t depth,
                        ValueWriter* writer) {
    writer->begin_map();
    auto member = map.begin();
    const auto write_old = [&] {
      writer->name((*member).name);
      writer->value((*member).value);
      ++member;
    };
    while (!effects.empty()) {
      const std::string& name = *std::get<SharedString>(effects.front().path->elements[depth]);
      while (member != map.end() && (*member).name < name) write_old();
      const Effect& first = effects.front();
      const std::size_t count = group_size(effects, depth);
      if (!ends_at(first, depth + 1)) {
        writer->name(name);
        write_node((*member).value, effects.first(count), depth + 1, writer);
      } else if (first.value) {
        writer->name(name);
        writer->value(*first.value);
      }
      if (member != map.end() && (*member).name == name) ++member;
      effects = effects.subspan(count);
    }
    while (member != map.end()) write_old();
    writer->end_map();
  }

  // Values for indices beyond the end are appended in the order of their indices.
  static void write_list(const ValueView& list, std::span<const Effect> effects, std::size_t depth,
                         ValueWriter* writer) {
    writer->begin_list();
    std::uint32_t index = 0;
    for (const ValueView element : list.elements()) {
      const bool untouched =
          effects.empty() || std::get<std::uint32_t>(effects.front().path->elements[depth]) != index;
      ++index;
      if (untouched) {
        writer->value(element);
        continue;
      }
      const Effect& first = effects.front();
      const std::size_t count = group_size(effects, depth);
      if (!ends_at(first, depth + 1))
        write_node(element, effects.first(count), depth + 1, writer);
      else if (first.value)
        writer->value(*first.value);
      effects = effects.subspan(count);
    }
    for (const Effect& effect : effects) writer->value(*effect.value);
    writer->end_list();
  }

  const UpdatePlan& plan_;
  ItemView base_;
  AttributeLookup lookup_;
  std::forward_list<std::string> computed_;  // values that effects refer to
};

std::size_t count_actions(const UpdatePlan& plan, bool removing) {
  std::size_t count = 0;
  for (const UpdateAction& action : plan.actions)
    count += (action.kind == UpdateActionKind::kRemove) == removing;
  return count;
}

}  // namespace

Update::Update(std::shared_ptr<const UpdatePlan> plan) : plan_(std::move(plan)) {}

Result<std::string> Update::apply(ItemView base) const { return Application(*plan_, base).run(); }

const std::vector<Path>& Update::paths() const { return plan_->paths; }

bool Update::removes_only() const {
  for (const UpdateAction& action : plan_->actions)
    if (action.kind == UpdateActionKind::kSet || action.kind == UpdateActionKind::kAdd) return false;
  return true;
}

std::size_t Update::writing_actions() const { return count_actions(*plan_, false); }
std::size_t Update::removing_actions() const { return count_actions(*plan_, true); }

}  // namespace stator::db::expression
