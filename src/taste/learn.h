// Learns taste from plays: proves what was learned by plays that were held out, and then learns from all of them.
//
// Runs on the caller's thread and others. The same plays give the same, for any number of threads.
#pragma once

#include <optional>

#include "base/status.h"
#include "load/sorted_source.h"
#include "taste/evaluate.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/sorted_plays.h"
#include "taste/stage_clock.h"
#include "taste/taste_model.h"

namespace earshot {

struct LearnedTaste {
  PlayCounts counts;
  Evaluation evaluation;
  Listening listening;
  TasteModel model;
  // Where the plays show no taste: no weights, so that popularity decides.
  std::optional<NeighbourWeights> withheld;

  // By which it is predicted who will like what.
  const NeighbourWeights& proven() const { return withheld.has_value() ? *withheld : model.neighbours; }
};

// `clock` has the parts of it afterwards. Plays that need more memory than there is are an error that says how much.
StatusOr<LearnedTaste> LearnTaste(const PlaysFile& plays, const SortOptions& resources, StageClock* clock);

}  // namespace earshot
