#include "services/streams/common/shard_iterator.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>

#include "base/base64.h"
#include "keyspace/keys.h"
#include "messages/streams.h"

namespace stator::services::streams {

namespace {

constexpr std::string_view kMark = "|1|";
constexpr std::size_t kNumbers = 4;  // shard, sequence, time of issue, checksum
constexpr std::int64_t kLifetimeMicros = std::chrono::microseconds(kIteratorLifetime).count();

void append(std::uint64_t number, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(number >> shift));
}

std::uint64_t checksum(std::string_view arn, std::string_view content) {
  return keyspace::stable_hash(fmt::format("{}|{}", arn, content));
}

std::string time_text(std::int64_t micros) {
  const std::time_t seconds = micros / 1'000'000;
  return fmt::format("{:%a %b %d %H:%M:%S} UTC {:%Y}", fmt::gmtime(seconds), fmt::gmtime(seconds));
}

}  // namespace

std::string shard_iterator_text(const ShardIterator& iterator, std::int64_t now_micros) {
  std::string content;
  append(iterator.position.shard, &content);
  append(iterator.position.sequence, &content);
  append(static_cast<std::uint64_t>(now_micros), &content);
  append(checksum(iterator.stream_arn, content), &content);
  std::string text = iterator.stream_arn;
  text.append(kMark);
  base::append_base64(content, text);
  return text;
}

aws::Result<ShardIterator> parse_shard_iterator(std::string_view text, std::int64_t now_micros) {
  const std::size_t mark = text.rfind(kMark);
  std::string content;
  if (mark == std::string_view::npos ||
      !base::append_base64_decoded(text.substr(mark + kMark.size()), content) ||
      content.size() != kNumbers * sizeof(std::uint64_t))
    return aws::validation_error(messages::kBadIterator);
  std::array<std::uint64_t, kNumbers> numbers{};
  for (std::size_t i = 0; i < content.size(); ++i)
    numbers[i / 8] = numbers[i / 8] << 8 | static_cast<unsigned char>(content[i]);
  const auto [shard, sequence, issued, sum] = numbers;
  const std::string_view arn = text.substr(0, mark);
  content.resize((kNumbers - 1) * sizeof(std::uint64_t));
  if (sum != checksum(arn, content)) return aws::validation_error(messages::kBadIterator);
  const auto issued_micros = static_cast<std::int64_t>(issued);
  if (issued_micros < now_micros - kLifetimeMicros)  // it may say any time: nothing is taken from that
    return aws::Error{"ExpiredIteratorException",
                      fmt::format(messages::kIteratorExpired, time_text(issued_micros), time_text(now_micros),
                                  kLifetimeMicros / 1000)};
  return ShardIterator{std::string(arn), {shard, sequence}};
}

}  // namespace stator::services::streams
