#include "cli/taste_report.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_text.h"
#include "base/words.h"
#include "plays/counted.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const Estimate& estimate) { return {{"mean", estimate.mean}, {"standard_error", estimate.standard_error}}; }

Json JsonOf(const Judgement& judgement) {
  return {{"listeners", judgement.listeners},
          {"ndcg_10", JsonOf(judgement.gain)},
          {"ndcg_10_of_popularity", JsonOf(judgement.gain_of_popularity)},
          {"ndcg_10_difference", JsonOf(judgement.gain_difference)},
          {"recall_20", JsonOf(judgement.recall)},
          {"recall_20_of_popularity", JsonOf(judgement.recall_of_popularity)}};
}

Json JsonOf(const TasteReport& report) {
  const Evaluation& evaluation = report.evaluation;
  Json json = {{"plays", report.counts.plays},
               {"listeners", report.counts.listeners},
               {"artists", report.counts.artists},
               {"songs", report.counts.songs},
               {"held_out", evaluation.is_by_session ? "last sessions" : "last days"},
               {"shows_taste", evaluation.shows_taste()},
               {"new_artists", JsonOf(evaluation.artists)},
               {"new_songs", JsonOf(evaluation.songs)},
               {"little_known_listeners", report.little_known_listeners},
               {"opted_in", report.naming.agreed},
               {"opted_in_with_plays", report.naming.agreed_with_plays},
               {"groups", report.naming.groups},
               {"groups_left_out", report.naming.groups_left_out},
               {"datasets", Json::array()},
               {"stages", Json::array()}};
  for (const WrittenDataset& written : report.datasets) {
    json["datasets"].push_back(
        {{"dataset", written.output.dataset->name}, {"path", written.output.path}, {"rows", written.rows}});
  }
  for (const Stage& stage : report.stages) {
    json["stages"].push_back(
        {{"stage", stage.name}, {"seconds", stage.wall_seconds}, {"cpu_seconds", stage.cpu_seconds}});
  }
  return json;
}

std::string EstimateText(const Estimate& estimate) {
  return fmt::format("{:.4f} ± {:.4f}", estimate.mean, estimate.standard_error);
}

void AppendJudgement(const char* what, const Judgement& judgement, std::string* text) {
  if (judgement.listeners == 0) {
    *text += fmt::format("new {}: nobody of whom enough is known heard one\n", what);
    return;
  }
  *text += fmt::format("new {} ({})\n", what, Counted(judgement.listeners, "listener"));
  *text += fmt::format("  {:<11} NDCG@10 {}   Recall@20 {}\n", "model", EstimateText(judgement.gain),
                       EstimateText(judgement.recall));
  *text += fmt::format("  {:<11} NDCG@10 {}   Recall@20 {}\n", "popularity", EstimateText(judgement.gain_of_popularity),
                       EstimateText(judgement.recall_of_popularity));
  *text += fmt::format("  {:<11} NDCG@10 {}\n", "difference", EstimateText(judgement.gain_difference));
}

std::string NamingText(const NamingCounts& naming) {
  if (naming.agreed == 0) return "Nobody has agreed to be named to others: listens_alike and playlist are empty.\n";
  return fmt::format("{} agreed to be named, {} of them {} plays\n",
                     Grouped(naming.agreed) + (naming.agreed == 1 ? " has" : " have"),
                     Grouped(naming.agreed_with_plays), naming.agreed_with_plays == 1 ? "has" : "have");
}

std::string WhyNotShown(const Judgement& artists) {
  if (artists.listeners >= kJudgingListenersMin) {
    const auto& [mean, error] = artists.gain_difference;
    if (mean <= 0) return "for new artists the model is not better than popularity";
    // Rounded down, so that it is never what it takes.
    return fmt::format("for new artists the model is better than popularity by {:.1f} standard errors, and it takes {}",
                       std::floor(10 * mean / error) / 10, kErrorsMin);
  }
  return fmt::format("only {} could be judged; it takes {}", Counted(artists.listeners, "listener"),
                     kJudgingListenersMin);
}

std::string TextOf(const TasteReport& report) {
  const Evaluation& evaluation = report.evaluation;
  std::string text = fmt::format("{} by {} of {}, {}\n", Counted(report.counts.plays, "play"),
                                 Counted(report.counts.listeners, "listener"), Counted(report.counts.artists, "artist"),
                                 Counted(report.counts.songs, "song"));
  text += fmt::format("What was heard for the first time in the {}, predicted from all before:\n",
                      evaluation.is_by_session ? "last session of each listener" : "last seven days");
  AppendJudgement("artists", evaluation.artists, &text);
  AppendJudgement("songs", evaluation.songs, &text);
  if (evaluation.shows_taste()) {
    text +=
        "These plays hold taste: for new artists the model is better than popularity by two standard errors or more.\n";
  } else {
    text += fmt::format(
        "These plays hold no taste that can be shown: {}.\nWhat is recommended is what most listeners hear, and no "
        "reasons are given.\n",
        WhyNotShown(evaluation.artists));
  }
  if (report.little_known_listeners > 0) {
    text += fmt::format("{} fewer than five artists, and {} recommended what most listeners hear.\n",
                        Counted(report.little_known_listeners, "listener") +
                            (report.little_known_listeners == 1 ? " has played" : " have played"),
                        report.little_known_listeners == 1 ? "is" : "are");
  }
  return text + NamingText(report.naming);
}

}  // namespace

Status PrintTaste(const TasteReport& report, ResultObject& results) {
  if (results.part_format() == Format::kTable) return results.output().Write(TextOf(report));
  RETURN_IF_ERROR(results.Name("learned"));
  const bool is_line = results.part_format() == Format::kJsonLine;
  return results.output().Write(JsonText(JsonOf(report), is_line ? -1 : 2));
}

}  // namespace earshot
