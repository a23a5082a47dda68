#include "services/lambda/shapes/layers.h"

namespace stator::services::lambda {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kLayerName = string_shape(1, 140);
constexpr auto kDescription = string_shape(0, 256);
constexpr auto kLicense = string_shape(0, 512);
constexpr auto kMaxItems = integer_shape(1, 50);
constexpr auto kTexts = list_shape(kText);
constexpr auto kRuntimes = list_shape(kText, 0, 15);
constexpr auto kArchitectures = list_shape(kText, 0, 2);

constexpr Member kContentInputMembers[] = {
    member<&FunctionCode::zip_file>("ZipFile", kText),
    member<&FunctionCode::s3_bucket>("S3Bucket", kText),
    member<&FunctionCode::s3_key>("S3Key", kText),
    member<&FunctionCode::s3_object_version>("S3ObjectVersion", kText),
};
constexpr Structure kContentInputStructure{"LayerVersionContentInput", kContentInputMembers};
constexpr auto kContentInput = structure_shape<FunctionCode>(kContentInputStructure);

constexpr Member kPublishMembers[] = {
    member<&PublishLayerRequest::layer_name>("LayerName", kLayerName, kRequired),
    member<&PublishLayerRequest::description>("Description", kDescription),
    member<&PublishLayerRequest::content>("Content", kContentInput, kRequired),
    member<&PublishLayerRequest::compatible_runtimes>("CompatibleRuntimes", kRuntimes),
    member<&PublishLayerRequest::compatible_architectures>("CompatibleArchitectures", kArchitectures),
    member<&PublishLayerRequest::license_info>("LicenseInfo", kLicense),
};

constexpr Member kContentMembers[] = {
    member<&LayerContent::location>("Location", kText),
    member<&LayerContent::code_sha256>("CodeSha256", kText),
    member<&LayerContent::code_size>("CodeSize", kNumber),
};
constexpr Structure kContentStructure{"LayerVersionContentOutput", kContentMembers};
constexpr auto kContent = structure_shape<LayerContent>(kContentStructure);

constexpr Member kVersionMembers[] = {
    member<&LayerVersionResponse::content>("Content", kContent),
    member<&LayerVersionResponse::layer_arn>("LayerArn", kText),
    member<&LayerVersionResponse::layer_version_arn>("LayerVersionArn", kText),
    member<&LayerVersionResponse::description>("Description", kText),
    member<&LayerVersionResponse::created_date>("CreatedDate", kText),
    member<&LayerVersionResponse::version>("Version", kNumber),
    member<&LayerVersionResponse::compatible_runtimes>("CompatibleRuntimes", kTexts),
    member<&LayerVersionResponse::compatible_architectures>("CompatibleArchitectures", kTexts),
    member<&LayerVersionResponse::license_info>("LicenseInfo", kText),
};

constexpr Member kVersionInputMembers[] = {
    member<&LayerVersionRequest::layer_name>("LayerName", kLayerName, kRequired),
    member<&LayerVersionRequest::version_number>("VersionNumber", kNumber, kRequired),
};

constexpr bool is_version_arn(std::string_view text) {
  const std::size_t layer = text.find(":layer:");
  const std::size_t number = text.rfind(':');
  return text.starts_with("arn:") && layer != std::string_view::npos && number > layer + 7 &&
         number + 1 < text.size() &&
         text.find_first_not_of("0123456789", number + 1) == std::string_view::npos;
}
constexpr Pattern kVersionArnPattern{
    R"(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)", is_version_arn};
constexpr auto kVersionArn = string_shape(1, 140, &kVersionArnPattern);

constexpr Member kByArnMembers[] = {
    member<&LayerByArnRequest::layer_version_arn>("Arn", kVersionArn, kRequired),
};

constexpr Member kListMembers[] = {
    member<&ListLayersRequest::compatible_runtime>("CompatibleRuntime", kText),
    member<&ListLayersRequest::compatible_architecture>("CompatibleArchitecture", kText),
    member<&ListLayersRequest::marker>("Marker", kText),
    member<&ListLayersRequest::max_items>("MaxItems", kMaxItems),
};

constexpr Member kListVersionsMembers[] = {
    member<&ListLayersRequest::layer_name>("LayerName", kLayerName, kRequired),
    member<&ListLayersRequest::compatible_runtime>("CompatibleRuntime", kText),
    member<&ListLayersRequest::compatible_architecture>("CompatibleArchitecture", kText),
    member<&ListLayersRequest::marker>("Marker", kText),
    member<&ListLayersRequest::max_items>("MaxItems", kMaxItems),
};

constexpr Member kItemMembers[] = {
    member<&LayerVersionItem::layer_version_arn>("LayerVersionArn", kText),
    member<&LayerVersionItem::version>("Version", kNumber),
    member<&LayerVersionItem::description>("Description", kText),
    member<&LayerVersionItem::created_date>("CreatedDate", kText),
    member<&LayerVersionItem::compatible_runtimes>("CompatibleRuntimes", kTexts),
    member<&LayerVersionItem::compatible_architectures>("CompatibleArchitectures", kTexts),
    member<&LayerVersionItem::license_info>("LicenseInfo", kText),
};
constexpr Structure kItemStructure{"LayerVersionsListItem", kItemMembers};
constexpr auto kItem = structure_shape<LayerVersionItem>(kItemStructure);
constexpr auto kItems = list_shape(kItem);

constexpr Member kListVersionsOutputMembers[] = {
    member<&ListLayerVersionsResponse::layer_versions>("LayerVersions", kItems),
    member<&ListLayerVersionsResponse::next_marker>("NextMarker", kText),
};

constexpr Member kLayerMembers[] = {
    member<&LayerItem::layer_name>("LayerName", kText),
    member<&LayerItem::layer_arn>("LayerArn", kText),
    member<&LayerItem::latest_matching_version>("LatestMatchingVersion", kItem),
};
constexpr Structure kLayerStructure{"LayersListItem", kLayerMembers};
constexpr auto kLayer = structure_shape<LayerItem>(kLayerStructure);
constexpr auto kLayers = list_shape(kLayer);

constexpr Member kListOutputMembers[] = {
    member<&ListLayersResponse::layers>("Layers", kLayers),
    member<&ListLayersResponse::next_marker>("NextMarker", kText),
};

}  // namespace

constinit const Structure kPublishLayerInput{"PublishLayerVersionRequest", kPublishMembers};
constinit const Structure kLayerVersionOutput{"PublishLayerVersionResponse", kVersionMembers};
constinit const Structure kLayerVersionInput{"GetLayerVersionRequest", kVersionInputMembers};
constinit const Structure kLayerByArnInput{"GetLayerVersionByArnRequest", kByArnMembers};
constinit const Structure kListLayersInput{"ListLayersRequest", kListMembers};
constinit const Structure kListLayerVersionsInput{"ListLayerVersionsRequest", kListVersionsMembers};
constinit const Structure kListLayerVersionsOutput{"ListLayerVersionsResponse", kListVersionsOutputMembers};
constinit const Structure kListLayersOutput{"ListLayersResponse", kListOutputMembers};

}  // namespace stator::services::lambda
