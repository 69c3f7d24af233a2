#include "taste/learn.h"

#include <memory>
#include <utility>
#include <vector>

#include "base/ordered_work.h"
#include "taste/memory_need.h"

namespace earshot {
namespace {

NeighbourWeights WithheldFrom(const NeighbourWeights& weights) {
  return {weights.listeners, std::vector<std::vector<Neighbour>>(weights.of.size()), true};
}

// One call of LearnTaste.
class Learning {
 public:
  Learning(const SortOptions& resources, StageClock* clock)
      : resources_(resources), threads_(ThreadCount(resources.threads)), clock_(*clock) {}

  StatusOr<LearnedTaste> Run(const PlaysFile& file) {
    SortOptions sort = resources_;
    sort.memory_bytes /= kSortPart;
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedPlays> plays, SortedPlays::Sort(file, sort));
    clock_.End("sort");
    learned_.counts = plays->counts();
    RETURN_IF_ERROR(CheckMemory(learned_.counts, resources_.memory_bytes, threads_));
    ASSIGN_OR_RETURN(Catalog catalog, Prove(plays.get()));
    RETURN_IF_ERROR(Learn(plays.get(), std::move(catalog)));
    return std::move(learned_);
  }

 private:
  // Returns the catalog for the next reading. All else is gone from memory by then.
  StatusOr<Catalog> Prove(SortedPlays* plays) {
    ASSIGN_OR_RETURN(SplitListening split, plays->ReadSplit(plays->TakeCatalog()));
    clock_.End("read split");
    ASSIGN_OR_RETURN(const TasteModel model,
                     LearnTasteModel(split.before.artists, split.before.catalog.artists.size(), threads_));
    clock_.End("learn split");
    ASSIGN_OR_RETURN(learned_.evaluation, Evaluate(split, model, plays->is_by_session(), threads_));
    clock_.End("evaluate");
    return std::move(split.before.catalog);
  }

  Status Learn(SortedPlays* plays, Catalog catalog) {
    ASSIGN_OR_RETURN(learned_.listening, plays->ReadAll(std::move(catalog)));
    clock_.End("read all");
    const Listening& listening = learned_.listening;
    ASSIGN_OR_RETURN(learned_.model, LearnTasteModel(listening.artists, listening.catalog.artists.size(), threads_));
    clock_.End("learn all");
    if (!learned_.evaluation.shows_taste()) learned_.withheld = WithheldFrom(learned_.model.neighbours);
    return absl::OkStatus();
  }

  const SortOptions& resources_;
  const size_t threads_;
  StageClock& clock_;
  LearnedTaste learned_;
};

}  // namespace

StatusOr<LearnedTaste> LearnTaste(const PlaysFile& plays, const SortOptions& resources, StageClock* clock) {
  return Learning(resources, clock).Run(plays);
}

}  // namespace earshot
