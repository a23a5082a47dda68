// What the records that triggers have read, and not delivered yet, take of the memory.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>

#include "functions/invoker.h"

namespace stator::functions {

// Of all triggers together. Nobody waits for it: a function that fails may keep its batch for a day. Where
// little is left, batches are smaller. Thread-safe.
class BatchMemory {
 public:
  // What is counted for each byte of a record: the record, the payload that has it, and that payload on its
  // way.
  static constexpr std::size_t kMemoryPerByte = 3;
  // What a batch may always have.
  static constexpr std::size_t kLeastBatchBytes = 64 * 1024;

  explicit BatchMemory(std::size_t limit) : limit_(limit) {}

  // How many bytes of records a batch may have that begins now: half of what is left, and never more than an
  // invocation takes.
  std::size_t allowance() const {
    const std::size_t used = used_.load(std::memory_order_relaxed);
    const std::size_t left = limit_ - std::min(limit_, used);
    return std::clamp(left / 2 / kMemoryPerByte, kLeastBatchBytes, kMaxRequestBytes);
  }
  std::size_t used() const { return used_.load(std::memory_order_relaxed); }

  // What one batch holds, until it is gone. One thread at a time.
  class Share {
   public:
    explicit Share(BatchMemory& memory) : memory_(memory), allowed_(memory.allowance()) {}
    ~Share() { memory_.used_.fetch_sub(bytes_ * kMemoryPerByte, std::memory_order_relaxed); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    void add(std::size_t bytes) {
      bytes_ += bytes;
      memory_.used_.fetch_add(bytes * kMemoryPerByte, std::memory_order_relaxed);
    }
    // Of records.
    std::size_t left() const { return allowed_ - std::min(allowed_, bytes_); }
    bool is_short() const { return allowed_ < kMaxRequestBytes; }

   private:
    BatchMemory& memory_;
    const std::size_t allowed_;
    std::size_t bytes_ = 0;
  };

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
};

}  // namespace stator::functions
