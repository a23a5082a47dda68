#include "services/cloudwatch/shapes/dashboards.h"

#include "monitoring/dashboards/dashboards.h"
#include "services/cloudwatch/shapes/common.h"

namespace stator::services::cloudwatch {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kBytes = long_shape();
constexpr auto kNames = list_shape(kText, kNoMinimum, monitoring::dashboards::kMaxRemoved);

constexpr Member kPutDashboardInputMembers[] = {
    member<&PutDashboardRequest::dashboard_name>("DashboardName", kText, kRequired),
    member<&PutDashboardRequest::dashboard_body>("DashboardBody", kText, kRequired),
    member<&PutDashboardRequest::tags>("Tags", kTags),
};
constexpr Member kMessageMembers[] = {
    member<&DashboardValidationMessage::data_path>("DataPath", kText),
    member<&DashboardValidationMessage::message>("Message", kText),
};
constexpr Structure kMessageStructure{"DashboardValidationMessage", kMessageMembers};
constexpr auto kMessage = structure_shape<DashboardValidationMessage>(kMessageStructure);
constexpr auto kMessages = list_shape(kMessage);
constexpr Member kPutDashboardOutputMembers[] = {
    member<&PutDashboardResponse::dashboard_validation_messages>("DashboardValidationMessages", kMessages),
};

constexpr Member kGetDashboardInputMembers[] = {
    member<&GetDashboardRequest::dashboard_name>("DashboardName", kText, kRequired),
};
constexpr Member kGetDashboardOutputMembers[] = {
    member<&GetDashboardResponse::dashboard_arn>("DashboardArn", kText),
    member<&GetDashboardResponse::dashboard_body>("DashboardBody", kText),
    member<&GetDashboardResponse::dashboard_name>("DashboardName", kText),
};

constexpr Member kListDashboardsInputMembers[] = {
    member<&ListDashboardsRequest::dashboard_name_prefix>("DashboardNamePrefix", kText),
    member<&ListDashboardsRequest::next_token>("NextToken", kText),
};
constexpr Member kEntryMembers[] = {
    member<&DashboardEntry::dashboard_name>("DashboardName", kText),
    member<&DashboardEntry::dashboard_arn>("DashboardArn", kText),
    member<&DashboardEntry::last_modified>("LastModified", kTime),
    member<&DashboardEntry::size>("Size", kBytes),
};
constexpr Structure kEntryStructure{"DashboardEntry", kEntryMembers};
constexpr auto kEntry = structure_shape<DashboardEntry>(kEntryStructure);
constexpr auto kEntries = list_shape(kEntry);
constexpr Member kListDashboardsOutputMembers[] = {
    member<&ListDashboardsResponse::dashboard_entries>("DashboardEntries", kEntries),
    member<&ListDashboardsResponse::next_token>("NextToken", kText),
};

constexpr Member kDeleteDashboardsInputMembers[] = {
    member<&DeleteDashboardsRequest::dashboard_names>("DashboardNames", kNames, kRequired),
};

}  // namespace

constinit const Structure kPutDashboardInput{"PutDashboardInput", kPutDashboardInputMembers};
constinit const Structure kPutDashboardOutput{"PutDashboardOutput", kPutDashboardOutputMembers};
constinit const Structure kGetDashboardInput{"GetDashboardInput", kGetDashboardInputMembers};
constinit const Structure kGetDashboardOutput{"GetDashboardOutput", kGetDashboardOutputMembers};
constinit const Structure kListDashboardsInput{"ListDashboardsInput", kListDashboardsInputMembers};
constinit const Structure kListDashboardsOutput{"ListDashboardsOutput", kListDashboardsOutputMembers};
constinit const Structure kDeleteDashboardsInput{"DeleteDashboardsInput", kDeleteDashboardsInputMembers};

}  // namespace stator::services::cloudwatch
