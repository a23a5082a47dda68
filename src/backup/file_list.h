// The file BACKUP, which says what a backup is made of (docs/formats/backup.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/files.h"

namespace stator::backup {

inline constexpr std::string_view kListName = "BACKUP";

struct FileList {
  std::string program;  // the version that made it
  std::string made;     // ISO 8601
  std::vector<CopiedFile> files;
};

std::string encode(const FileList& list);
// Nothing where it is damaged, cut off, or of a newer form; or where a path leads out of the folder.
std::optional<FileList> decode(std::string_view text);

}  // namespace stator::backup
