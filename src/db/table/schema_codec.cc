#include "db/table/schema_codec.h"

#include <type_traits>

#include "db/model/value.h"
#include "db/model/value_writer.h"

namespace stator::db::table {

namespace {

using model::MapView;
using model::Number;
using model::Type;
using model::ValueView;
using model::ValueWriter;

// ---- writing

class Encoder {
 public:
  explicit Encoder(std::string* out) : writer_(out) {}

  void text(std::string_view name, std::string_view value) {
    writer_.name(name);
    writer_.string(value);
  }
  void integer(std::string_view name, std::int64_t value) {
    writer_.name(name);
    writer_.number(Number::from_int(value));
  }
  template <typename E>
  void enumeration(std::string_view name, E value) {
    integer(name, static_cast<std::int64_t>(value));
  }
  void flag(std::string_view name, bool value) {
    writer_.name(name);
    writer_.boolean(value);
  }
  template <typename F>
  void map(std::string_view name, F members) {
    writer_.name(name);
    writer_.begin_map();
    members();
    writer_.end_map();
  }
  template <typename List, typename F>
  void list(std::string_view name, const List& values, F element) {
    writer_.name(name);
    writer_.begin_list();
    for (const auto& value : values) {
      writer_.begin_map();
      element(value);
      writer_.end_map();
    }
    writer_.end_list();
  }

