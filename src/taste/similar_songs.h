// The dataset similar_songs (plays/taste_datasets.h): for each song those whose listeners are most its own, by the
// cosine of the two sets of listeners.
//
// Of a listener's songs the 500 most played count, in all that is said here: so somebody who plays everything says
// little, and costs little. Songs and pairs with too few listeners (taste/floors.h) are left out.
#pragma once

#include <cstddef>
#include <vector>

#include "taste/csv_rows.h"
#include "taste/listeners_of.h"
#include "taste/listening.h"
#include "taste/scored.h"
#include "taste/sparse_sums.h"

namespace earshot {

inline constexpr size_t kSimilarSongsMax = 20;
// Of one listener.
inline constexpr size_t kCountedSongsMax = 500;

// Constant; safe to share between threads. What it is made of must outlive it. Its memory is that of the lists of songs
// twice; what two songs have in common is counted for one song at a time.
class SimilarSongLines {
 public:
  explicit SimilarSongLines(const Listening& listening);

  // As WriteDataset (taste/dataset_file.h) asks for the rows of songs. The scratch is clear between calls.
  static constexpr size_t kAtOnce = 64;
  size_t size() const { return listening_.catalog.songs.size(); }
  SparseSums<uint32_t> MakeScratch() const { return SparseSums<uint32_t>(size()); }
  void Append(size_t number, SparseSums<uint32_t>* both, CsvRows* rows) const;

 private:
  void CountBoth(uint32_t song, SparseSums<uint32_t>* both) const;
  std::vector<Scored> Best(uint32_t song, const SparseSums<uint32_t>& both) const;
  void AppendSong(uint32_t song, const SparseSums<uint32_t>& both, CsvRows* rows) const;

  const Listening& listening_;
  HeardLists counted_;
  ListenersOf listeners_;
};

}  // namespace earshot
