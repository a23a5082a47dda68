// The contract suite: what every engine has to do. A test program includes this once and instantiates
// EngineContract with its kinds of engines. For tests only.
#pragma once

#include "storage/contract_commits.h"
#include "storage/contract_logs.h"
#include "storage/contract_reads.h"
