// Learns taste from plays and writes the datasets that follow from it.
//
// Runs on the caller's thread and others. The same plays give the same files, for any number of threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "plays/dataset.h"
#include "taste/evaluate.h"
#include "taste/groups.h"
#include "taste/opt_in.h"
#include "taste/sorted_plays.h"
#include "taste/stage_clock.h"

namespace earshot {

// A dataset of plays/taste_datasets.h, and the file for it.
struct DatasetOutput {
  const Dataset* dataset = nullptr;
  std::string path;
};

struct TasteOptions {
  SortOptions resources;
  OptIn opt_in;
  NamedGroups groups;  // who share a playlist, besides those alike
  std::vector<DatasetOutput> outputs;
  // Files for what was used of `opt_in` and `groups`: who has no plays is in neither. Empty: they are not kept.
  std::string kept_opt_in;
  std::string kept_groups;
  std::string mark;  // that all files are there (plays/taste_mark.h); empty: none
};

struct WrittenDataset {
  DatasetOutput output;
  uint64_t rows = 0;
};

// Who has agreed to be named, and the groups of them.
struct NamingCounts {
  uint64_t agreed = 0;
  uint64_t agreed_with_plays = 0;
  uint64_t groups = 0;
  uint64_t groups_left_out = 0;         // of these, as no play is of one of their members
  std::optional<int64_t> left_out_for;  // the first member for whom a group is left out
};

struct TasteReport {
  PlayCounts counts;
  Evaluation evaluation;
  // Of whom too little is known, so that they are recommended what is popular.
  uint64_t little_known_listeners = 0;
  NamingCounts naming;
  std::vector<WrittenDataset> datasets;
  std::vector<Stage> stages;
};

// Where the plays do not show taste (Evaluation::shows_taste), what is recommended is what is popular, without reasons.
// Ended before its end, the files that were there are as they were; while the files get their names, there is no mark.
StatusOr<TasteReport> ComputeDatasets(const PlaysFile& plays, const TasteOptions& options);

}  // namespace earshot
