// What a bucket tells functions: that its objects have changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine.h"

namespace stator::objects {

struct Bucket;
struct Object;

struct Notification {
  std::string id;
  std::string function_arn;
  std::vector<std::string> events;  // "s3:ObjectCreated:*"
  // Of keys, as they were given: in the form of URLs, '+' for a blank.
  std::string prefix;
  std::string suffix;
};

// How an object is changed, and by whom.
struct Cause {
  std::string event = "ObjectCreated:Put";
  std::string principal_id;    // empty: the account
  std::string account;         // of the caller; empty: the owner's, for the server itself
  std::string source_address;  // an IP address
  std::string request_id;      // as the client was told it
  std::string host_id;
};

// `event` as in Cause.
bool wants(const Notification& notification, std::string_view event, std::string_view key);
// Whether there may be a change that both want. A bucket has no two of that kind.
bool overlap(const Notification& one, const Notification& other);

// One change, for one notification.
struct ObjectEvent {
  const Bucket& bucket;
  const Notification& notification;
  const Cause& cause;
  std::string_view key;
  const Object* object;  // nullptr: it is gone
  std::int64_t micros;   // since 1970
};

// Who passes events on to functions. Thread-safe.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // Puts the event into the commit of the change: it is as durable as that.
  virtual void add_to(storage::Commit* commit, const ObjectEvent& event) = 0;
  // After the commit with events of that time, which may have failed.
  virtual void maybe_committed(std::int64_t micros) = 0;
};

}  // namespace stator::objects
