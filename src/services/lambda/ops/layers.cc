#include "services/lambda/ops/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/arn.h"
#include "aws/authorizer.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {
namespace {

using functions::LayerReference;
using functions::LayerVersion;

constexpr std::int64_t kDefaultPage = 50;
constexpr std::string_view kLayer = "layer:";

aws::Error bad_name(const std::string& text) {
  return aws::validation_error(fmt::format(messages::kBadLayerName, text));
}

// Of a name or the ARN of a layer.
aws::Result<std::string> layer_name(const aws::RequestContext& context, const std::string& text) {
  std::string name = text;
  if (const auto arn = aws::parse_arn(text)) {
    if (arn->service != "lambda" || !arn->resource.starts_with(kLayer)) return bad_name(text);
    if (!aws::is_within_reach(*arn, context)) return not_found(messages::kNoResource);
    name = arn->resource.substr(kLayer.size());
  }
  const bool plain =
      !name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
          std::string::npos;
  if (!plain) return bad_name(text);
  return name;
}

std::optional<std::vector<std::string>> shown_list(const std::vector<std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  return texts;
}

LayerVersionResponse shown(Service& service, const aws::RequestContext& context, const LayerVersion& layer) {
  LayerVersionResponse out;
  out.content.location =
      service.links.make(context, layer.scope, std::string(kLayer) + layer.name, layer.code_id);
  out.content.code_sha256 = layer.code_sha256;
  out.content.code_size = layer.code_bytes;
  out.layer_arn = layer.layer_arn();
  out.layer_version_arn = layer.arn();
  out.description = layer.description;
  out.created_date = time_text(layer.created_millis);
  out.version = layer.number;
  out.compatible_runtimes = shown_list(layer.runtimes);
  out.compatible_architectures = shown_list(layer.architectures);
  if (!layer.license.empty()) out.license_info = layer.license;
  return out;
}

LayerVersionItem shown_item(const LayerVersion& layer) {
  LayerVersionItem out;
  out.layer_version_arn = layer.arn();
  out.version = layer.number;
  out.description = layer.description;
  out.created_date = time_text(layer.created_millis);
  out.compatible_runtimes = shown_list(layer.runtimes);
  out.compatible_architectures = shown_list(layer.architectures);
  if (!layer.license.empty()) out.license_info = layer.license;
  return out;
}

bool matches(const LayerVersion& layer, const ListLayersRequest& request) {
  const auto has = [](const std::vector<std::string>& all, const std::optional<std::string>& wanted) {
    return !wanted || std::find(all.begin(), all.end(), *wanted) != all.end();
  };
  return has(layer.runtimes, request.compatible_runtime) &&
         has(layer.architectures, request.compatible_architecture);
}

std::size_t page_limit(const ListLayersRequest& request) {
  return static_cast<std::size_t>(std::min(request.max_items.value_or(kDefaultPage), kDefaultPage));
}

// "arn:aws:lambda:REGION:ACCOUNT:layer:NAME:NUMBER"
struct VersionName {
  std::string name;
  std::int64_t number = 0;
};
std::optional<VersionName> parse_version(const aws::RequestContext& context, std::string_view text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with(kLayer) ||
      !aws::is_within_reach(*arn, context))
    return std::nullopt;
  const std::string_view rest = arn->resource.substr(kLayer.size());
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  VersionName found{std::string(rest.substr(0, colon)), 0};
  const std::string_view digits = rest.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), found.number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return found;
}

aws::Error no_version(const std::string& arn) {
  return invalid_parameter(fmt::format(messages::kNoLayerVersion, arn));
}

}  // namespace

std::string layer_resource(const aws::RequestContext& context, std::string_view text) {
  const std::string begin = "arn:aws:lambda:" + context.region + ":" + context.account + ":";
  if (!aws::looks_like_arn(text)) return begin + std::string(kLayer) + std::string(text);
  const auto arn = aws::parse_arn(text);
  // What is none of the caller's is left to the operation.
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with(kLayer) ||
      !aws::is_within_reach(*arn, context))
    return std::string(text);
  if (const auto version = parse_version(context, text))
    return begin + std::string(kLayer) + version->name + ":" + std::to_string(version->number);
  return begin + std::string(arn->resource);
}

base::Task<aws::Result<LayerVersionResponse>> publish_layer(Service& service,
                                                            const aws::RequestContext& context,
                                                            PublishLayerRequest& request) {
  STATOR_CO_TRY(check_architectures(request.compatible_architectures, "compatibleArchitectures"));
  LayerVersion layer;
  layer.scope = scope_of(context);
  STATOR_CO_ASSIGN(layer.name, layer_name(context, *request.layer_name));
  layer.description = request.description.value_or("");
  layer.license = request.license_info.value_or("");
  if (request.compatible_runtimes) layer.runtimes = *request.compatible_runtimes;
  if (request.compatible_architectures) layer.architectures = *request.compatible_architectures;
  auto package = co_await read_package(service, context, *request.content);
  if (!package.ok()) co_return std::move(package).error();
  layer.unpacked_bytes = package->unpacked_bytes;
  auto published = co_await service.layers.publish(std::move(layer), std::move(package->zip));
  if (!published.ok()) co_return to_aws_error(published.error());
  co_return shown(service, context, *published);
}

