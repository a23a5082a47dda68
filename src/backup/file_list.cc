#include "backup/file_list.h"

#include <fmt/format.h>

#include <charconv>

#include "base/digest.h"

namespace stator::backup {

namespace {

constexpr std::string_view kFormatLine = "stator backup 1";
constexpr std::size_t kDigestDigits = 64;

std::string digest(std::string_view text) {
  return base::to_hex(base::digest_of(base::DigestKind::kSha256, text));
}

// The next line without its end; nothing where there is no whole one.
std::optional<std::string_view> take_line(std::string_view* text) {
  const std::size_t end = text->find('\n');
  if (end == text->npos) return std::nullopt;
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

bool is_safe(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find("..") == path.npos;
}

std::optional<CopiedFile> parse_file(std::string_view line) {
  if (line.size() < kDigestDigits + 1) return std::nullopt;
  CopiedFile file;
  file.sha256 = line.substr(0, kDigestDigits);
  line.remove_prefix(kDigestDigits + 1);
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), file.size);
  if (error != std::errc() || end == line.data() + line.size() || *end != ' ') return std::nullopt;
  file.path = std::string(end + 1, line.data() + line.size());
  if (!is_safe(file.path)) return std::nullopt;
  return file;
}

}  // namespace

std::string encode(const FileList& list) {
  std::string text = fmt::format("{}\nprogram {}\nmade {}\n", kFormatLine, list.program, list.made);
  for (const CopiedFile& file : list.files)
    text += fmt::format("{} {} {}\n", file.sha256, file.size, file.path);
  text += "end " + digest(text) + "\n";
  return text;
}

std::optional<FileList> decode(std::string_view text) {
  const std::string_view whole = text;
  if (take_line(&text) != kFormatLine) return std::nullopt;
  FileList list;
  const auto program = take_line(&text), made = take_line(&text);
  if (!program || !made || !program->starts_with("program ") || !made->starts_with("made "))
    return std::nullopt;
  list.program = program->substr(8);
  list.made = made->substr(5);
  for (;;) {
    const std::string_view before = whole.substr(0, whole.size() - text.size());
    const auto line = take_line(&text);
    if (!line) return std::nullopt;
    if (line->starts_with("end ")) {
      if (!text.empty() || line->substr(4) != digest(before)) return std::nullopt;
      return list;
    }
    auto file = parse_file(*line);
    if (!file) return std::nullopt;
    list.files.push_back(*std::move(file));
  }
}

}  // namespace stator::backup
