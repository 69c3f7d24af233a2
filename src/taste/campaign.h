// Whom to write to on behalf of an artist or a song: one audience (taste/reached.h) of the moment, as a list for the
// mailing tool.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "taste/audience.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

struct Campaign {
  std::string artist;
  // Those who would come for its artist; to have heard it is then to have heard this song.
  std::optional<std::string> song = std::nullopt;
  size_t size = 0;  // how many people at most
  std::string level{kAny};
  std::string gender{kAny};
  std::string region{kAny};
  bool not_heard = false;  // only those who have not
};

struct CampaignPerson {
  int64_t user_id = 0;
  double score = 0;
  bool has_heard = false;
  std::string because;  // an artist, or ""
  std::string reason;
};

// A usage error for an audience of fewer than 25 people (taste/floors.h).
Status CheckAudienceSize(size_t size);

// Best first. Refuses an audience of fewer than 25 people, asked for or found, and an artist or a song that too few
// listeners have heard. A name or a value that nobody has is an error with the one that is nearest to it.
StatusOr<std::vector<CampaignPerson>> AudienceFor(const Listening& listening, const NeighbourWeights& weights,
                                                  const Campaign& campaign);

}  // namespace earshot