  void key_schema(std::string_view name, const model::KeySchema& schema) {
    auto attribute = [this](const model::KeyAttribute& a) {
      text("name", a.name);
      enumeration("type", a.type);
    };
    map(name, [&] {
      list("partition", schema.partition, attribute);
      list("sort", schema.sort, attribute);
    });
  }
  void throughput(std::string_view name, const Throughput& t) {
    map(name, [&] {
      integer("read", t.read_units);
      integer("write", t.write_units);
      integer("increased", t.last_increase_micros);
      integer("decreased", t.last_decrease_micros);
      integer("decreases", t.decreases_today);
      integer("highest_read", t.highest_read_units);
      integer("highest_write", t.highest_write_units);
    });
  }
  void times(std::string_view name, const std::vector<std::int64_t>& micros) {
    list(name, micros, [this](std::int64_t at) { integer("at", at); });
  }
  void on_demand(std::string_view name, const std::optional<OnDemandThroughput>& t) {
    if (!t) return;
    map(name, [&] {
      integer("read", t->max_read_units);
      integer("write", t->max_write_units);
    });
  }
  void warm(std::string_view name, const WarmThroughput& t) {
    map(name, [&] {
      integer("read", t.read_units);
      integer("write", t.write_units);
    });
  }
  void stream(std::string_view name, const std::optional<StreamSpec>& spec) {
    if (!spec) return;
    map(name, [&] {
      enumeration("view", spec->view);
      text("label", spec->label);
      integer("group", static_cast<std::int64_t>(spec->log_group));
    });
  }
  void index(const IndexSchema& index) {
    integer("id", index.id);
    flag("global", index.global);
    text("name", index.name);
    key_schema("keys", index.keys);
    enumeration("projection", index.projection.type);
    list("include", index.projection.non_key_attributes,
         [this](const std::string& name) { text("name", name); });
    throughput("throughput", index.throughput);
    on_demand("on_demand", index.on_demand);
    warm("warm", index.warm);
    if (index.vector) vector(*index.vector);
    enumeration("status", index.status);
    flag("backfilling", index.backfilling);
  }
  void vector(const VectorSpec& spec) {
    map("vector", [&] {
      text("attribute", spec.attribute);
      integer("dimensions", spec.dimensions);
      enumeration("distance", spec.distance);
      list("filters", spec.filters, [this](const model::KeyAttribute& filter) {
        text("name", filter.name);
        enumeration("type", filter.type);
      });
    });
  }
  void stream(const Stream& s) {
    writer_.begin_map();
    text("account", s.scope.account);
    text("region", s.scope.region);
    text("table", s.table_name);
    text("label", s.label);
    integer("table_id", s.table_id);
    integer("group", static_cast<std::int64_t>(s.log_group));
    enumeration("view", s.view);
    key_schema("keys", s.keys);
    integer("created", s.created_micros);
    integer("disabled", s.disabled_micros);
    flag("closed", s.closed);
    writer_.end_map();
  }
  void backup(const Backup& b) {
    writer_.begin_map();
    text("id", b.id);
    text("name", b.name);
    enumeration("kind", b.kind);
    enumeration("status", b.status);
    integer("created", b.created_micros);
    integer("moment", b.moment_micros);
    integer("expires", b.expiry_micros);
    integer("items", b.item_count);
    integer("bytes", b.size_bytes);
    integer("data", b.data_id);
    writer_.name("source");
    table(b.source);
    writer_.end_map();
  }
  void table(const TableSchema& t) {
    writer_.begin_map();
    text("account", t.scope.account);
    text("region", t.scope.region);
    text("name", t.name);
    integer("id", t.id);
    text("uuid", t.uuid);
    integer("epoch", static_cast<std::int64_t>(t.epoch));
    integer("created", t.created_micros);
    enumeration("status", t.status);
    key_schema("keys", t.keys);
    list("indexes", t.indexes, [this](const IndexSchema& i) { index(i); });
    integer("next_index", t.next_index_id);
    enumeration("billing", t.billing);
    integer("on_demand_since", t.on_demand_since_micros);
    times("on_demand_switches", t.on_demand_switches_micros);
    throughput("throughput", t.throughput);
    on_demand("on_demand", t.on_demand);
    warm("warm", t.warm);
    stream("stream", t.stream);
    stream("last_stream", t.last_stream);
    flag("protected", t.deletion_protection);
    if (t.table_class) enumeration("class", *t.table_class);
    integer("class_changed", t.table_class_changed_micros);
    times("class_changes", t.table_class_changes_micros);
    flag("sse", t.sse_enabled);
    text("sse_key", t.sse_key);
    list("tags", t.tags, [this](const Tag& tag) {
      text("key", tag.key);
      text("value", tag.value);
    });
    list("policies", t.policies, [this](const ResourcePolicy& policy) {
      text("stream", policy.stream_label);
      text("document", policy.document);
      text("revision", policy.revision_id);
    });
    map("ttl", [&] {
      enumeration("status", t.time_to_live.status);
      text("attribute", t.time_to_live.attribute);
      integer("index", t.time_to_live.index_id);
    });
    if (t.history) {
      map("history", [&] {
        integer("group", static_cast<std::int64_t>(t.history->log_group));
        flag("continuous", t.history->continuous);
        integer("since", t.history->since_micros);
        integer("days", t.history->period_days);
      });
    }
    if (t.origin) {
      map("origin", [&] {
        text("backup", t.origin->backup_arn);
        text("table", t.origin->table_arn);
        integer("moment", t.origin->moment_micros);
        flag("in_progress", t.origin->in_progress);
        integer("source", t.origin->source_id);
        integer("log", static_cast<std::int64_t>(t.origin->source_log));
      });
    }
    if (!t.insights.empty()) {
      list("insights", t.insights, [this](const Insights& insights) {
        integer("index", insights.index_id);
        flag("enabled", insights.enabled);
        enumeration("mode", insights.mode);
        integer("since", insights.since_millis);
        integer("updated", insights.updated_micros);
        flag("refused", insights.refused);
      });
    }
    writer_.end_map();
  }

 private:
  ValueWriter writer_;
};

// ---- reading

// Reads members by name; a missing or wrongly typed one leaves the default.
class Decoder {
 public:
  explicit Decoder(MapView map) : map_(map) {}

  void text(std::string_view name, std::string* out) const {
    if (auto v = typed(name, Type::kS)) *out = std::string(v->text());
  }
  template <typename T>
  void integer(std::string_view name, T* out) const {
    std::int64_t value = 0;
    auto v = typed(name, Type::kN);
    if (v && v->number().to_int64(&value)) *out = static_cast<T>(value);
  }
  void flag(std::string_view name, bool* out) const {
    if (auto v = typed(name, Type::kBool)) *out = v->boolean();
  }
  std::optional<Decoder> map(std::string_view name) const {
    auto v = typed(name, Type::kM);
    return v ? std::optional<Decoder>(Decoder(v->map())) : std::nullopt;
  }
  template <typename F>
  void list(std::string_view name, F element) const {
    auto v = typed(name, Type::kL);
    if (!v) return;
    for (ValueView e : v->elements())
      if (e.type() == Type::kM) element(Decoder(e.map()));
  }

