// The loading step, with verification or without, and its report: shared by `load`, `verify` and `run`; and what
// `load`, `plan` and `verify` begin with.
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "cli/result_object.h"
#include "load/load.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

struct LoadArguments {
  std::string conflicts;  // where conflicts are listed; empty: only counted, and the first ones shown
  std::string removals_max = "1%";
};

// Declares --removals-max on `command`. `removals_max` must outlive the command.
void AddRemovalsMaxOption(CLI::App& command, std::string* removals_max);

// Declares them on `command`. `arguments` must outlive the command.
void AddLoadArguments(CLI::App& command, LoadArguments& arguments);

// The files that tables are made of, by their paths.
struct SourcePaths {
  std::string plays = kDefaultPlays;
  std::string events;  // empty: beside the plays
};

// Declares PLAYS and --events on `command`. `paths` must outlive the command.
void AddSourcePaths(CLI::App& command, SourcePaths& paths);
// The latter alone, for commands whose PLAYS are something else.
void AddEventsOption(CLI::App& command, std::string& events);

std::string EventsPath(const SourcePaths& paths);

// Those of the files that the tables are made of, as they are now.
StatusOr<SourceFiles> FindSourceFiles(const std::vector<Table>& tables, const SourcePaths& paths);

// Adds those that were computed of the plays, where tables are of these.
Status AddTasteFiles(const std::vector<Table>& tables, SourceFiles* files);

// "plays.csv", or "plays.csv and plays.csv.events" where tables are of both; of what was computed, the directory.
std::string NamesOf(const SourceFiles& files, const std::vector<Table>& tables);

// The tables of the questions and, once something was computed of these plays, those of that. PLAYS that can be read
// only once are an error.
StatusOr<std::vector<Table>> ReadTablesToLoad(const Settings& settings, const std::string& plays);

// An error where a file lacks a column that a table is made of.
Status CheckColumns(const SourceFiles& files, const std::vector<Table>& tables);

// The questions' tables, the store, and the files whose plays and events are to be in it.
struct LoadInputs {
  std::vector<Table> tables;
  std::unique_ptr<Store> store;
  SourceFiles files;
};

// Opens them, and warns where the temporary files may not have room.
StatusOr<LoadInputs> OpenLoadInputs(const Settings& settings, const SourcePaths& paths);

// What is loaded, and into what. Everything that it refers to must outlive the step.
struct LoadStep {
  Store& store;
  const std::vector<Table>& tables;
  SourceFiles files;
  const Settings& settings;
  const LoadArguments& arguments;
};

// How the tables are to be filled.
struct Filling {
  VerifyScope verify = VerifyScope::kNothing;
  Trust trust = Trust::kMarks;
};

// Makes the tables where they are not there yet, and fills them from the plays.
StatusOr<std::vector<TableLoad>> CreateAndFill(const LoadStep& step, const Filling& filling,
                                               const RowLimit& removals_max);

// The same, and prints the outcome.
Status CreateAndLoad(const LoadStep& step, OutputStream& output);

// Verifies of each table that every row arrived, too. What it prints becomes part of `results`.
Status CreateLoadAndVerify(const LoadStep& step, const Filling& filling, ResultObject& results);

}  // namespace earshot
