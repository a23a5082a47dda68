// Requests and responses about layers.
#pragma once

#include "services/lambda/shapes/lambda.h"

namespace stator::services::lambda {

struct PublishLayerRequest {
  std::optional<std::string> layer_name;
  std::optional<std::string> description;
  std::optional<FunctionCode> content;
  std::optional<std::vector<std::string>> compatible_runtimes;
  std::optional<std::vector<std::string>> compatible_architectures;
  std::optional<std::string> license_info;
};
struct LayerContent {
  std::string location;
  std::string code_sha256;
  std::int64_t code_size = 0;
};
struct LayerVersionResponse {
  LayerContent content;
  std::string layer_arn;
  std::string layer_version_arn;
  std::string description;
  std::string created_date;
  std::int64_t version = 0;
  std::optional<std::vector<std::string>> compatible_runtimes;
  std::optional<std::vector<std::string>> compatible_architectures;
  std::optional<std::string> license_info;
};
struct LayerVersionRequest {
  std::optional<std::string> layer_name;
  std::optional<std::int64_t> version_number;
};
struct LayerByArnRequest {
  std::optional<std::string> layer_version_arn;
};
struct ListLayersRequest {
  std::optional<std::string> layer_name;
  std::optional<std::string> compatible_runtime;
  std::optional<std::string> compatible_architecture;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct LayerVersionItem {
  std::string layer_version_arn;
  std::int64_t version = 0;
  std::string description;
  std::string created_date;
  std::optional<std::vector<std::string>> compatible_runtimes;
  std::optional<std::vector<std::string>> compatible_architectures;
  std::optional<std::string> license_info;
};
struct ListLayerVersionsResponse {
  std::vector<LayerVersionItem> layer_versions;
  std::optional<std::string> next_marker;
};
struct LayerItem {
  std::string layer_name;
  std::string layer_arn;
  LayerVersionItem latest_matching_version;
};
struct ListLayersResponse {
  std::vector<LayerItem> layers;
  std::optional<std::string> next_marker;
};

extern const Structure kPublishLayerInput;
extern const Structure kLayerVersionOutput;
extern const Structure kLayerVersionInput;
extern const Structure kLayerByArnInput;
extern const Structure kListLayersInput;
extern const Structure kListLayerVersionsInput;
extern const Structure kListLayerVersionsOutput;
extern const Structure kListLayersOutput;

}  // namespace stator::services::lambda
