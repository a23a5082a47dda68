// Any text as what clients are given to come back with: positions in a stream, in the answer to a statement,
// in a list of log groups. Refused, or it is what would be written again.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "db/model/value.h"
#include "db/statement/page_token.h"
#include "fuzz_input.h"
#include "services/logs/ops/common.h"
#include "services/streams/common/shard_iterator.h"

using namespace stator;

namespace {

constexpr std::int64_t kNow = 1'767'225'600'000'000;

void check_shard_iterator(std::string_view text) {
  const auto iterator = services::streams::parse_shard_iterator(text, kNow);
  if (!iterator.ok()) {
    STATOR_CHECK(!iterator.error().message.empty());
    return;
  }
  const std::string again = services::streams::shard_iterator_text(*iterator, kNow);
  STATOR_CHECK(services::streams::parse_shard_iterator(again, kNow).ok());
}

void check_page_token(std::string_view text) {
  const auto position = db::statement::read_page_token(text, 0);
  if (!position.ok()) return;
  STATOR_CHECK(position->key.empty() || db::model::valid(position->key));
  STATOR_CHECK(db::statement::read_page_token(db::statement::write_page_token(*position, 0), 0).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string text(input.rest());
  check_shard_iterator(text);
  check_page_token(text);
  const auto name = services::logs::name_of_token(text);
  if (name.ok()) STATOR_CHECK(name->size() <= text.size());
  for (const std::size_t count : {1, 3}) {
    const auto numbers = services::logs::numbers_of_token(text, count);
    STATOR_CHECK(!numbers || numbers->size() == count);
  }
  return 0;
}
