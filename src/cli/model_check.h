// earshot model check [PLAYS]: what is wrong or unwise with the questions and, where there are plays, what their tables
// would be. Main thread only.
#pragma once

#include <cstddef>
#include <string>

#include "base/status.h"
#include "cli/command.h"
#include "profile/partition_limits.h"

namespace earshot {

struct ModelCheckArguments {
  std::string plays;   // empty: the questions alone
  std::string events;  // empty: beside the plays
  size_t nodes = kProfileNodes;
  PartitionLimits limits;
  bool other_keys = false;  // also what other keys would make of the plays
};

Status CheckModel(CommandContext& context, const ModelCheckArguments& arguments);

}  // namespace earshot
