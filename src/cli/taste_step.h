// Computing taste and loading what follows from it: what `taste`, `run --taste` and `forget` have in common.
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/file_lock.h"
#include "base/status.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/result_object.h"
#include "questions/table.h"
#include "stores/store.h"
#include "taste/compute_datasets.h"
#include "taste/groups.h"
#include "taste/learn.h"
#include "taste/opt_in.h"

namespace earshot {

struct TasteArguments {
  std::string opt_in;  // a file of user_ids; empty: nobody has agreed to be named
  std::string groups;  // a file of groups; empty: only those that are alike
};

// Declares them on `command`. `arguments` must outlive the command.
void AddTasteArguments(CLI::App& command, TasteArguments& arguments);

// Who has agreed to be named, and groups of them who share a playlist.
struct NamedListeners {
  OptIn opt_in;
  NamedGroups groups;
};

// Reads each file once, as it may be a pipe, and before the long work: what is wrong in it is then known.
StatusOr<NamedListeners> ReadNamedListeners(const TasteArguments& arguments);

// What was computed, and the lock on its directory: while it is held no other program computes there.
struct ComputedTaste {
  TasteReport report;
  FileLock lock;
};

// An error where something else than a file has the name of one that ComputeTaste writes: it could be anybody's.
Status CheckTasteNames(const std::string& plays);

// Computes all datasets, into the directory beside the plays. Those of `named` who have plays are kept there as well,
// for RecomputeTaste. A TransientError where another program does so, or changes the plays meanwhile.
StatusOr<ComputedTaste> ComputeTaste(const PlaysFile& plays, NamedListeners named, const Settings& settings);

// Computes again what was computed of the plays before a listener was forgotten, with those who were kept then, and
// what `tables` are of; nothing where there is neither. The lock is that of ComputedTaste.
StatusOr<FileLock> RecomputeTaste(const PlaysFile& plays, const std::vector<Table>& tables, const Settings& settings);

// What was learned, for an answer of the moment. Says so where the plays show no taste.
StatusOr<LearnedTaste> LearnForNow(const std::string& plays, const Settings& settings);

// Who has agreed to be named: as the file says, or where none is named, those whom ComputeTaste has kept.
StatusOr<OptIn> OptInFor(const std::string& plays, const std::string& file);

// Loads and verifies the tables of what was computed of the plays.
Status LoadTaste(Store& store, const std::vector<Table>& tables, const std::string& plays, const Settings& settings,
                 ResultObject& results);

}  // namespace earshot
