#include "services/s3/ops/notifications.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "functions/function_arn.h"
#include "services/s3/common/bucket_change.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

using objects::Notification;

constexpr std::size_t kMaxNotificationBytes = 1u << 20;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
constexpr std::string_view kEvents[] = {
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:Replication:OperationNotTracked",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAcl:Put",
};

Error invalid(std::string message) { return {400, "InvalidArgument", std::move(message), {}}; }

// Seen on AWS: awslabs/aws-lambda-redshift-loader#219.
Error unreachable(const std::string& arn, std::string why) {
  return {400,
          "InvalidArgument",
          messages::kBadDestination,
          {{"ArgumentName1", arn + ", null"}, {"ArgumentValue1", std::move(why)}}};
}

// A prefix or suffix. "Prefix" is a name, too.
Result<base::Ok> read_rule(const XmlElement& rule, Notification* notification) {
  const std::string name = base::lower_ascii(rule.child_text("Name"));
  const bool is_prefix = name == "prefix";
  if (!is_prefix && name != "suffix") return invalid(messages::kBadFilterName);
  std::string& value = is_prefix ? notification->prefix : notification->suffix;
  if (!value.empty()) return invalid(fmt::format(messages::kFilterTwice, name));
  value = rule.child_text("Value");
  if (value.size() > kMaxFilterBytes) return invalid(fmt::format(messages::kFilterTooLong, kMaxFilterBytes));
  return base::Ok{};
}

Result<Notification> read_notification(const XmlElement& element, std::string_view destination) {
  Notification notification;
  notification.id = element.child_text("Id");
  notification.function_arn = element.child_text(destination);
  for (const XmlElement& child : element.children) {
    if (child.name == "Event") {
      if (std::ranges::find(kEvents, child.text) == std::end(kEvents))
        return invalid(fmt::format(messages::kBadEvent, child.text));
      auto& events = notification.events;
      if (std::ranges::find(events, child.text) == events.end()) events.push_back(child.text);
    }
    if (child.name != "Filter") continue;
    const XmlElement* rules = child.child("S3Key");
    if (rules == nullptr) return malformed_xml();
    for (const XmlElement& rule : rules->children) {
      if (rule.name != "FilterRule") return malformed_xml();
      STATOR_TRY(read_rule(rule, &notification));
    }
  }
  if (notification.events.empty() || notification.function_arn.empty()) return malformed_xml();
  if (notification.id.size() > kMaxNotificationIdBytes)
    return invalid(fmt::format(messages::kNotificationIdTooLong, kMaxNotificationIdBytes));
  if (notification.function_arn.size() > kMaxDestinationBytes) return invalid(messages::kBadDestinationArn);
  if (notification.id.empty()) notification.id = functions::new_uuid();
  return notification;
}

struct Configuration {
  std::vector<Notification> functions;
  std::vector<Notification> topics;
  std::vector<Notification> queues;
  bool event_bridge = false;

  std::size_t size() const { return functions.size() + topics.size() + queues.size(); }
};

Result<base::Ok> read_child(const XmlElement& child, Configuration* configuration) {
  if (child.name == "CloudFunctionConfiguration") {
    STATOR_ASSIGN(configuration->functions.emplace_back(), read_notification(child, "CloudFunction"));
  } else if (child.name == "TopicConfiguration") {
    STATOR_ASSIGN(configuration->topics.emplace_back(), read_notification(child, "Topic"));
  } else if (child.name == "QueueConfiguration") {
    STATOR_ASSIGN(configuration->queues.emplace_back(), read_notification(child, "Queue"));
  } else if (child.name == "EventBridgeConfiguration") {
    configuration->event_bridge = true;
  } else {
    return malformed_xml();
  }
  if (configuration->size() > kMaxNotifications)
    return invalid(fmt::format(messages::kTooManyNotifications, kMaxNotifications));
  return base::Ok{};
}

