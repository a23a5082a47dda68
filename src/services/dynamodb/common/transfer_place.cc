#include "services/dynamodb/common/transfer_place.h"

#include "aws/authorizer.h"
#include "aws/credentials.h"
#include "base/time_slice.h"
#include "objects/arn.h"
#include "objects/public_access.h"
#include "transfer/export_layout.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {
namespace {

// Views of S3 on the caller: as the account that has the bucket, by whose policy.
struct BucketAccess {
  aws::RequestContext context;
  std::string arn;
  std::string policy;

  bool allows(std::string_view action, const std::string& resource, authz::Facts facts = {}) const {
    return aws::authorize(context, {std::string(action), resource, std::move(facts), policy}).ok();
  }
};

transfer::Place as_asked(const aws::RequestContext& context, WantedPlace wanted) {
  const std::string& caller = context.principal ? context.principal->account : context.account;
  transfer::Place place;
  place.account = context.shared_data ? context.account : wanted.owner.empty() ? caller : wanted.owner;
  place.bucket = std::move(wanted.bucket);
  place.prefix = std::move(wanted.prefix);
  return place;
}

// A bucket of another account than the one that was named is denied. One that is not there has no policy: who
// may use it is told by the job that it is not.
base::Task<BucketAccess> find_bucket(objects::ObjectStore& objects, const aws::RequestContext& context,
                                     transfer::Place* place) {
  BucketAccess access{context, objects::bucket_arn(place->bucket), {}};
  access.context.account = place->account;
  const std::string& caller = context.principal ? context.principal->account : context.account;
  objects::BucketName name{context.shared_data ? context.account : caller, place->bucket};
  auto owner = co_await objects.owner_of(name);
  if (!owner.ok()) co_return access;
  if (*owner != place->account) {
    place->denied = true;
    co_return access;
  }
  objects::BucketName real{*std::move(owner), place->bucket};
  auto bucket = co_await objects.find_bucket(std::move(real));
  if (bucket.ok()) access.policy = objects::policy_for(caller, *std::move(bucket));
  co_return access;
}

// Also those that are behind the last one that an import takes are not looked at.
base::Task<bool> may_read_all(objects::ObjectStore& objects, const BucketAccess& bucket,
                              const transfer::Place& place) {
  BucketAccess access = bucket;
  objects::BucketName name{place.account, place.bucket};
  objects::ListQuery query;
  query.prefix = place.prefix;
  base::TimeSlice slice;
  for (std::size_t count = 0; count <= transfer::kMaxImportObjects;) {
    auto page = co_await objects.list(name, query);
    if (!page.ok()) co_return true;  // the job will say why
    // They may be 50,000, far more than other requests ask about: a budget for each page.
    base::WorkBudget work(authz::kRequestWork);
    access.context.policy_work = &work;
    for (const objects::Listing::Entry& entry : page->objects) {
      if (!access.allows("s3:GetObject", access.arn + "/" + entry.key)) co_return false;
      co_await slice.pause_if_used_up();
    }
    if (!page->truncated) break;
    count += page->objects.size();
    query.after = std::move(page->last);
  }
  co_return true;
}

}  // namespace

base::Task<transfer::Place> place_to_write(objects::ObjectStore& objects, const aws::RequestContext& context,
                                           WantedPlace wanted, std::string algorithm) {
  transfer::Place place = as_asked(context, std::move(wanted));
  if (context.authorizer == nullptr) co_return place;
  const BucketAccess access = co_await find_bucket(objects, context, &place);
  if (place.denied) co_return place;
  authz::Facts facts;
  if (!algorithm.empty()) facts.set("s3:x-amz-server-side-encryption", std::move(algorithm));
  const std::string objects_of_export = access.arn + "/" + transfer::export_root(place.prefix) + "*";
  place.denied = !access.allows("s3:PutObject", objects_of_export, std::move(facts));
  co_return place;
}

base::Task<transfer::Place> place_to_read(objects::ObjectStore& objects, const aws::RequestContext& context,
                                          WantedPlace wanted) {
  transfer::Place place = as_asked(context, std::move(wanted));
  if (context.authorizer == nullptr) co_return place;
  const BucketAccess access = co_await find_bucket(objects, context, &place);
  if (place.denied) co_return place;
  authz::Facts facts;
  facts.set("s3:prefix", place.prefix);
  place.denied = !access.allows("s3:ListBucket", access.arn, std::move(facts));
  if (place.denied) co_return place;
  const bool all = co_await may_read_all(objects, access, place);
  place.denied = !all;
  co_return place;
}

}  // namespace stator::services::dynamodb
