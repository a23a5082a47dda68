// Layers: archives that several functions share, in numbered versions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "functions/function.h"

namespace stator::functions {

inline constexpr std::size_t kMaxLayers = 5;  // of a function, as on AWS

struct LayerVersion {
  Scope scope;
  std::string name;
  std::int64_t number = 0;  // from 1; never used again
  std::string description;
  std::string license;
  std::vector<std::string> runtimes;
  std::vector<std::string> architectures;
  std::int64_t created_millis = 0;
  std::int64_t code_id = 0;
  std::int64_t code_bytes = 0;
  std::int64_t unpacked_bytes = 0;
  std::string code_sha256;          // in base64
  std::int64_t deleted_millis = 0;  // 0: it is there; else it is kept for the functions that use it

  // "arn:aws:lambda:REGION:ACCOUNT:layer:NAME", and with ":NUMBER" behind it.
  std::string layer_arn() const;
  std::string arn() const { return layer_arn() + ":" + std::to_string(number); }
};

extern const aws::protocol::Structure kLayerVersionRecord;

}  // namespace stator::functions
