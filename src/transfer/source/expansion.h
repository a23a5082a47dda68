// The plain bytes of an object that may be compressed, in pieces. Pure. Used by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "transfer/jobs.h"

namespace stator::transfer {

// Of one piece that was expanded, whatever the ratio.
inline constexpr std::size_t kPieceBytes = 64 * 1024;
// Of zstd, which keeps that much of what it wrote: the most that RFC 8878 (3.1.1.1.2) asks every decoder for.
inline constexpr int kZstdWindowLog = 23;
inline constexpr std::size_t kMaxZstdWindow = std::size_t{1} << kZstdWindowLog;

class Expansion {
 public:
  // An object without bytes is one that is expanded to nothing: prefixes of exports have them ("_started").
  static std::unique_ptr<Expansion> of(Compression compression);
  virtual ~Expansion() = default;

  enum class Step {
    kPiece,        // *piece is what comes next; until the next call
    kMore,         // all of *bytes is used
    kDone,         // the object ends here
    kDamaged,      // what comes next is not in this format, or fails its checksum
    kCutOff,       // the object ends where it must not
    kLargeWindow,  // kMaxZstdWindow does not do
  };
  // Takes what it uses off the front of *bytes; `last`: the object ends with them. The pieces, joined, and
  // what is behind them do not depend on how the bytes come. After kDone and what is below: no more.
  virtual Step next(std::string_view* bytes, bool last, std::string_view* piece) = 0;
};

}  // namespace stator::transfer
