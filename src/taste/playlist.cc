#include "taste/playlist.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <string_view>
#include <utility>

#include "taste/explain.h"
#include "taste/floors.h"
#include "taste/reasons.h"
#include "taste/scored.h"

namespace earshot {
namespace {

// Keeps the first songs from all going to whoever has got nothing yet.
constexpr double kShareBase = 0.05;
// Of the worth of an artist's best song, how much its other one has, where as many have heard it. Lists with less
// variety serve members less well.
constexpr double kOtherSongPart = 0.25;

struct IsWorse {
  bool operator()(const Scored& left, const Scored& right) const { return IsBetter()(right, left); }
};

struct MemberEstimate {
  uint32_t artist = 0;
  size_t member = 0;
  double estimate = 0;
};

// What the `count` largest add up to.
double SumOfLargest(size_t count, std::vector<double> values) {
  const auto end = values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size()));
  std::partial_sort(values.begin(), end, values.end(), std::greater<>());
  return std::accumulate(values.begin(), end, 0.0);
}

// Makes the best `length` songs for each of `members` members alone add up to 1.
void Scale(size_t members, size_t length, std::vector<double>* worths) {
  for (size_t member = 0; member < members; ++member) {
    std::vector<double> own;
    for (size_t at = member; at < worths->size(); at += members) own.push_back((*worths)[at]);
    const double best = SumOfLargest(length, std::move(own));
    if (best <= 0) continue;
    for (size_t at = member; at < worths->size(); at += members) (*worths)[at] /= best;
  }
}

// The greedy choice. Shares only grow, so what a song adds only shrinks: one that is still the best after its gain was
// computed again is the best of all, and the others need not be looked at.
class FairChoice {
 public:
  FairChoice(const std::vector<double>& worths, size_t members) : worths_(worths), shares_(members) {
    const auto songs = static_cast<uint32_t>(worths.size() / members);
    for (uint32_t song = 0; song < songs; ++song) queue_.push({song, GainOf(song)});
  }

  bool empty() const { return queue_.empty(); }

  // The next one. REQUIRES: !empty()
  uint32_t Next() {
    while (true) {
      Scored best = queue_.top();
      queue_.pop();
      best.score = GainOf(best.number);
      if (queue_.empty() || IsBetter()(best, queue_.top())) return best.number;
      queue_.push(best);
    }
  }

  // Whose summand is the largest for `song`.
  size_t MemberFor(uint32_t song) const {
    size_t member = 0;
    for (size_t i = 1; i < shares_.size(); ++i) {
      if (GainOf(song, i) > GainOf(song, member)) member = i;
    }
    return member;
  }

  void Take(uint32_t song) {
    for (size_t i = 0; i < shares_.size(); ++i) shares_[i] += WorthOf(song, i);
  }

  const std::vector<double>& shares() const { return shares_; }

 private:
  double WorthOf(uint32_t song, size_t member) const { return worths_[song * shares_.size() + member]; }
  double GainOf(uint32_t song, size_t member) const { return WorthOf(song, member) / (shares_[member] + kShareBase); }
  double GainOf(uint32_t song) const {
    double gain = 0;
    for (size_t i = 0; i < shares_.size(); ++i) gain += GainOf(song, i);
    return gain;
  }

  const std::vector<double>& worths_;
  std::vector<double> shares_;
  std::priority_queue<Scored, std::vector<Scored>, IsWorse> queue_;
};

}  // namespace

PlaylistMaker::PlaylistMaker(const Listening& listening, const NeighbourWeights& weights,
                             const std::vector<std::vector<Favoured>>& favoured)
    : listening_(listening),
      weights_(weights),
      estimates_(listening, weights, favoured),
      charts_(ChartsOf(listening.catalog, listening.songs)) {}

std::span<const uint32_t> PlaylistMaker::BestSongs(uint32_t artist) const {
  if (weights_.listeners[artist] < kItemListenersMin) return {};
  const uint32_t begin = listening_.catalog.SongsBegin(artist);
  const size_t count = listening_.catalog.SongsEnd(artist) - begin;
  std::span<const uint32_t> songs = std::span(charts_.of_artist).subspan(begin, std::min(kSongsOfArtistMax, count));
  while (!songs.empty() && charts_.listeners[songs.back()] == 0) songs = songs.first(songs.size() - 1);
  return songs;
}

