#include "services/dynamodb/shapes/time_to_live.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kStatuses[] = {"ENABLING", "DISABLING", "ENABLED", "DISABLED"};
constexpr auto kStatus = enum_shape<TimeToLiveStatus>(kStatuses);
constexpr auto kExpiryName = string_shape(1, 255);

constexpr Member kSpecificationMembers[] = {
    member<&TimeToLiveSpecification::enabled>("Enabled", kBool, kRequired),
    member<&TimeToLiveSpecification::attribute_name>("AttributeName", kExpiryName, kRequired),
};
constexpr Structure kSpecificationStructure{"TimeToLiveSpecification", kSpecificationMembers};
constexpr auto kSpecification = structure_shape<TimeToLiveSpecification>(kSpecificationStructure);
constexpr Member kUpdateMembers[] = {
    member<&UpdateTimeToLiveRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&UpdateTimeToLiveRequest::specification>("TimeToLiveSpecification", kSpecification, kRequired),
};
constexpr Member kUpdateOutputMembers[] = {
    member<&UpdateTimeToLiveResponse::specification>("TimeToLiveSpecification", kSpecification),
};
constexpr Member kDescriptionMembers[] = {
    member<&TimeToLiveDescription::status>("TimeToLiveStatus", kStatus),
    member<&TimeToLiveDescription::attribute_name>("AttributeName", kText),
};
constexpr Structure kDescriptionStructure{"TimeToLiveDescription", kDescriptionMembers};

}  // namespace

constinit const decltype(kTimeToLiveDescription) kTimeToLiveDescription =
    structure_shape<TimeToLiveDescription>(kDescriptionStructure);

namespace {

constexpr Member kDescribeMembers[] = {
    member<&DescribeTimeToLiveResponse::description>("TimeToLiveDescription", kTimeToLiveDescription),
};

}  // namespace

constinit const Structure kUpdateTimeToLiveInput{"UpdateTimeToLiveInput", kUpdateMembers};
constinit const Structure kUpdateTimeToLiveOutput{"UpdateTimeToLiveOutput", kUpdateOutputMembers};
constinit const Structure kDescribeTimeToLiveOutput{"DescribeTimeToLiveOutput", kDescribeMembers};

}  // namespace stator::services::dynamodb
