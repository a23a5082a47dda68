// Any text as what clients are given to come back with: positions in a stream, in the answer to a statement,
// in a list of log groups. Refused, or it is what would be written again. Their checksums are no secret: the
// same bytes are also put to them under a right one.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/base64.h"
#include "base/check.h"
#include "base/crc32.h"
#include "db/model/value.h"
#include "db/statement/page_token.h"
#include "fuzz_input.h"
#include "keyspace/keys.h"
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

std::string big_endian(std::uint64_t number, int bytes) {
  std::string out;
  while (bytes-- > 0) out += static_cast<char>(number >> (8 * bytes));
  return out;
}

// A shard iterator that says what stands in `content`: shard, sequence and time of issue.
std::string shard_iterator(std::string_view arn, std::string_view content) {
  const std::string checked = std::string(arn) + '|' + std::string(content);
  std::string text = std::string(arn) + "|1|";
  base::append_base64(std::string(content) + big_endian(keyspace::stable_hash(checked), 8), text);
  return text;
}

// A token of a statement whose hash is 0, at what stands in `position`: the partition and the key.
std::string page_token(std::string_view position) {
  std::string bytes = '\1' + big_endian(0, 8) + std::string(position);
  bytes += big_endian(base::crc32(bytes), 4);
  std::string text;
  base::append_base64(bytes, text);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string text(input.rest());
  check_shard_iterator(text);
  check_page_token(text);
  constexpr std::size_t kIteratorContent = 24;
  if (text.size() >= kIteratorContent)
    check_shard_iterator(shard_iterator(text.substr(kIteratorContent), text.substr(0, kIteratorContent)));
  check_page_token(page_token(text));
  const auto name = services::logs::name_of_token(text);
  if (name.ok()) STATOR_CHECK(name->size() <= text.size());
  for (const std::size_t count : {1, 3}) {
    const auto numbers = services::logs::numbers_of_token(text, count);
    STATOR_CHECK(!numbers || numbers->size() == count);
  }
  return 0;
}
