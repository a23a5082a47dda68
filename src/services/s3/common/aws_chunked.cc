#include "services/s3/common/aws_chunked.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxSizeLine = 1024;
constexpr std::size_t kMaxTrailers = 16 * 1024;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

bool AwsChunkedDecoder::begin_chunk() {
  if (!line_.ends_with("\r")) return false;
  const std::string_view size = std::string_view(line_).substr(0, line_.find_first_of(";\r"));
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), left_, 16);
  if (size.empty() || error != std::errc() || end != size.data() + size.size()) return false;
  state_ = left_ == 0 ? State::kTrailers : State::kData;
  if (signatures_) {
    constexpr std::string_view kSignature = ";chunk-signature=";
    const std::size_t at = line_.find(kSignature);
    chunk_signature_ = at == line_.npos ? "" : trim(std::string_view(line_).substr(at + kSignature.size()));
    chunk_digest_.emplace(base::DigestKind::kSha256);
  }
  line_.clear();
  return left_ != 0 || end_chunk();
}

bool AwsChunkedDecoder::end_chunk() {
  if (signatures_) forged_ = !signatures_->check_chunk(chunk_signature_, chunk_digest_->finish());
  return !forged_;
}

// What is signed are the trailers but their signature, in their order.
bool AwsChunkedDecoder::check_trailers() {
  if (!signatures_ || !signed_trailers_) return true;
  constexpr std::string_view kSignature = "x-amz-trailer-signature";
  std::string lines, signature;
  for (const auto& [name, value] : trailers_) {
    if (name == kSignature) {
      signature = value;
    } else {
      lines += name + ':' + value + '\n';
    }
  }
  forged_ = !signatures_->check_trailers(signature, lines);
  return !forged_;
}

bool AwsChunkedDecoder::feed(std::string_view bytes, const Sink& sink) {
  while (!bytes.empty()) {
    switch (state_) {
      case State::kSize: {
        const std::size_t newline = bytes.find('\n');
        line_.append(bytes.substr(0, newline));
        if (line_.size() > kMaxSizeLine) return false;
        if (newline == bytes.npos) return true;
        bytes.remove_prefix(newline + 1);
        if (!begin_chunk()) return false;
        break;
      }
      case State::kData: {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
        if (!sink(bytes.substr(0, count))) return false;
        if (signatures_) chunk_digest_->update(bytes.substr(0, count));
        left_ -= count;
        bytes.remove_prefix(count);
        if (left_ != 0) break;
        if (!end_chunk()) return false;
        state_ = State::kDataEnd;
        break;
      }
      case State::kDataEnd: {
        // line_ has what came of "\r\n".
        if (bytes.front() != (line_.empty() ? '\r' : '\n')) return false;
        line_.push_back(bytes.front());
        bytes.remove_prefix(1);
        if (line_.size() < 2) break;
        line_.clear();
        state_ = State::kSize;
        break;
      }
      case State::kTrailers:
        line_.append(bytes);
        if (line_.size() > kMaxTrailers) return false;
        return true;
    }
  }
  return true;
}

bool AwsChunkedDecoder::finish() {
  if (state_ != State::kTrailers) return false;
  std::string_view rest = line_;
  while (!rest.empty()) {
    const std::size_t newline = rest.find('\n');
    const std::string_view line = trim(rest.substr(0, newline));
    rest = newline == rest.npos ? std::string_view() : rest.substr(newline + 1);
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    std::string name = base::lower_ascii(trim(line.substr(0, colon)));
    trailers_[std::move(name)] = trim(line.substr(colon + 1));
  }
  return check_trailers();
}

}  // namespace stator::services::s3
