#include "services/s3/common/form.h"

#include <algorithm>

#include "aws/router.h"
#include "base/ascii.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/request.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kStepBytes = 64 * 1024;
constexpr std::size_t kMaxBoundaryBytes = 70;  // RFC 2046
constexpr std::string_view kFormType = "multipart/form-data";
constexpr std::string_view kLine = "\r\n";

Error malformed() { return {400, "MalformedPOSTRequest", messages::kMalformedForm, {}}; }

Error fields_too_large() { return {400, "MaxPostPreDataLengthExceededError", messages::kFormTooLarge, {}}; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return net::equal_ignoring_case(text.substr(0, start.size()), start);
}

// `name=value` or `name="value"` behind a semicolon; nothing if it is not there. Browsers write quotes and
// line ends in names as %22, %0D and %0A, others may escape by a backslash.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at < header.size()) {
    std::string_view rest = trimmed(header.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) return std::nullopt;
    const std::string_view found = trimmed(rest.substr(0, equals));
    rest = trimmed(rest.substr(equals + 1));
    std::string value;
    std::size_t used = 0;
    if (rest.starts_with('"')) {
      for (used = 1; used < rest.size() && rest[used] != '"'; ++used) {
        if (rest[used] == '\\' && used + 1 < rest.size() && (rest[used + 1] == '"' || rest[used + 1] == '\\'))
          ++used;
        value.push_back(rest[used]);
      }
    } else {
      value = trimmed(rest.substr(0, rest.find(';')));
    }
    if (net::equal_ignoring_case(found, name)) return value;
    const std::size_t next = rest.find(';', used);
    if (next == rest.npos) return std::nullopt;
    at = static_cast<std::size_t>(rest.data() - header.data()) + next;
  }
  return std::nullopt;
}

// Some browsers once sent the whole path.
std::string without_folders(std::string name) {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == name.npos ? name : name.substr(slash + 1);
}

}  // namespace

std::optional<std::string_view> Form::field(std::string_view name) const {
  const auto at = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
  if (at == fields.end()) return std::nullopt;
  return at->second;
}

void Form::add(std::string name, std::string_view value) {
  if (!field(name)) fields.emplace_back(std::move(name), value);
}

bool is_form_upload(const net::Request& request) {
  if (request.method != "POST" || !request.query.empty()) return false;
  if (!starts_with_ignoring_case(aws::header_or_empty(request, "content-type"), kFormType)) return false;
  std::string_view path = request.path;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return is_bucket_name(path) || (path.empty() && has_virtual_bucket(request));
}

FormReader::FormReader(const net::Request& request) : body_(*request.stream), buffer_(kLine) {
  const auto boundary = parameter(aws::header_or_empty(request, "content-type"), "boundary");
  if (boundary && !boundary->empty() && boundary->size() <= kMaxBoundaryBytes)
    delimiter_ = std::string(kLine) + "--" + *boundary;
}

base::Task<base::Result<base::Ok, net::BodyError>> FormReader::fill(std::size_t bytes) {
  const std::size_t before = buffer_.size();
  buffer_.resize(before + bytes);
  auto count = co_await body_.read(std::span(buffer_).subspan(before));
  buffer_.resize(before + (count.ok() ? *count : 0));
  if (!count.ok()) co_return count.error();
  body_ended_ = *count < bytes;
  co_return base::Ok{};
}

FormReader::Progress FormReader::parse(Form* form) {
  const std::string_view text = buffer_;
  std::size_t at = text.find(delimiter_);
  while (at != text.npos) {
    at += delimiter_.size();
    if (text.substr(at).starts_with("--")) return Progress::kDone;  // without a file
    const std::size_t head = text.find(kLine, at);
    if (head == text.npos) break;
    if (!trimmed(text.substr(at, head - at)).empty()) return Progress::kMalformed;
    const std::size_t head_end = text.find("\r\n\r\n", head);
    if (head_end == text.npos) break;
    std::optional<std::string> name, file_name;
    for (std::size_t line = head; line < head_end;) {
      line += kLine.size();
      const std::size_t end = std::min(text.find(kLine, line), head_end);
      const std::string_view header = text.substr(line, end - line);
      if (starts_with_ignoring_case(header, "content-disposition:")) {
        name = parameter(header, "name");
        file_name = parameter(header, "filename");
      }
      line = end;
    }
    if (!name) return Progress::kMalformed;
    const std::size_t value = head_end + 2 * kLine.size();
    if (net::equal_ignoring_case(*name, "file")) {
      form->has_file = true;
      form->file_name = without_folders(file_name.value_or(""));
      head_bytes_ = value - kLine.size();
      buffer_.erase(0, value);
      return Progress::kDone;
    }
    at = text.find(delimiter_, value - kLine.size());  // an empty value has no line of its own
    if (at != text.npos) form->add(base::lower_ascii(*name), text.substr(value, std::max(at, value) - value));
  }
  return Progress::kMore;
}

base::Task<Result<Form>> FormReader::read_form() {
  if (delimiter_.empty()) co_return malformed();
  for (;;) {
    Form form;
    const Progress progress = parse(&form);
    if (progress == Progress::kMalformed) co_return malformed();
    if (progress == Progress::kDone && head_bytes_ <= kMaxFormBytes) co_return form;
    if (buffer_.size() > kMaxFormBytes || head_bytes_ > kMaxFormBytes) co_return fields_too_large();
    if (body_ended_) co_return malformed();
    auto filled = co_await fill(kMaxFormBytes);
    if (!filled.ok()) co_return incomplete_body();
  }
}

std::uint64_t FormReader::likely_file_bytes() const {
  const std::uint64_t around = head_bytes_ + delimiter_.size() + 2 * kLine.size();
  const std::uint64_t all = body_.length().value_or(0);
  return all > around ? all - around : 0;
}

base::Task<base::Result<std::size_t, net::BodyError>> FormReader::read(std::span<char> out) {
  std::size_t count = 0;
  while (count < out.size() && !file_ended_) {
    const std::size_t end = buffer_.find(delimiter_);
    const std::size_t tail = delimiter_.size() - 1;  // may be the beginning of one
    const bool found = end != buffer_.npos;
    const std::size_t ready = found ? end : buffer_.size() - std::min(buffer_.size(), tail);
    const std::size_t step = std::min(ready, out.size() - count);
    std::copy_n(buffer_.data(), step, out.data() + count);
    buffer_.erase(0, step);
    count += step;
    if (found && step == ready) {
      file_ended_ = true;
      co_await read_rest();
    } else if (step == 0) {
      if (body_ended_) co_return net::BodyError::kCutOff;
      auto filled = co_await fill(kStepBytes);
      if (!filled.ok()) co_return filled.error();
    }
  }
  co_return count;
}

// So that the client is not cut off while it sends.
base::Task<> FormReader::read_rest() {
  while (!body_ended_ && buffer_.size() <= kMaxFormBytes) {
    auto filled = co_await fill(kMaxFormBytes);
    if (!filled.ok()) co_return;
  }
}

}  // namespace stator::services::s3
