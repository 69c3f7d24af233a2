#include "taste/sorted_plays.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "base/error_code.h"
#include "taste/catalog_builder.h"

namespace earshot {
namespace {

// What one song was played before the plays that are held out, and in them.
struct SongPlays {
  uint32_t artist = 0;
  uint32_t song = 0;
  uint32_t before = 0;
  uint32_t after = 0;
};

// Takes the plays of one listener after the other, and appends to the lists what they have heard.
class ListenerFold {
 public:
  // What is played from `held_out_from` on is held out; without it the last session is.
  ListenerFold(const Catalog& catalog, std::optional<int64_t> held_out_from, SplitListening* split)
      : numbers_(catalog), held_out_from_(held_out_from), split_(split) {}

  void Add(const ListenedPlay& play) {
    const bool is_new_listener = !has_listener_ || play.user_id != listener_.user_id;
    if (is_new_listener) StartListener(play.user_id);
    if (is_new_listener || play.artist != artist_name_) {
      artist_name_ = play.artist;
      artist_ = numbers_.ArtistOf(play.artist);
      song_name_.reset();
    }
    if (!song_name_.has_value() || play.song != *song_name_) {
      song_name_ = play.song;
      song_ = numbers_.SongOf(artist_, play.song);
    }
    // Plays of a song on one day, or in one session, follow one another: a listener who plays all day takes no more
    // memory than one who plays once.
    if (plays_.empty() || plays_.back().song != song_ || plays_.back().when != play.when) {
      plays_.push_back({artist_, song_, 0, play.when});
    }
    ++plays_.back().plays;
    if (last_.line == 0 || last_ < play.origin) {
      last_ = play.origin;
      listener_.level = play.level;
      listener_.gender = play.gender;
      listener_.region = play.region;
    }
  }

  void Finish() {
    if (has_listener_) EndListener();
  }

 private:
  struct Played {
    uint32_t artist = 0;
    uint32_t song = 0;
    uint32_t plays = 0;
    int64_t when = 0;
  };

  void StartListener(int64_t user_id) {
    Finish();
    has_listener_ = true;
    listener_ = {.user_id = user_id, .level = "", .gender = "", .region = ""};
    last_ = {};
    plays_.clear();
  }

  int64_t HeldOutFrom() const {
    if (held_out_from_.has_value()) return *held_out_from_;
    int64_t last = 0;
    for (const Played& play : plays_) last = std::max(last, play.when);
    return last;
  }

  void FoldSongs() {
    const int64_t held_out_from = HeldOutFrom();
    songs_.clear();
    for (const Played& play : plays_) {
      if (songs_.empty() || songs_.back().song != play.song) songs_.push_back({play.artist, play.song, 0, 0});
      (play.when < held_out_from ? songs_.back().before : songs_.back().after) += play.plays;
    }
  }

  void FoldArtists() {
    artists_.clear();
    for (const SongPlays& song : songs_) {
      if (artists_.empty() || artists_.back().artist != song.artist) artists_.push_back({song.artist, 0, 0, 0});
      artists_.back().before += song.before;
      artists_.back().after += song.after;
    }
  }

  // Those that are played most before what is held out.
  void LimitArtists() {
    if (artists_.size() <= kArtistsOfListenerMax) return;
    const auto kept_end = artists_.begin() + ptrdiff_t{kArtistsOfListenerMax};
    std::nth_element(artists_.begin(), kept_end, artists_.end(), [](const SongPlays& a, const SongPlays& b) {
      return a.before != b.before ? a.before > b.before : a.artist < b.artist;
    });
    artists_.erase(kept_end, artists_.end());
    const auto by_number = [](const SongPlays& a, const SongPlays& b) { return a.artist < b.artist; };
    std::sort(artists_.begin(), artists_.end(), by_number);
    std::erase_if(songs_, [&](const SongPlays& song) {
      return !std::binary_search(artists_.begin(), artists_.end(), song, by_number);
    });
  }

  void EndListener() {
    FoldSongs();
    FoldArtists();
    LimitArtists();
    split_->before.listeners.push_back(std::move(listener_));
    for (const SongPlays& song : songs_) AddTo(song, song.song, &split_->before.songs, &split_->new_songs);
    for (const SongPlays& artist : artists_)
      AddTo(artist, artist.artist, &split_->before.artists, &split_->new_artists);
    for (HeardLists* lists :
         {&split_->before.artists, &split_->before.songs, &split_->new_artists, &split_->new_songs}) {
      lists->EndList();
    }
  }

