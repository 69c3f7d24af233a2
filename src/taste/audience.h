// The dataset audience (plays/taste_datasets.h): for each of the most heard artists who would come for it
// (taste/reached.h), best first: of all, and of those of a level, a gender, a region, and any two or three of them.
// What is left open is "any". All are of the best 2,000 of the artist's, which bounds the dataset: more people of a
// small region, who are not among these, are found by a campaign (taste/campaign.h).
//
// An artist with fewer than 25 listeners, and an audience of fewer than 25 people, is left out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "taste/csv_rows.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/reached.h"

namespace earshot {

// Any level, gender or region.
inline constexpr std::string_view kAny = "any";

struct AudienceLimits {
  size_t artists_max = 1000;
  size_t people_max = 1000;  // of one audience
  // Of all who would come for an artist, the best that its audiences are of; each is in up to eight of them.
  size_t reached_max = 2000;
};

// Constant; safe to share between threads. What it is made of must outlive it.
class AudienceLines {
 public:
  AudienceLines(const Listening& listening, const NeighbourWeights& weights, const AudienceLimits& limits = {});

  // As WriteDataset (taste/dataset_file.h) asks for the rows of the artists who have an audience, in the order of their
  // names. One of them has up to 16,000 rows.
  static constexpr size_t kAtOnce = 1;
  size_t size() const { return artists_.size(); }
  Reach::Scratch MakeScratch() const { return reach_.MakeScratch(); }
  void Append(size_t place, Reach::Scratch* scratch, CsvRows* rows) const;

 private:
  // Level, gender and region.
  using Segment = std::array<std::string_view, 3>;
  using People = std::vector<Reached>;

  std::map<Segment, People> AudiencesOf(const People& all) const;
  void AppendAudience(uint32_t artist, const Segment& segment, const People& people, CsvRows* rows) const;

  const Listening& listening_;
  const AudienceLimits limits_;
  Reach reach_;
  std::vector<uint32_t> artists_;
};

}  // namespace earshot
