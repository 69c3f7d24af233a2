#include "taste/explain.h"

#include <algorithm>
#include <cmath>

#include "base/status.h"
#include "taste/reasons.h"

namespace earshot {

std::vector<Contribution> ContributionsTo(const NeighbourWeights& weights, uint32_t artist,
                                          std::span<const Heard> heard) {
  std::vector<Contribution> contributions;
  for (const Neighbour& neighbour : weights.of[artist]) {
    const uint32_t plays = PlaysOf(heard, neighbour.artist);
    if (plays > 0) contributions.push_back({&neighbour, plays});
  }
  std::sort(contributions.begin(), contributions.end(),
            [](const Contribution& a, const Contribution& b) { return SaysMore(*a.neighbour, *b.neighbour); });
  return contributions;
}

Reason ReasonFor(const NeighbourWeights& weights, uint32_t artist, std::span<const Heard> heard) {
  const std::vector<Contribution> contributions = ContributionsTo(weights, artist, heard);
  // What speaks against it is a part of the score, and none of the reasons.
  double sum = 0;
  for (const Contribution& each : contributions) sum += std::max(0.0, double{each.neighbour->weight});
  Reason reason;
  for (const Contribution& each : contributions) {
    const double share = double{each.neighbour->weight} / sum;
    if (!(share >= kReasonShareMin) || reason.second.has_value()) break;
    if (!MayBeNamed(weights, *each.neighbour)) continue;
    (reason.first.has_value() ? reason.second : reason.first) = {each.neighbour->artist, each.plays, share};
  }
  return reason;
}

std::string TextOf(const Reason& reason, const Catalog& catalog) {
  if (!reason.first.has_value()) return "liked by listeners of what you play";
  return fmt::format("because you played {}: {}, {:.0f} % of this", catalog.artists[reason.first->artist],
                     PlaysText(reason.first->plays), 100 * reason.first->share);
}

std::string PopularText(double listeners) {
  return fmt::format("heard by {:.0f} listener{}", listeners, listeners == 1 ? "" : "s");
}

std::string PlaysText(uint32_t plays) { return fmt::format("{} play{}", plays, plays == 1 ? "" : "s"); }

}  // namespace earshot