  static void AddTo(const SongPlays& plays, uint32_t item, HeardLists* before, HeardLists* after) {
    if (plays.before > 0) {
      before->Add({item, plays.before});
    } else {
      after->Add({item, plays.after});
    }
  }

  const CatalogNumbers numbers_;
  const std::optional<int64_t> held_out_from_;
  SplitListening* const split_;
  bool has_listener_ = false;
  Listener listener_;
  Origin last_;
  // Of the last play.
  std::string artist_name_;
  std::optional<std::string> song_name_;
  uint32_t artist_ = 0;
  uint32_t song_ = 0;
  // Of the listener, in the order of songs.
  std::vector<Played> plays_;
  std::vector<SongPlays> songs_;
  std::vector<SongPlays> artists_;  // of all songs of each
};

// The last one but for those that have, all together, less than one play in a thousand.
int64_t LastDayOf(const std::map<int64_t, uint64_t>& plays_of_days, uint64_t all_plays) {
  uint64_t plays = 0;
  for (auto day = plays_of_days.rbegin(); day != plays_of_days.rend(); ++day) {
    plays += day->second;
    if (plays * 1000 >= all_plays) return day->first;
  }
  return 0;
}

}  // namespace

StatusOr<std::unique_ptr<SortedPlays>> SortedPlays::Sort(const PlaysFile& plays, const SortOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<PlayStream> stream, PlayStream::Sort(plays, options));
  std::unique_ptr<SortedPlays> sorted(new SortedPlays(std::move(stream)));
  RETURN_IF_ERROR(sorted->ReadCatalog(plays.path));
  return sorted;
}

Status SortedPlays::ReadCatalog(const std::string& path) {
  CatalogBuilder builder;
  std::map<int64_t, uint64_t> plays_of_days;
  std::optional<Origin> below_zero;
  std::optional<int64_t> user_id;
  std::string artist;
  std::string song;
  RETURN_IF_ERROR(stream_->ForEach([&](const ListenedPlay& play) {
    if (play.user_id < 0) below_zero = play.origin;
    ++counts_.plays;
    if (!is_by_session()) ++plays_of_days[play.when];
    const bool is_new_listener = user_id != play.user_id;
    const bool is_new_artist = is_new_listener || play.artist != artist;
    if (!is_new_artist && play.song == song) return;
    if (is_new_listener) ++counts_.listeners;
    if (is_new_artist) ++counts_.artists_heard;
    ++counts_.songs_heard;
    user_id = play.user_id;
    artist = play.artist;
    song = play.song;
    builder.Add(artist, song);
  }));
  // Whom nobody could forget.
  if (below_zero.has_value()) {
    return WithCode(
        InputError("{}, line {}: the userId is below zero, as that of no listener is", path, below_zero->line),
        ErrorCode::kNotConsolidated);
  }
  catalog_ = builder.Build();
  last_day_ = LastDayOf(plays_of_days, counts_.plays);
  counts_.artists = catalog_.artists.size();
  counts_.songs = catalog_.songs.size();
  for (const std::string& name : catalog_.artists) counts_.name_bytes += name.size();
  for (const Song& each : catalog_.songs) counts_.name_bytes += each.title.size();
  return absl::OkStatus();
}

StatusOr<SplitListening> SortedPlays::Read(Catalog catalog, bool splits) {
  SplitListening split;
  split.before.catalog = std::move(catalog);
  split.before.listeners.reserve(counts_.listeners);
  split.before.artists.Reserve(counts_.listeners, counts_.artists_heard);
  split.before.songs.Reserve(counts_.listeners, counts_.songs_heard);
  std::optional<int64_t> held_out_from = last_day_ - kHeldOutDays + 1;
  if (is_by_session()) held_out_from.reset();
  if (!splits) held_out_from = std::numeric_limits<int64_t>::max();
  ListenerFold fold(split.before.catalog, held_out_from, &split);
  RETURN_IF_ERROR(stream_->ForEach([&](const ListenedPlay& play) { fold.Add(play); }));
  fold.Finish();
  return split;
}

StatusOr<SplitListening> SortedPlays::ReadSplit(Catalog catalog) { return Read(std::move(catalog), true); }

StatusOr<Listening> SortedPlays::ReadAll(Catalog catalog) {
  ASSIGN_OR_RETURN(SplitListening all, Read(std::move(catalog), false));
  return std::move(all.before);
}

}  // namespace earshot
