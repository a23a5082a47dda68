// The DynamoDB API over an in-memory database, called without a network: JSON in, status and JSON out. For
// tests.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/block_on.h"
#include "base/check.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "blob/file/scratch_folder.h"
#include "services/dynamodb/service.h"
#include "storage/memory/memory_engine.h"
#include "telemetry/logs.h"

namespace stator::services::dynamodb {

struct ApiAnswer {
  int status = 0;
  std::string body;
};

class TestApi {
 public:
  TestApi()
      : service_{*open(), *transactions_, *backups_, *exports_, *imports_, *bulk_puts_, *objects_},
        endpoint_(json_endpoint(service_, rules_, &pool_)),
        router_({&endpoint_}, ids_, clock_) {}
  ~TestApi() {
    base::block_on(exports_->stop());
    base::block_on(imports_->stop());
    base::block_on(bulk_puts_->stop());
    base::block_on(objects_->stop());
    backups_->stop();
    base::block_on(logs_->stop());
    base::block_on(database_->stop());
  }

  ApiAnswer call(std::string_view operation, std::string_view body) {
    const std::string target = "DynamoDB_20120810." + std::string(operation);
    const std::vector<net::Header> headers = {
        {"X-Amz-Target", target},
        {"Content-Type", "application/x-amz-json-1.0"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/dynamodb/aws4_request, "
         "SignedHeaders=host, Signature=00"}};
    net::Request request;
    request.method = "POST";
    request.path = "/";
    request.headers = headers;
    request.body = body;
    net::Response response = base::block_on(router_.handle(request));
    return {response.status, response.body.text()};
  }

  base::ManualClock& clock() { return clock_; }
  objects::ObjectStore& objects() { return *objects_; }

  // As long as the answer lives, work in the background waits.
  class BackgroundHalt {
   public:
    explicit BackgroundHalt(base::ThreadPool& pool) : state_(std::make_shared<State>()) {
      pool.post({[](void* argument) {
                   const std::unique_ptr<std::shared_ptr<State>> state(
                       static_cast<std::shared_ptr<State>*>(argument));
                   (*state)->begun.set_value();
                   (*state)->end.get_future().wait();
                 },
                 new std::shared_ptr<State>(state_)});
      state_->begun.get_future().wait();
    }
    ~BackgroundHalt() { state_->end.set_value(); }
    BackgroundHalt(const BackgroundHalt&) = delete;
    BackgroundHalt& operator=(const BackgroundHalt&) = delete;

   private:
    struct State {
      std::promise<void> begun, end;
    };
    const std::shared_ptr<State> state_;
  };
  BackgroundHalt halt_background() { return BackgroundHalt(pool_); }

 private:
  db::table::Database* open() {
    db::table::Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.seed = 1;
    auto database = base::block_on(db::table::Database::open(engine_, options));
    STATOR_CHECK(database.ok());
    database_ = std::move(*database);
    transactions_ = std::make_unique<db::transaction::Transactions>(*database_);
    backups_ = std::make_unique<db::recovery::Backups>(*database_);
    open_objects();
    exports_ = std::make_unique<transfer::Exports>(*database_, *backups_, *objects_);
    imports_ = std::make_unique<transfer::Imports>(*database_, *objects_, *logs_);
    bulk_puts_ = std::make_unique<transfer::BulkPuts>(*database_, *objects_);
    return database_.get();
  }

  void open_objects() {
    auto folder = blob::ScratchFolder::make();
    STATOR_CHECK(folder.ok());
    folder_ = std::move(*folder);
    auto blobs = blob::FileStore::open(folder_->path(), false, base::SecureRandom::system());
    STATOR_CHECK(blobs.ok());
    blobs_ = std::move(*blobs);
    objects_ = std::make_unique<objects::ObjectStore>(
        objects::ObjectStore::Parts{engine_, *blobs_, pool_, clock_, base::SecureRandom::system()});
    STATOR_CHECK(base::block_on(objects_->recover()).ok());
    logs_ = std::make_unique<telemetry::Logs>(engine_, clock_, pool_);
  }

  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::transaction::Transactions> transactions_;
  std::unique_ptr<db::recovery::Backups> backups_;
  std::unique_ptr<blob::ScratchFolder> folder_;
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<telemetry::Logs> logs_;
  std::unique_ptr<transfer::Exports> exports_;
  std::unique_ptr<transfer::Imports> imports_;
  std::unique_ptr<transfer::BulkPuts> bulk_puts_;
  Service service_;
  aws::IdentityRules rules_;
  aws::RequestIdSource ids_{1};
  aws::protocol::JsonEndpoint endpoint_;
  aws::Router router_;
};

}  // namespace stator::services::dynamodb