  void key_schema(std::string_view name, model::KeySchema* out) const {
    auto m = map(name);
    if (!m) return;
    auto read = [](std::vector<model::KeyAttribute>* attributes) {
      return [attributes](const Decoder& d) {
        model::KeyAttribute a;
        d.text("name", &a.name);
        d.integer("type", &a.type);
        attributes->push_back(std::move(a));
      };
    };
    m->list("partition", read(&out->partition));
    m->list("sort", read(&out->sort));
  }
  void throughput(std::string_view name, Throughput* out) const {
    auto m = map(name);
    if (!m) return;
    m->integer("read", &out->read_units);
    m->integer("write", &out->write_units);
    m->integer("increased", &out->last_increase_micros);
    m->integer("decreased", &out->last_decrease_micros);
    m->integer("decreases", &out->decreases_today);
    m->integer("highest_read", &out->highest_read_units);
    m->integer("highest_write", &out->highest_write_units);
  }
  void times(std::string_view name, std::vector<std::int64_t>* out) const {
    list(name, [out](const Decoder& d) { d.integer("at", &out->emplace_back(0)); });
  }
  void on_demand(std::string_view name, std::optional<OnDemandThroughput>* out) const {
    auto m = map(name);
    if (!m) return;
    out->emplace();
    m->integer("read", &(*out)->max_read_units);
    m->integer("write", &(*out)->max_write_units);
  }
  void warm(std::string_view name, WarmThroughput* out) const {
    auto m = map(name);
    if (!m) return;
    m->integer("read", &out->read_units);
    m->integer("write", &out->write_units);
  }
  void stream(std::string_view name, std::optional<StreamSpec>* out) const {
    auto m = map(name);
    if (!m) return;
    out->emplace();
    m->integer("view", &(*out)->view);
    m->text("label", &(*out)->label);
    m->integer("group", &(*out)->log_group);
  }
  IndexSchema index() const {
    IndexSchema out;
    integer("id", &out.id);
    flag("global", &out.global);
    text("name", &out.name);
    key_schema("keys", &out.keys);
    integer("projection", &out.projection.type);
    list("include",
         [&out](const Decoder& d) { d.text("name", &out.projection.non_key_attributes.emplace_back()); });
    throughput("throughput", &out.throughput);
    on_demand("on_demand", &out.on_demand);
    warm("warm", &out.warm);
    if (auto vector = map("vector")) {
      out.vector.emplace();
      vector->text("attribute", &out.vector->attribute);
      vector->integer("dimensions", &out.vector->dimensions);
      vector->integer("distance", &out.vector->distance);
      vector->list("filters", [&out](const Decoder& d) {
        model::KeyAttribute& filter = out.vector->filters.emplace_back();
        d.text("name", &filter.name);
        d.integer("type", &filter.type);
      });
    }
    integer("status", &out.status);
    flag("backfilling", &out.backfilling);
    return out;
  }
  Stream stream() const {
    Stream s;
    text("account", &s.scope.account);
    text("region", &s.scope.region);
    text("table", &s.table_name);
    text("label", &s.label);
    integer("table_id", &s.table_id);
    integer("group", &s.log_group);
    integer("view", &s.view);
    key_schema("keys", &s.keys);
    integer("created", &s.created_micros);
    integer("disabled", &s.disabled_micros);
    flag("closed", &s.closed);
    return s;
  }
  Backup backup() const {
    Backup b;
    text("id", &b.id);
    text("name", &b.name);
    integer("kind", &b.kind);
    integer("status", &b.status);
    integer("created", &b.created_micros);
    integer("moment", &b.moment_micros);
    integer("expires", &b.expiry_micros);
    integer("items", &b.item_count);
    integer("bytes", &b.size_bytes);
    integer("data", &b.data_id);
    if (auto source = map("source")) b.source = source->table();
    return b;
  }
  TableSchema table() const {
    TableSchema t;
    text("account", &t.scope.account);
    text("region", &t.scope.region);
    text("name", &t.name);
    integer("id", &t.id);
    text("uuid", &t.uuid);
    integer("epoch", &t.epoch);
    integer("created", &t.created_micros);
    integer("status", &t.status);
    key_schema("keys", &t.keys);
    list("indexes", [&t](const Decoder& d) { t.indexes.push_back(d.index()); });
    integer("next_index", &t.next_index_id);
    integer("billing", &t.billing);
    integer("on_demand_since", &t.on_demand_since_micros);
    times("on_demand_switches", &t.on_demand_switches_micros);
    throughput("throughput", &t.throughput);
    on_demand("on_demand", &t.on_demand);
    warm("warm", &t.warm);
    stream("stream", &t.stream);
    stream("last_stream", &t.last_stream);
    flag("protected", &t.deletion_protection);
    if (map_.find("class")) integer("class", &t.table_class.emplace());
    integer("class_changed", &t.table_class_changed_micros);
    times("class_changes", &t.table_class_changes_micros);
    flag("sse", &t.sse_enabled);
    text("sse_key", &t.sse_key);
    list("tags", [&t](const Decoder& d) {
      Tag& tag = t.tags.emplace_back();
      d.text("key", &tag.key);
      d.text("value", &tag.value);
    });
    list("policies", [&t](const Decoder& d) {
      ResourcePolicy& policy = t.policies.emplace_back();
      d.text("stream", &policy.stream_label);
      d.text("document", &policy.document);
      d.text("revision", &policy.revision_id);
    });
    if (auto ttl = map("ttl")) {
      ttl->integer("status", &t.time_to_live.status);
      ttl->text("attribute", &t.time_to_live.attribute);
      ttl->integer("index", &t.time_to_live.index_id);
    }
    if (auto history = map("history")) {
      t.history.emplace();
      history->integer("group", &t.history->log_group);
      history->flag("continuous", &t.history->continuous);
      history->integer("since", &t.history->since_micros);
      history->integer("days", &t.history->period_days);
    }
    if (auto origin = map("origin")) {
      t.origin.emplace();
      origin->text("backup", &t.origin->backup_arn);
      origin->text("table", &t.origin->table_arn);
      origin->integer("moment", &t.origin->moment_micros);
      origin->flag("in_progress", &t.origin->in_progress);
      origin->integer("source", &t.origin->source_id);
      origin->integer("log", &t.origin->source_log);
    }
    list("insights", [&t](const Decoder& d) {
      Insights& insights = t.insights.emplace_back();
      d.integer("index", &insights.index_id);
      d.flag("enabled", &insights.enabled);
      d.integer("mode", &insights.mode);
      d.integer("since", &insights.since_millis);
      d.integer("updated", &insights.updated_micros);
      d.flag("refused", &insights.refused);
    });
    for (IndexSchema& index : t.indexes) index.derive(t.keys);
    return t;
  }