base::Task<aws::Result<LayerVersionResponse>> get_layer(Service& service, const aws::RequestContext& context,
                                                        LayerVersionRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, layer_name(context, *request.layer_name));
  auto found = co_await service.layers.find(scope_of(context), name, *request.version_number);
  if (!found.ok()) co_return to_aws_error(found.error());
  co_return shown(service, context, *found);
}

base::Task<aws::Result<LayerVersionResponse>> get_layer_by_arn(Service& service,
                                                               const aws::RequestContext& context,
                                                               LayerByArnRequest& request) {
  const auto version = parse_version(context, *request.layer_version_arn);
  if (!version) co_return not_found(messages::kNoResource);
  auto found = co_await service.layers.find(scope_of(context), version->name, version->number);
  if (!found.ok()) co_return to_aws_error(found.error());
  co_return shown(service, context, *found);
}

base::Task<aws::Result<base::Ok>> delete_layer(Service& service, const aws::RequestContext& context,
                                               LayerVersionRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, layer_name(context, *request.layer_name));
  auto removed = co_await service.layers.remove(scope_of(context), name, *request.version_number);
  if (!removed.ok()) co_return to_aws_error(removed.error());
  co_return base::Ok{};
}

base::Task<aws::Result<ListLayerVersionsResponse>> list_layer_versions(Service& service,
                                                                       const aws::RequestContext& context,
                                                                       ListLayersRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, layer_name(context, *request.layer_name));
  auto all = co_await service.layers.list(scope_of(context), name);
  if (!all.ok()) co_return to_aws_error(all.error());
  std::reverse(all->begin(), all->end());  // the newest first
  ListLayerVersionsResponse response;
  for (const LayerVersion& layer : *all) {
    const std::string number = std::to_string(layer.number);
    const bool passed =
        request.marker && (number.size() != request.marker->size() ? number.size() > request.marker->size()
                                                                   : number >= *request.marker);
    if (passed || !matches(layer, request)) continue;
    if (response.layer_versions.size() == page_limit(request)) {
      response.next_marker = std::to_string(response.layer_versions.back().version);
      break;
    }
    response.layer_versions.push_back(shown_item(layer));
  }
  co_return response;
}

base::Task<aws::Result<ListLayersResponse>> list_layers(Service& service, const aws::RequestContext& context,
                                                        ListLayersRequest& request) {
  auto all = co_await service.layers.list(scope_of(context), std::nullopt);
  if (!all.ok()) co_return to_aws_error(all.error());
  ListLayersResponse response;
  for (const LayerVersion& layer : *all) {
    if ((request.marker && layer.name <= *request.marker) || !matches(layer, request)) continue;
    // In order of the numbers: the last one of a name is the newest.
    if (response.layers.empty() || response.layers.back().layer_name != layer.name) {
      if (response.layers.size() == page_limit(request)) {
        response.next_marker = response.layers.back().layer_name;
        break;
      }
      response.layers.push_back({layer.name, layer.layer_arn(), {}});
    }
    response.layers.back().latest_matching_version = shown_item(layer);
  }
  co_return response;
}

base::Task<aws::Result<std::vector<LayerReference>>> find_layers(Service& service,
                                                                 const aws::RequestContext& context,
                                                                 std::vector<std::string> arns) {
  std::vector<LayerReference> found;
  if (arns.size() > functions::kMaxLayers)
    co_return invalid_parameter(fmt::format(messages::kTooManyLayers, functions::kMaxLayers));
  for (const std::string& arn : arns) {
    const auto version = parse_version(context, arn);
    if (!version) co_return no_version(arn);
    STATOR_CO_TRY(aws::authorize(context, {"lambda:GetLayerVersion", layer_resource(context, arn), {}}));
    auto layer = co_await service.layers.find(scope_of(context), version->name, version->number);
    if (!layer.ok() && layer.error().kind == functions::FailureKind::kNotFound) co_return no_version(arn);
    if (!layer.ok()) co_return to_aws_error(layer.error());
    for (const LayerReference& other : found) {
      if (other.name == layer->name)
        co_return invalid_parameter(fmt::format(messages::kLayerTwice, other.arn, arn));
    }
    LayerReference reference;
    reference.arn = arn;
    reference.scope = layer->scope;
    reference.name = layer->name;
    reference.code_id = layer->code_id;
    reference.code_bytes = layer->code_bytes;
    reference.unpacked_bytes = layer->unpacked_bytes;
    found.push_back(std::move(reference));
  }
  co_return found;
}

}  // namespace stator::services::lambda
