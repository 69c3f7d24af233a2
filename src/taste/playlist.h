// A playlist for two or more listeners, greedy and fair, and the dataset of such playlists (plays/taste_datasets.h).
//
// What a member is expected to like is estimated by artist (taste/artist_estimates.h). Of each artist the two songs
// that most listeners have heard may be in a list: the first is worth the artist's estimate to the member, the second
// as much less as fewer listeners have heard it. Estimates are scaled so that the best list of that length for a member
// alone is worth 1 to them; what the list so far is worth to them is their share. Each next song is the one that
// maximises the sum, over the members, of its worth / (their share + 0.05): so the further behind a member is, the more
// their taste counts.
//
// Artists with too few listeners (taste/floors.h) are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "taste/artist_estimates.h"
#include "taste/csv_rows.h"
#include "taste/groups.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/recommend_songs.h"
#include "taste/taste_model.h"

namespace earshot {

inline constexpr size_t kPlaylistLength = 30;
inline constexpr size_t kSongsOfArtistMax = 2;

struct PlaylistSong {
  uint32_t song = 0;
  size_t member = 0;  // for whom it is: whose summand was the largest when it was chosen
  double share = 0;   // of that member, with this song
  // Its artist where that member has heard it, else the artist that says most for it (taste/reasons.h), if any may;
  // nothing where the weights are withheld.
  std::optional<uint32_t> because;
};

struct MadePlaylist {
  std::vector<PlaylistSong> songs;
  std::vector<double> shares;  // of each member, at the end
};

// Constant; safe to share between threads. What it is made of must outlive it.
class PlaylistMaker {
 public:
  // `favoured` has the same weights by the artist that was heard (taste/taste_model.h).
  PlaylistMaker(const Listening& listening, const NeighbourWeights& weights,
                const std::vector<std::vector<Favoured>>& favoured);

  using Scratch = ArtistEstimates::Scratch;
  Scratch MakeScratch() const { return estimates_.MakeScratch(); }

  // For listeners, by their numbers. It has fewer songs than `length` where no more are worth anything to anybody.
  MadePlaylist Make(std::span<const uint32_t> members, size_t length, Scratch* scratch) const;

  // "for 10, who played Muse: 41 plays"; nothing where the weights are withheld.
  std::string Reason(const PlaylistSong& song, uint32_t member) const;

  // Appends the rows of the dataset of one playlist: "10+26" is what it is called where these are the members.
  void Append(std::span<const uint32_t> members, const MadePlaylist& playlist, CsvRows* rows) const;

 private:
  // The songs that may be in this list, each with its worth to each member in `worths`, one song after the other.
  struct Candidates {
    std::vector<uint32_t> songs;
    std::vector<double> worths;
  };

  Candidates CandidatesFor(std::span<const uint32_t> members, Scratch* scratch) const;
  // The songs of an artist that may be in a list, the most heard one first; none of an artist with too few listeners.
  std::span<const uint32_t> BestSongs(uint32_t artist) const;
  std::optional<uint32_t> BecauseOf(uint32_t artist, uint32_t member) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  ArtistEstimates estimates_;
  SongCharts charts_;
};

// The rows of the playlists of many groups. Constant; safe to share between threads.
class PlaylistLines {
 public:
  // All must outlive it, but for the groups.
  PlaylistLines(const Listening& listening, const NeighbourWeights& weights,
                const std::vector<std::vector<Favoured>>& favoured, const Groups& groups);

  // As WriteDataset (taste/dataset_file.h) asks for the rows of groups.
  static constexpr size_t kAtOnce = 64;
  size_t size() const { return groups_.size(); }
  PlaylistMaker::Scratch MakeScratch() const { return maker_.MakeScratch(); }
  void Append(size_t group, PlaylistMaker::Scratch* scratch, CsvRows* rows) const;

 private:
  PlaylistMaker maker_;
  std::vector<std::vector<uint32_t>> groups_;
};

}  // namespace earshot
