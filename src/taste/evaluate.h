// Judges the model by plays that it was not learned from: what would it have recommended, and what did listeners then
// hear for the first time? Beside it popularity, which knows nothing of taste.
//
// Plain data once it is made; safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/status.h"
#include "taste/judged.h"
#include "taste/sorted_plays.h"
#include "taste/taste_model.h"

namespace earshot {

// More would make the estimates no better in any way that matters.
inline constexpr size_t kJudgingListenersMax = 10'000;
// Of fewer not even the standard error is known.
inline constexpr size_t kJudgingListenersMin = 25;
// How many standard errors the model has to be better than popularity.
inline constexpr double kErrorsMin = 2;

// The recommendations of artists, or of songs, to listeners of whom enough is known and who heard new ones.
struct Judgement {
  size_t listeners = 0;
  Estimate gain;  // NDCG@10 of the model
  Estimate gain_of_popularity;
  Estimate gain_difference;  // paired by listener
  Estimate recall;           // Recall@20
  Estimate recall_of_popularity;
};

struct Evaluation {
  bool is_by_session = false;  // what was held out: the last sessions, else the last days
  Judgement artists;
  Judgement songs;

  // Whether these plays hold taste that can be shown.
  bool shows_taste() const {
    return artists.listeners >= kJudgingListenersMin && artists.gain_difference.mean > 0 &&
           artists.gain_difference.mean >= kErrorsMin * artists.gain_difference.standard_error;
  }
};

// The same for any number of threads. `model` is learned from what was heard before. The only error is a stop.
StatusOr<Evaluation> Evaluate(const SplitListening& split, const TasteModel& model, bool is_by_session, size_t threads);

}  // namespace earshot