PlaylistMaker::Candidates PlaylistMaker::CandidatesFor(std::span<const uint32_t> members, Scratch* scratch) const {
  std::vector<MemberEstimate> estimates;
  for (size_t i = 0; i < members.size(); ++i) {
    for (const Scored& artist : estimates_.Of(members[i], scratch))
      estimates.push_back({artist.number, i, artist.score});
  }
  std::sort(estimates.begin(), estimates.end(), [](const MemberEstimate& left, const MemberEstimate& right) {
    return left.artist != right.artist ? left.artist < right.artist : left.member < right.member;
  });
  Candidates candidates;
  for (auto begin = estimates.begin(); begin != estimates.end();) {
    const auto end =
        std::find_if(begin, estimates.end(), [&](const MemberEstimate& one) { return one.artist != begin->artist; });
    const std::span<const uint32_t> songs = BestSongs(begin->artist);
    for (const uint32_t song : songs) {
      const double part = song == songs[0] ? 1 : kOtherSongPart * charts_.listeners[song] / charts_.listeners[songs[0]];
      const size_t at = candidates.worths.size();
      candidates.songs.push_back(song);
      candidates.worths.resize(at + members.size());
      for (auto one = begin; one != end; ++one) candidates.worths[at + one->member] = one->estimate * part;
    }
    begin = end;
  }
  return candidates;
}

MadePlaylist PlaylistMaker::Make(std::span<const uint32_t> members, size_t length, Scratch* scratch) const {
  Candidates candidates = CandidatesFor(members, scratch);
  Scale(members.size(), length, &candidates.worths);
  FairChoice choice(candidates.worths, members.size());
  MadePlaylist playlist;
  while (playlist.songs.size() < length && !choice.empty()) {
    const uint32_t song = choice.Next();
    const size_t member = choice.MemberFor(song);
    choice.Take(song);
    const uint32_t artist = listening_.catalog.songs[candidates.songs[song]].artist;
    playlist.songs.push_back(
        {candidates.songs[song], member, choice.shares()[member], BecauseOf(artist, members[member])});
  }
  playlist.shares = choice.shares();
  return playlist;
}

std::optional<uint32_t> PlaylistMaker::BecauseOf(uint32_t artist, uint32_t member) const {
  if (weights_.are_withheld) return std::nullopt;
  const std::span<const Heard> heard = listening_.artists.Of(member);
  if (PlaysOf(heard, artist) > 0) return artist;
  const Neighbour* says_most = SaysMost(weights_, artist, heard);
  if (says_most == nullptr) return std::nullopt;
  return says_most->artist;
}

std::string PlaylistMaker::Reason(const PlaylistSong& song, uint32_t member) const {
  if (weights_.are_withheld) return "";
  const int64_t user_id = listening_.listeners[member].user_id;
  if (!song.because.has_value()) return fmt::format("for {}, liked by listeners of what they play", user_id);
  return fmt::format("for {}, who played {}: {}", user_id, listening_.catalog.artists[*song.because],
                     PlaysText(PlaysOf(listening_.artists.Of(member), *song.because)));
}

void PlaylistMaker::Append(std::span<const uint32_t> members, const MadePlaylist& playlist, CsvRows* rows) const {
  const Catalog& catalog = listening_.catalog;
  const auto user_id = [&](uint32_t member) { return fmt::to_string(listening_.listeners[member].user_id); };
  std::string name;
  for (const uint32_t member : members) name += (name.empty() ? "" : "+") + user_id(member);
  size_t place = 0;
  for (const PlaylistSong& chosen : playlist.songs) {
    const uint32_t member = members[chosen.member];
    const Song& song = catalog.songs[chosen.song];
    const std::string_view because = chosen.because.has_value() ? catalog.artists[*chosen.because] : std::string_view();
    rows->Add({name, fmt::to_string(++place), catalog.artists[song.artist], song.title, user_id(member), because,
               ScoreText(chosen.share), Reason(chosen, member)});
  }
}

PlaylistLines::PlaylistLines(const Listening& listening, const NeighbourWeights& weights,
                             const std::vector<std::vector<Favoured>>& favoured, const Groups& groups)
    : maker_(listening, weights, favoured), groups_(groups.begin(), groups.end()) {}

void PlaylistLines::Append(size_t group, PlaylistMaker::Scratch* scratch, CsvRows* rows) const {
  maker_.Append(groups_[group], maker_.Make(groups_[group], kPlaylistLength, scratch), rows);
}

}  // namespace earshot