// One child after the other: a hundred with all that they can have are more than a tree may hold.
Result<Configuration> read_configuration(const std::string& body) {
  Configuration configuration;
  Result<base::Ok> read = base::Ok{};
  XmlReader reader([&](const XmlElement& child) {
    if (read.ok()) read = read_child(child, &configuration);
    return true;
  });
  reader.feed(body);
  const auto root = reader.finish();
  if (!root || root->name != "NotificationConfiguration") return malformed_xml();
  if (!read.ok()) return std::move(read).error();
  return configuration;
}

// No two may want the same change.
Result<base::Ok> check_together(const Configuration& configuration) {
  std::vector<const Notification*> all;
  for (const auto* list : {&configuration.functions, &configuration.topics, &configuration.queues}) {
    for (const Notification& each : *list) all.push_back(&each);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (all[i]->id == all[j]->id) return invalid(messages::kSameNotificationId);
      if (!overlap(*all[i], *all[j])) continue;
      const auto has_filter = [](const Notification& each) {
        return !each.prefix.empty() || !each.suffix.empty();
      };
      const bool filtered = has_filter(*all[i]) || has_filter(*all[j]);
      return invalid(filtered ? messages::kFiltersOverlap : messages::kNotificationsOverlap);
    }
  }
  return base::Ok{};
}

base::Task<Result<base::Ok>> check_destinations(Service& service, const Request& request,
                                                const objects::Bucket& bucket,
                                                const Configuration& configuration) {
  for (const Notification& each : configuration.topics) {
    co_return unreachable(each.function_arn, messages::kNoTopic);
  }
  for (const Notification& each : configuration.queues) {
    co_return unreachable(each.function_arn, messages::kNoQueue);
  }
  for (const Notification& each : configuration.functions) {
    const auto arn = functions::parse_function_arn(each.function_arn);
    if (!arn) co_return invalid(messages::kBadDestinationArn);
    if (arn->scope.region != bucket.region) co_return invalid(messages::kDestinationRegion);
    if (base::lower_ascii(request.header("x-amz-skip-destination-validation")) == "true") continue;
    auto reaches = co_await service.events.may_tell(each.function_arn, bucket.name);
    if (!reaches.ok()) co_return internal_error();
    if (!*reaches)
      co_return unreachable(each.function_arn, fmt::format(messages::kFunctionNotAllowed, each.function_arn));
  }
  co_return base::Ok{};
}

void write_rule(std::string_view name, const std::string& value, XmlWriter* xml) {
  if (!value.empty()) xml->open("FilterRule").text("Name", name).text("Value", value).close("FilterRule");
}

}  // namespace

base::Task<Result<net::Response>> get_bucket_notifications(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  XmlWriter xml("NotificationConfiguration");
  for (const Notification& each : bucket->notifications) {
    xml.open("CloudFunctionConfiguration").text("Id", each.id).text("CloudFunction", each.function_arn);
    for (const std::string& event : each.events) xml.text("Event", event);
    if (!each.prefix.empty() || !each.suffix.empty()) {
      xml.open("Filter").open("S3Key");
      write_rule("Prefix", each.prefix, &xml);
      write_rule("Suffix", each.suffix, &xml);
      xml.close("S3Key").close("Filter");
    }
    xml.close("CloudFunctionConfiguration");
  }
  if (bucket->tells_event_bridge) xml.open("EventBridgeConfiguration").close("EventBridgeConfiguration");
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> put_bucket_notifications(Service& service, Request& request) {
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxNotificationBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  STATOR_CO_ASSIGN(const Configuration configuration, read_configuration(*body));
  STATOR_CO_TRY(check_together(configuration));
  auto reachable = co_await check_destinations(service, request, *bucket, configuration);
  if (!reachable.ok()) co_return std::move(reachable).error();
  std::function<void(objects::Bucket&)> how = [&configuration](objects::Bucket& changed) {
    changed.notifications = configuration.functions;
    changed.tells_event_bridge = configuration.event_bridge;
  };
  auto response = co_await change_bucket(service, request, 200, std::move(how));
  co_return response;
}

}  // namespace stator::services::s3
