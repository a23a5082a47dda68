// Any bytes as a form with a file: however the file is read, it is the same, and that of a plain reader; and
// any text as a form's policy.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/block_on.h"
#include "base/check.h"
#include "fuzz_input.h"
#include "services/s3/common/form.h"
#include "services/s3/common/form_policy.h"
#include "services/s3/common/text.h"

using namespace stator;
using namespace stator::services::s3;

namespace {

constexpr std::string_view kDelimiter = "\r\n--B";

class TextStream final : public net::BodyStream {
 public:
  explicit TextStream(std::string_view text) : text_(text) {}
  std::optional<std::uint64_t> length() const override { return std::nullopt; }
  base::Task<base::Result<std::size_t, net::BodyError>> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), text_.size());
    std::copy_n(text_.data(), count, out.data());
    text_.remove_prefix(count);
    co_return count;
  }

 private:
  std::string_view text_;
};

struct Posted {
  bool is_form = false, is_whole = false;
  Form form;
  std::string file;
};

Posted post(std::string_view body, std::size_t step) {
  TextStream stream(body);
  const net::Header header{"content-type", "multipart/form-data; boundary=B"};
  net::Request request;
  request.headers = {&header, 1};
  request.stream = &stream;
  FormReader reader(request);
  Posted posted;
  auto form = base::block_on(reader.read_form());
  if (!form.ok()) return posted;
  posted.is_form = true;
  posted.form = *std::move(form);
  std::string buffer(step, '\0');
  while (posted.form.has_file) {
    auto count = base::block_on(reader.read(buffer));
    if (!count.ok()) return posted;
    posted.file.append(buffer, 0, *count);
    if (*count < step) break;
  }
  posted.is_whole = true;
  return posted;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t step = input.byte() % 64 + 1;
  const std::string body(input.rest());
  const Posted one = post(body, step), other = post(body, 100'000);
  STATOR_CHECK(one.is_form == other.is_form && one.is_whole == other.is_whole);
  STATOR_CHECK(one.form.fields == other.form.fields && one.form.file_name == other.form.file_name);
  if (one.is_whole) {
    STATOR_CHECK(one.file == other.file && one.file.find(kDelimiter) == one.file.npos);
    STATOR_CHECK(!one.form.has_file ||
                 body.find("\r\n\r\n" + one.file + std::string(kDelimiter)) != body.npos);
  }
  for (const auto& [name, value] : one.form.fields)
    STATOR_CHECK(body.find(value) != body.npos && value.find(kDelimiter) == value.npos);
  auto inputs = one.form.fields;
  inputs.emplace_back("key", "user/a");
  for (const std::int64_t now : {std::int64_t{0}, INT64_MAX / 2}) {
    for (const std::string_view policy : {std::string_view(body), one.form.field_or_empty("policy")}) {
      const auto limits = check_form_policy(base64(policy), inputs, now);
      STATOR_CHECK(limits.ok() || fuzz::is_message(limits.error().message, body));
    }
  }
  return 0;
}
