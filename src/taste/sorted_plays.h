// What the plays of a consolidated file say of who heard what: of all of them, or of those before the ones that are
// held out to judge a model by. Never has all plays in memory: each reading folds a sorted stream of them.
//
// Other threads read the file and sort. An object belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/status.h"
#include "load/sorted_source.h"
#include "taste/listening.h"
#include "taste/play_stream.h"

namespace earshot {

inline constexpr int64_t kHeldOutDays = 7;
// Of a listener who has heard more artists those are taken that they have played most, and first by name of equally
// often played ones. It bounds the work that one listener makes, which grows with the square.
inline constexpr size_t kArtistsOfListenerMax = 2000;

// How much there is, for what it takes of memory.
struct PlayCounts {
  uint64_t plays = 0;
  uint64_t listeners = 0;
  uint64_t artists = 0;
  uint64_t songs = 0;
  uint64_t name_bytes = 0;     // of artists and songs
  uint64_t artists_heard = 0;  // pairs of a listener and an artist
  uint64_t songs_heard = 0;
};

struct SplitListening {
  Listening before;  // has all listeners; those without a play before have heard nothing
  // What they heard for the first time in the plays that are held out.
  HeardLists new_artists;
  HeardLists new_songs;
};

class SortedPlays {
 public:
  static StatusOr<std::unique_ptr<SortedPlays>> Sort(const PlaysFile& plays, const SortOptions& options);

  const PlayCounts& counts() const { return counts_; }
  // Whether the last session of each listener is held out (that with the highest id), as the file has no days. Else it
  // is the last kHeldOutDays days, of which the last is the one that only one play in a thousand is after: of a few
  // plays the clock may have been wrong.
  bool is_by_session() const { return stream_->is_by_session(); }

  // The artists and songs of all plays: what the readings below want. REQUIRES: called once.
  Catalog TakeCatalog() { return std::move(catalog_); }
  StatusOr<SplitListening> ReadSplit(Catalog catalog);
  StatusOr<Listening> ReadAll(Catalog catalog);

 private:
  explicit SortedPlays(std::unique_ptr<PlayStream> stream) : stream_(std::move(stream)) {}
  Status ReadCatalog(const std::string& path);
  StatusOr<SplitListening> Read(Catalog catalog, bool splits);

  const std::unique_ptr<PlayStream> stream_;
  PlayCounts counts_;
  int64_t last_day_ = 0;
  Catalog catalog_;
};

}  // namespace earshot
