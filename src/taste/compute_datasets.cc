#include "taste/compute_datasets.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/ordered_work.h"
#include "base/output_file.h"
#include "plays/taste_datasets.h"
#include "taste/audience.h"
#include "taste/dataset_file.h"
#include "taste/groups.h"
#include "taste/learn.h"
#include "taste/listens_alike.h"
#include "taste/opt_in.h"
#include "taste/playlist.h"
#include "taste/recommended_lines.h"
#include "taste/similar_artists.h"
#include "taste/similar_songs.h"

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

uint64_t LittleKnownOf(const Listening& listening) {
  uint64_t little_known = 0;
  for (size_t listener = 0; listener < listening.listeners.size(); ++listener) {
    if (listening.artists.Of(listener).size() < kKnownArtistsMin) ++little_known;
  }
  return little_known;
}

// Writes datasets of what was learned, one after the other.
class DatasetWriter {
 public:
  DatasetWriter(const LearnedTaste& taste, const OptIn& opt_in, const Groups& groups, size_t threads)
      : taste_(taste), opt_in_(opt_in), groups_(groups), threads_(threads) {}

  StatusOr<uint64_t> Write(const Dataset* dataset, OutputFile* file) {
    const Listening& listening = taste_.listening;
    const bool shows_taste = taste_.evaluation.shows_taste();
    const auto write = [&](const auto& lines) { return WriteDataset(*dataset, lines, threads_, file); };
    if (dataset == &RecommendedArtists()) return write(RecommendedArtistLines(listening, taste_.model, shows_taste));
    if (dataset == &RecommendedSongs()) return write(RecommendedSongLines(listening, taste_.model, shows_taste));
    if (dataset == &SimilarArtists()) return write(SimilarArtistLines(listening, taste_.model.neighbours));
    if (dataset == &SimilarSongs()) return write(SimilarSongLines(listening));
    if (dataset == &Audience()) return write(AudienceLines(listening, taste_.proven));
    RETURN_IF_ERROR(FindAlike());
    if (dataset == &ListensAlike()) return write(*alike_);
    EARSHOT_CHECK(dataset == &Playlist());
    return write(PlaylistLines(listening, taste_.proven, taste_.model.favoured, AllGroups()));
  }

 private:
  // Once.
  Status FindAlike() {
    if (alike_.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(AlikeListeners alike,
                     AlikeListeners::Find(taste_.listening, taste_.model.neighbours, opt_in_, threads_));
    alike_.emplace(std::move(alike));
    return absl::OkStatus();
  }

  // Those that were asked for, and each listener with the two who are most like them.
  Groups AllGroups() const {
    Groups groups = groups_;
    alike_->AddGroups(&groups);
    return groups;
  }

  const LearnedTaste& taste_;
  const OptIn& opt_in_;
  const Groups& groups_;
  const size_t threads_;
  std::optional<AlikeListeners> alike_;
};

}  // namespace

StatusOr<TasteReport> ComputeDatasets(const PlaysFile& plays, const TasteOptions& options) {
  OptIn opt_in;
  if (!options.opt_in.empty()) {
    ASSIGN_OR_RETURN(opt_in, ReadOptIn(options.opt_in));
  }
  ASSIGN_OR_RETURN(const std::vector<OpenOutput> outputs, OpenOutputs(options.outputs));
  StageClock clock;
  ASSIGN_OR_RETURN(const LearnedTaste taste, LearnTaste(plays, options.resources, &clock));
  Groups groups;
  if (!options.groups.empty()) {
    ASSIGN_OR_RETURN(groups, ReadGroups(options.groups, taste.listening.listeners, opt_in));
  }
  TasteReport report = {.counts = taste.counts,
                        .evaluation = taste.evaluation,
                        .little_known_listeners = LittleKnownOf(taste.listening),
                        .datasets = {},
                        .stages = {}};
  DatasetWriter writer(taste, opt_in, groups, ThreadCount(options.resources.threads));
  for (const OpenOutput& output : outputs) {
    ASSIGN_OR_RETURN(const uint64_t rows, writer.Write(output.output.dataset, output.file.get()));
    report.datasets.push_back({output.output, rows});
    clock.End(output.output.dataset->name);
  }
  RETURN_IF_ERROR(CommitAll(outputs));
  report.stages = clock.stages();
  return report;
}

}  // namespace earshot
