// The music of planted tastes: artists with a popularity and one or two scenes, and their songs.
//
// Constant once it is made; safe to share between threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "generate/random.h"
#include "generate/song.h"
#include "generate/taste/draws.h"
#include "generate/taste/scenes.h"

namespace earshot {

// How often a new artist is one of the charts, whatever the scene.
inline constexpr double kChartsShare = 0.2;

struct PlantedArtist {
  double popularity = 0;  // only in proportion to others'
  uint32_t main_scene = 0;
  uint32_t second_scene = 0;
  double main_share = 0;  // how much of the artist belongs to the main scene
  uint32_t first_song = 0;
  uint32_t song_count = 0;

  // How much of the artist belongs to `scene`; all scenes add up to 1.
  double ShareOf(uint32_t scene) const;
};

class PlantedMusic {
 public:
  // The same music for the same seed.
  PlantedMusic(uint64_t seed, uint32_t artist_count);

  const std::vector<PlantedArtist>& artists() const { return artists_; }
  // Artist by artist, each one's in order of how often they are played.
  const std::vector<GeneratedSong>& songs() const { return songs_; }
  const PlantedArtist& ArtistOf(uint32_t song) const { return artists_[artist_of_song_[song]]; }

  // Whom somebody discovers who looks for music of `scene`: kChartsShare by popularity alone, the others by popularity
  // times the share that the artist has in the scene.
  const PlantedArtist& DrawArtist(uint32_t scene, Random* random) const;
  // By the songs' shares.
  uint32_t DrawSong(const PlantedArtist& artist, Random* random) const;
  // How much of an artist's plays by DrawSong is the song at `place`, counted from 0.
  double SongShare(uint32_t place, uint32_t song_count) const;

 private:
  struct Scene {
    std::vector<uint32_t> artists;
    WeightedChoice by_popularity{{}};
  };

  void MakeArtists(uint64_t seed, uint32_t count);
  void MakeSongs(uint64_t seed);
  void MakeScenes();

  std::vector<PlantedArtist> artists_;
  std::vector<GeneratedSong> songs_;
  std::vector<uint32_t> artist_of_song_;
  WeightedChoice charts_{{}};
  std::array<Scene, kSceneCount> scenes_;
  const WeightedChoice song_places_;  // of an artist with as many songs as there may be
};

}  // namespace earshot
