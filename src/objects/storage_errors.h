// Errors of the layers below, as errors of objects.
#pragma once

#include "blob/store.h"
#include "objects/error.h"
#include "storage/engine.h"

namespace stator::objects {

Error from_storage(const storage::Error& error);
Error from_blob(const blob::Error& error);

}  // namespace stator::objects
