#include "functions/layer.h"

#include <fmt/format.h>

#include "functions/record_shapes.h"

namespace stator::functions {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr Member kLayerMembers[] = {
    member<&LayerVersion::scope>("scope", kScope),
    member<&LayerVersion::name>("name", kText),
    member<&LayerVersion::number>("number", kNumber),
    member<&LayerVersion::description>("description", kText),
    member<&LayerVersion::license>("license", kText),
    member<&LayerVersion::runtimes>("runtimes", kTexts),
    member<&LayerVersion::architectures>("architectures", kTexts),
    member<&LayerVersion::created_millis>("created", kNumber),
    member<&LayerVersion::code_id>("code", kNumber),
    member<&LayerVersion::code_bytes>("codeBytes", kNumber),
    member<&LayerVersion::unpacked_bytes>("unpackedBytes", kNumber),
    member<&LayerVersion::code_sha256>("codeSha256", kText),
    member<&LayerVersion::deleted_millis>("deleted", kNumber),
};

}  // namespace

constinit const Structure kLayerVersionRecord{"layer version", kLayerMembers};

std::string LayerVersion::layer_arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:layer:{}", scope.region, scope.account, name);
}

}  // namespace stator::functions
