// Learns taste from plays, proves what was learned by plays that were held out, and writes the datasets that follow
// from it.
//
// Runs on the caller's thread and others. The same plays give the same files, for any number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "plays/dataset.h"
#include "taste/evaluate.h"
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
  // Without any, taste is only proved.
  std::vector<DatasetOutput> outputs;
};

struct WrittenDataset {
  DatasetOutput output;
  uint64_t rows = 0;
};

struct TasteReport {
  PlayCounts counts;
  Evaluation evaluation;
  // Of whom too little is known, so that they are recommended what is popular.
  uint64_t little_known_listeners = 0;
  std::vector<WrittenDataset> datasets;
  std::vector<Stage> stages;
};

// Where the plays do not show taste (Evaluation::shows_taste), recommendations are what is popular, without reasons.
// Either all files get their names or none.
StatusOr<TasteReport> LearnTaste(const PlaysFile& plays, const TasteOptions& options);

}  // namespace earshot
