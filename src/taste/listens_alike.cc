#include "taste/listens_alike.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "taste/floors.h"
#include "taste/in_chunks.h"

namespace earshot {
namespace {

constexpr uint32_t kSharedMin = 2;
constexpr size_t kNamedMax = 3;
constexpr size_t kGroupOthers = 2;

// "A and B", "A, B and C"
std::string Listed(const std::vector<std::string>& names) {
  return fmt::format("{} and {}", absl::StrJoin(names.begin(), names.end() - 1, ", "), names.back());
}

}  // namespace

// Who plays each artist, in the order of the listeners, with their parts.
class AlikeListeners::Players {
 public:
  explicit Players(const AlikeListeners& alike) : ends_(alike.listening_.catalog.artists.size()) {
    for (size_t place = 0; place < alike.size(); ++place) {
      for (const Part& part : alike.PartsOf(place)) ++ends_[part.number];
    }
    const size_t count = std::reduce(ends_.begin(), ends_.end());
    // Where each list begins, which becomes its end as it is filled.
    std::exclusive_scan(ends_.begin(), ends_.end(), ends_.begin(), size_t{0});
    parts_.resize(count);
    for (size_t place = 0; place < alike.size(); ++place) {
      for (const Part& part : alike.PartsOf(place)) {
        parts_[ends_[part.number]++] = {static_cast<uint32_t>(place), part.part};
      }
    }
  }

  std::span<const Part> Of(uint32_t artist) const {
    const size_t begin = artist == 0 ? 0 : ends_[artist - 1];
    return {parts_.data() + begin, ends_[artist] - begin};
  }

 private:
  std::vector<size_t> ends_;
  std::vector<Part> parts_;
};

AlikeListeners::AlikeListeners(const Listening& listening, const NeighbourWeights& weights, const OptIn& opt_in)
    : listening_(listening),
      weights_(weights),
      listeners_(OptedIn(listening.listeners, opt_in)),
      alike_(listeners_.size()) {}

StatusOr<AlikeListeners> AlikeListeners::Find(const Listening& listening, const NeighbourWeights& weights,
                                              const OptIn& opt_in, size_t threads) {
  AlikeListeners alike(listening, weights, opt_in);
  const Players players(alike);
  RETURN_IF_ERROR(ForEachInChunks(
      alike.size(), threads, [&] { return SparseSums<Common>(alike.size()); },
      [&](SparseSums<Common>* sums, size_t place) { alike.alike_[place] = alike.MostAlike(place, players, sums); }));
  return alike;
}

std::vector<AlikeListeners::Part> AlikeListeners::PartsOf(size_t place) const {
  const auto listeners = static_cast<double>(listening_.listeners.size());
  std::vector<Scored> says;
  double squares = 0;
  for (const Heard& heard : listening_.artists.Of(listeners_[place])) {
    const uint32_t artist_listeners = weights_.listeners[heard.item];
    if (artist_listeners > kTellingListenersMax) continue;
    const double said = std::log1p(heard.plays) * std::log(listeners / artist_listeners);
    if (said <= 0) continue;
    says.push_back({heard.item, said});
    squares += said * said;
  }
  const double norm = std::sqrt(squares);
  std::vector<Part> parts;
  parts.reserve(says.size());
  for (const Scored& one : says) parts.push_back({one.number, static_cast<float>(one.score / norm)});
  return parts;
}

bool AlikeListeners::MayNameArtist(uint32_t artist) const { return weights_.listeners[artist] >= kItemListenersMin; }

AlikeListeners::Common& AlikeListeners::Common::operator+=(const Common& other) {
  likeness += other.likeness;
  named += other.named;
  return *this;
}

std::vector<Scored> AlikeListeners::MostAlike(size_t place, const Players& players, SparseSums<Common>* sums) const {
  for (const Part& part : PartsOf(place)) {
    const uint32_t named = MayNameArtist(part.number) ? 1 : 0;
    for (const Part& player : players.Of(part.number))
      sums->Add(player.number, {double{part.part} * player.part, named});
  }
  std::vector<Scored> alike;
  for (const uint32_t other : sums->touched()) {
    const Common& common = sums->Of(other);
    if (other != place && common.named >= kSharedMin) alike.push_back({other, common.likeness});
  }
  sums->Clear();
  KeepBest(kAlikeMax, &alike);
  alike.shrink_to_fit();
  return alike;
}

void AlikeListeners::Append(size_t place, NoScratch*, CsvRows* rows) const {
  const auto user_id = [&](size_t of) { return fmt::to_string(listening_.listeners[listeners_[of]].user_id); };
  const std::vector<Part> parts = PartsOf(place);
  size_t at = 0;
  for (const Scored& other : alike_[place]) {
    const Shared shared = SharedBy(parts, PartsOf(other.number));
    std::vector<std::string> names;
    for (const Scored& artist : shared.named) names.push_back(listening_.catalog.artists[artist.number]);
    const std::string reason = fmt::format("you both play {}", Listed(names));
    names.resize(kNamedMax);
    rows->Add({user_id(place), fmt::to_string(++at), user_id(other.number), ScoreText(other.score),
               fmt::to_string(shared.count), names[0], names[1], names[2], reason});
  }
}

AlikeListeners::Shared AlikeListeners::SharedBy(const std::vector<Part>& parts, const std::vector<Part>& others) const {
  Shared shared;
  auto theirs = others.begin();
  for (const Part& own : parts) {
    while (theirs != others.end() && theirs->number < own.number) ++theirs;
    if (theirs == others.end()) break;
    if (theirs->number != own.number) continue;
    if (!MayNameArtist(own.number)) continue;
    ++shared.count;
    shared.named.push_back({own.number, double{own.part} * theirs->part});
  }
  KeepBest(kNamedMax, &shared.named);
  return shared;
}

void AlikeListeners::AddGroups(Groups* groups) const {
  for (size_t place = 0; place < size(); ++place) {
    if (alike_[place].size() < kGroupOthers) continue;
    std::vector<uint32_t> group = {listeners_[place]};
    for (const Scored& other : std::span(alike_[place]).first(kGroupOthers)) group.push_back(listeners_[other.number]);
    std::sort(group.begin(), group.end());
    groups->insert(std::move(group));
  }
}

}  // namespace earshot
