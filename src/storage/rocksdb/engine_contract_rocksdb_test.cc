#include "storage/engine_contract.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

INSTANTIATE_TEST_SUITE_P(RocksDb, EngineContract,
                         testing::Values(rocksdb_kind("full", Durability::kFull),
                                         rocksdb_kind("relaxed", Durability::kRelaxed)),
                         kind_name);

}  // namespace
}  // namespace stator::storage