 private:
  std::optional<ValueView> typed(std::string_view name, Type type) const {
    auto value = map_.find(name);
    return value && value->type() == type ? value : std::nullopt;
  }

  MapView map_;
};

std::optional<MapView> stored_map(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kSchemaFormat) return std::nullopt;
  const std::string_view value = bytes.substr(1);
  if (!model::valid(value) || ValueView(value).type() != Type::kM) return std::nullopt;
  return ValueView(value).map();
}

}  // namespace

std::string encode_schema(const TableSchema& schema) {
  std::string out(1, kSchemaFormat);
  Encoder(&out).table(schema);
  return out;
}

std::optional<TableSchema> decode_schema(std::string_view bytes) {
  const auto map = stored_map(bytes);
  if (!map) return std::nullopt;
  TableSchema schema = Decoder(*map).table();
  if (schema.name.empty() || schema.keys.partition.empty()) return std::nullopt;
  return schema;
}

std::string encode_stream(const Stream& stream) {
  std::string out(1, kSchemaFormat);
  Encoder(&out).stream(stream);
  return out;
}

std::optional<Stream> decode_stream(std::string_view bytes) {
  const auto map = stored_map(bytes);
  if (!map) return std::nullopt;
  Stream stream = Decoder(*map).stream();
  if (stream.table_name.empty() || stream.label.empty()) return std::nullopt;
  return stream;
}

std::string encode_backup(const Backup& backup) {
  std::string out(1, kSchemaFormat);
  Encoder(&out).backup(backup);
  return out;
}

std::optional<Backup> decode_backup(std::string_view bytes) {
  const auto map = stored_map(bytes);
  if (!map) return std::nullopt;
  Backup backup = Decoder(*map).backup();
  if (backup.id.empty() || backup.source.name.empty() || backup.source.keys.partition.empty())
    return std::nullopt;
  return backup;
}

}  // namespace stator::db::table
