// Writes the objects of an export.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "db/model/error.h"
#include "objects/object_store.h"
#include "transfer/export_layout.h"
#include "transfer/jobs.h"
#include "transfer/object_sink.h"

namespace stator::transfer {

// What an export consists of, page by page.
class ExportSource {
 public:
  virtual ~ExportSource() = default;
  // The lines of the next page, and how many; no line is no end. False: this was the last page.
  virtual base::Task<db::Result<bool>> next(const ExportLayout& layout, std::string* lines,
                                            std::int64_t* items) = 0;
};

class ExportWriter {
 public:
  // Of data before it is compressed; a file ends with the page that reaches it.
  static constexpr std::size_t kFileBytes = 64 * 1024 * 1024;

  // `job` learns what was written, and why it failed, if it did. All must live until run() is done.
  ExportWriter(objects::ObjectStore& objects, Export& job, const std::atomic<bool>& stopped)
      : objects_(objects), job_(job), layout_(job), stopped_(stopped) {}

  // To be awaited on the pool of the object store. False when stopped. May be done again from the start. An
  // error is one that may pass.
  base::Task<db::Result<bool>> run(ExportSource* source, const base::Clock& clock);

 private:
  base::Task<objects::Result<ObjectSink::Written>> put_text(std::string key, std::string text);
  base::Task<objects::Result<base::Ok>> put_with_checksum(std::string key, std::string checksum_key,
                                                          std::string text);
  base::Task<objects::Result<base::Ok>> end_file();
  objects::BucketName bucket() const { return {job_.place.account, job_.place.bucket}; }

  objects::ObjectStore& objects_;
  Export& job_;
  const ExportLayout layout_;
  const std::atomic<bool>& stopped_;
  std::unique_ptr<ObjectSink> file_;  // the one that is being written
  std::size_t files_ = 0;             // those that are done
  std::size_t file_bytes_ = 0;
  std::int64_t file_items_ = 0;
  std::string manifest_;
};

}  // namespace stator::transfer
