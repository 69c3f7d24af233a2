// The loading step, with verification or without, and its report: shared by `load` and `run`.
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "cli/result_object.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

struct LoadArguments {
  std::string conflicts;  // where conflicts are listed; empty: only counted, and the first ones shown
};

// Declares them on `command`. `arguments` must outlive the command.
void AddLoadArguments(CLI::App& command, LoadArguments& arguments);

// Makes the tables where they are not there yet, fills them from `plays`, and prints what came of it.
Status CreateAndLoad(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, CommandContext& context,
                     const LoadArguments& arguments);

// The same, and proves of each table that every row arrived. What it prints becomes part of `results`.
Status CreateLoadAndVerify(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                           const Settings& settings, const LoadArguments& arguments, ResultObject& results);

}  // namespace earshot
