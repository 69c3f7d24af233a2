#include "taste/compute_datasets.h"

#include <utility>

#include "base/check.h"
#include "base/content_id.h"
#include "base/ordered_work.h"
#include "base/output_file.h"
#include "plays/taste_datasets.h"
#include "plays/taste_mark.h"
#include "taste/audience.h"
#include "taste/dataset_file.h"
#include "taste/groups.h"
#include "taste/learn.h"
#include "taste/listens_alike.h"
#include "taste/opt_in.h"
#include "taste/output_set.h"
#include "taste/playlist.h"
#include "taste/recommended_lines.h"
#include "taste/similar_artists.h"
#include "taste/similar_songs.h"

namespace earshot {
namespace {

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
    if (dataset == &Audience()) return write(AudienceLines(listening, taste_.proven()));
    RETURN_IF_ERROR(FindAlike());
    if (dataset == &ListensAlike()) return write(*alike_);
    EARSHOT_CHECK(dataset == &Playlist());
    return write(PlaylistLines(listening, taste_.proven(), taste_.model.favoured, AllGroups()));
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

// The files of one run.
struct OpenOutputs {
  OutputSet set;
  std::vector<OutputFile*> datasets;  // in the order of TasteOptions::outputs
  OutputFile* opt_in = nullptr;       // null where it is not kept
  OutputFile* groups = nullptr;
};

Status CreateOutputs(const TasteOptions& options, OpenOutputs* open) {
  for (const DatasetOutput& output : options.outputs) {
    ASSIGN_OR_RETURN(open->datasets.emplace_back(), open->set.Create(output.path));
  }
  if (!options.kept_opt_in.empty()) {
    ASSIGN_OR_RETURN(open->opt_in, open->set.Create(options.kept_opt_in));
  }
  if (!options.kept_groups.empty()) {
    ASSIGN_OR_RETURN(open->groups, open->set.Create(options.kept_groups));
  }
  return absl::OkStatus();
}

// Those who have plays, and nobody else: a file of the user's may have comments, and listeners who were forgotten.
Status WriteKept(const Listening& listening, const OptIn& opt_in, const Groups& groups, const OpenOutputs& open) {
  const auto user_id = [&](uint32_t listener) { return listening.listeners[listener].user_id; };
  if (open.opt_in != nullptr) {
    std::string text;
    for (const uint32_t listener : OptedIn(listening.listeners, opt_in)) text += fmt::format("{}\n", user_id(listener));
    RETURN_IF_ERROR(open.opt_in->Write(text));
  }
  if (open.groups == nullptr) return absl::OkStatus();
  std::string text;
  for (const std::vector<uint32_t>& group : groups) {
    for (const uint32_t listener : group)
      text += fmt::format("{}{}", listener == group.front() ? "" : " ", user_id(listener));
    text += '\n';
  }
  return open.groups->Write(text);
}

StatusOr<std::string> MarkTextOf(const PlaysFile& plays, const TasteOptions& options) {
  if (options.mark.empty()) return std::string();
  ASSIGN_OR_RETURN(const ContentId id, ContentIdOf(plays.path));
  RETURN_IF_ERROR(CheckUnchanged(plays));
  return TasteMarkText(id);
}

NamingCounts NamingCountsOf(const Listening& listening, const TasteOptions& options, const KnownGroups& known) {
  return {.agreed = options.opt_in.size(),
          .agreed_with_plays = OptedIn(listening.listeners, options.opt_in).size(),
          .groups = options.groups.size(),
          .groups_left_out = known.left_out,
          .left_out_for = known.left_out_for};
}

}  // namespace

StatusOr<TasteReport> ComputeDatasets(const PlaysFile& plays, const TasteOptions& options) {
  OpenOutputs outputs;
  RETURN_IF_ERROR(CreateOutputs(options, &outputs));
  StageClock clock;
  ASSIGN_OR_RETURN(const LearnedTaste taste, LearnTaste(plays, options.resources, &clock));
  const KnownGroups known = FindGroups(options.groups, taste.listening.listeners, options.opt_in);
  TasteReport report = {.counts = taste.counts,
                        .evaluation = taste.evaluation,
                        .little_known_listeners = LittleKnownOf(taste.listening),
                        .naming = NamingCountsOf(taste.listening, options, known),
                        .datasets = {},
                        .stages = {}};
  DatasetWriter writer(taste, options.opt_in, known.groups, ThreadCount(options.resources.threads));
  for (size_t i = 0; i < options.outputs.size(); ++i) {
    const DatasetOutput& output = options.outputs[i];
    ASSIGN_OR_RETURN(const uint64_t rows, writer.Write(output.dataset, outputs.datasets[i]));
    report.datasets.push_back({output, rows});
    clock.End(output.dataset->name);
  }
  RETURN_IF_ERROR(WriteKept(taste.listening, options.opt_in, known.groups, outputs));
  ASSIGN_OR_RETURN(const std::string mark, MarkTextOf(plays, options));
  RETURN_IF_ERROR(outputs.set.Commit(options.mark, mark));
  report.stages = clock.stages();
  return report;
}

}  // namespace earshot
