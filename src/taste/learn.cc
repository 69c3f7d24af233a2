#include "taste/learn.h"

#include <memory>
#include <utility>

#include "base/ordered_work.h"
#include "base/output_file.h"
#include "plays/taste_datasets.h"
#include "taste/dataset_file.h"
#include "taste/memory_need.h"
#include "taste/recommended_lines.h"
#include "taste/taste_model.h"

namespace earshot {
namespace {

struct OpenOutput {
  DatasetOutput output;
  std::unique_ptr<OutputFile> file;
};

StatusOr<std::vector<OpenOutput>> OpenOutputs(const std::vector<DatasetOutput>& outputs) {
  std::vector<OpenOutput> open;
  for (const DatasetOutput& output : outputs) {
    ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(output.path));
    open.push_back({output, std::move(file)});
  }
  return open;
}

Status CommitAll(const std::vector<OpenOutput>& outputs) {
  for (const OpenOutput& output : outputs) RETURN_IF_ERROR(output.file->CheckUnchanged());
  for (const OpenOutput& output : outputs) RETURN_IF_ERROR(output.file->Commit());
  return absl::OkStatus();
}

// One call of LearnTaste.
class Learning {
 public:
  explicit Learning(const TasteOptions& options)
      : options_(options), threads_(ThreadCount(options.resources.threads)) {}

  StatusOr<TasteReport> Run(const PlaysFile& file) {
    ASSIGN_OR_RETURN(const std::vector<OpenOutput> outputs, OpenOutputs(options_.outputs));
    SortOptions sort = options_.resources;
    sort.memory_bytes /= kSortPart;
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedPlays> plays, SortedPlays::Sort(file, sort));
    clock_.End("sort");
    report_.counts = plays->counts();
    RETURN_IF_ERROR(CheckMemory(report_.counts, options_.resources.memory_bytes, threads_));
    ASSIGN_OR_RETURN(Catalog catalog, Prove(plays.get()));
    if (!outputs.empty()) RETURN_IF_ERROR(Write(plays.get(), std::move(catalog), outputs));
    RETURN_IF_ERROR(CommitAll(outputs));
    report_.stages = clock_.stages();
    return std::move(report_);
  }

 private:
  // Returns the catalog for the next reading. All else is gone from memory by then.
  StatusOr<Catalog> Prove(SortedPlays* plays) {
    ASSIGN_OR_RETURN(SplitListening split, plays->ReadSplit(plays->TakeCatalog()));
    clock_.End("read split");
    ASSIGN_OR_RETURN(const TasteModel model,
                     LearnTasteModel(split.before.artists, split.before.catalog.artists.size(), threads_));
    clock_.End("learn split");
    ASSIGN_OR_RETURN(report_.evaluation, Evaluate(split, model, plays->is_by_session(), threads_));
    clock_.End("evaluate");
    return std::move(split.before.catalog);
  }

  Status Write(SortedPlays* plays, Catalog catalog, const std::vector<OpenOutput>& outputs) {
    ASSIGN_OR_RETURN(const Listening listening, plays->ReadAll(std::move(catalog)));
    clock_.End("read all");
    for (size_t listener = 0; listener < listening.listeners.size(); ++listener) {
      if (listening.artists.Of(listener).size() < kKnownArtistsMin) ++report_.little_known_listeners;
    }
    ASSIGN_OR_RETURN(const TasteModel model,
                     LearnTasteModel(listening.artists, listening.catalog.artists.size(), threads_));
    clock_.End("learn all");
    for (const OpenOutput& output : outputs) {
      ASSIGN_OR_RETURN(const uint64_t rows, WriteOne(listening, model, output));
      report_.datasets.push_back({output.output, rows});
      clock_.End(output.output.dataset->name);
    }
    return absl::OkStatus();
  }

  StatusOr<uint64_t> WriteOne(const Listening& listening, const TasteModel& model, const OpenOutput& output) const {
    const bool shows_taste = report_.evaluation.shows_taste();
    const auto write = [&](const auto& lines) {
      return WriteDataset(*output.output.dataset, LinesOf(lines), threads_, output.file.get());
    };
    if (output.output.dataset == &RecommendedArtists()) {
      return write(RecommendedArtistLines(listening, model, shows_taste));
    }
    if (output.output.dataset == &RecommendedSongs()) {
      return write(RecommendedSongLines(listening, model, shows_taste));
    }
    return UsageError("{} is not computed here", output.output.dataset->name);
  }

  const TasteOptions& options_;
  const size_t threads_;
  StageClock clock_;
  TasteReport report_;
};

}  // namespace

StatusOr<TasteReport> LearnTaste(const PlaysFile& plays, const TasteOptions& options) {
  return Learning(options).Run(plays);
}

}  // namespace earshot
