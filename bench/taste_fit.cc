// Learns taste from a consolidated file, and prints how good it is and what each part took:
//   taste_fit PLAYS THREADS [ARTISTS SONGS]
// Prints a JSON object. Writes the recommended artists and songs of everybody where files are given for them.
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "plays/taste_datasets.h"
#include "taste/learn.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const Estimate& estimate) { return {{"mean", estimate.mean}, {"error", estimate.standard_error}}; }

Json JsonOf(const Judgement& judgement) {
  return {{"listeners", judgement.listeners},
          {"ndcg", JsonOf(judgement.gain)},
          {"ndcg_of_popularity", JsonOf(judgement.gain_of_popularity)},
          {"ndcg_difference", JsonOf(judgement.gain_difference)},
          {"recall", JsonOf(judgement.recall)},
          {"recall_of_popularity", JsonOf(judgement.recall_of_popularity)}};
}

Json JsonOf(const TasteReport& report) {
  Json json = {{"plays", report.counts.plays},
               {"listeners", report.counts.listeners},
               {"artists", report.counts.artists},
               {"songs", report.counts.songs},
               {"little_known_listeners", report.little_known_listeners},
               {"is_by_session", report.evaluation.is_by_session},
               {"shows_taste", report.evaluation.shows_taste()},
               {"of_artists", JsonOf(report.evaluation.artists)},
               {"of_songs", JsonOf(report.evaluation.songs)},
               {"stages", Json::array()},
               {"rows", Json::object()}};
  for (const Stage& stage : report.stages) {
    json["stages"].push_back({{"stage", stage.name}, {"wall_s", stage.wall_seconds}, {"cpu_s", stage.cpu_seconds}});
  }
  for (const WrittenDataset& written : report.datasets) json["rows"][written.output.dataset->name] = written.rows;
  return json;
}

Status Run(int argc, char** argv) {
  if (argc != 3 && argc != 5) return UsageError("usage: taste_fit PLAYS THREADS [ARTISTS SONGS]");
  const std::string path = argv[1];
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(path));
  TasteOptions options;
  options.resources.threads = std::strtoul(argv[2], nullptr, 10);
  if (argc == 5) options.outputs = {{&RecommendedArtists(), argv[3]}, {&RecommendedSongs(), argv[4]}};
  ASSIGN_OR_RETURN(const TasteReport report, LearnTaste({path, stamp}, options));
  fmt::print("{}\n", JsonOf(report).dump(2));
  return absl::OkStatus();
}

}  // namespace
}  // namespace earshot

int main(int argc, char** argv) {
  const earshot::Status status = earshot::Run(argc, argv);
  if (status.ok()) return 0;
  fmt::print(stderr, "{}\n", earshot::MessageOf(status));
  return 1;
}
