// Layers, and which of them a function has.
#pragma once

#include "services/lambda/ops/common.h"
#include "services/lambda/shapes/layers.h"

namespace stator::services::lambda {

base::Task<aws::Result<LayerVersionResponse>> publish_layer(Service& service,
                                                            const aws::RequestContext& context,
                                                            PublishLayerRequest& request);
base::Task<aws::Result<LayerVersionResponse>> get_layer(Service& service, const aws::RequestContext& context,
                                                        LayerVersionRequest& request);
base::Task<aws::Result<LayerVersionResponse>> get_layer_by_arn(Service& service,
                                                               const aws::RequestContext& context,
                                                               LayerByArnRequest& request);
base::Task<aws::Result<base::Ok>> delete_layer(Service& service, const aws::RequestContext& context,
                                               LayerVersionRequest& request);
base::Task<aws::Result<ListLayerVersionsResponse>> list_layer_versions(Service& service,
                                                                       const aws::RequestContext& context,
                                                                       ListLayersRequest& request);
base::Task<aws::Result<ListLayersResponse>> list_layers(Service& service, const aws::RequestContext& context,
                                                        ListLayersRequest& request);

// The ARN that policies see, of a layer or a version that is named or given by its ARN, however that is
// spelled.
std::string layer_resource(const aws::RequestContext& context, std::string_view text);

// The layers that a function asks for by the ARNs of their versions. InvalidParameterValueException.
base::Task<aws::Result<std::vector<functions::LayerReference>>> find_layers(
    Service& service, const aws::RequestContext& context, std::vector<std::string> arns);

}  // namespace stator::services::lambda
