#include "taste/campaign.h"

#include <algorithm>
#include <string_view>

#include "base/nearest.h"
#include "taste/floors.h"
#include "taste/reached.h"

namespace earshot {
namespace {

StatusOr<uint32_t> FindArtist(const Catalog& catalog, const std::string& name) {
  const auto found = std::lower_bound(catalog.artists.begin(), catalog.artists.end(), name);
  if (found == catalog.artists.end() || *found != name) {
    const std::vector<std::string_view> names(catalog.artists.begin(), catalog.artists.end());
    return InputError("nobody has played an artist \"{}\"{}", name, DidYouMean(name, names));
  }
  return static_cast<uint32_t>(found - catalog.artists.begin());
}

StatusOr<uint32_t> FindSong(const Catalog& catalog, uint32_t artist, const std::string& title) {
  std::vector<std::string_view> titles;
  for (uint32_t song = catalog.SongsBegin(artist); song < catalog.SongsEnd(artist); ++song) {
    if (catalog.songs[song].title == title) return song;
    titles.emplace_back(catalog.songs[song].title);
  }
  return InputError("nobody has played a song \"{}\" of {}{}", title, catalog.artists[artist],
                    DidYouMean(title, titles));
}

// Where `wanted` is "any", or some listener's.
Status CheckValue(std::string_view column, const std::string& wanted, const std::vector<Listener>& listeners,
                  std::string Listener::*value) {
  if (wanted == kAny) return absl::OkStatus();
  std::vector<std::string_view> values;
  for (const Listener& listener : listeners) {
    if (const std::string& one = listener.*value; !one.empty()) values.emplace_back(one);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (std::binary_search(values.begin(), values.end(), std::string_view(wanted))) return absl::OkStatus();
  return InputError("no listener has the {} \"{}\"{}", column, wanted, SuggestName(wanted, values));
}

Status CheckCampaign(const Listening& listening, const Campaign& campaign) {
  RETURN_IF_ERROR(CheckAudienceSize(campaign.size));
  RETURN_IF_ERROR(CheckValue("level", campaign.level, listening.listeners, &Listener::level));
  RETURN_IF_ERROR(CheckValue("gender", campaign.gender, listening.listeners, &Listener::gender));
  return CheckValue("region", campaign.region, listening.listeners, &Listener::region);
}

// A person alone in having heard it would be known by that.
Status CheckListeners(const std::string& name, size_t listeners) {
  if (listeners >= kItemListenersMin) return absl::OkStatus();
  return InputError("{} has {} listener{}, and only where there are {} or more can be said who would come", name,
                    listeners, listeners == 1 ? "" : "s", kItemListenersMin);
}

size_t CountListeners(const HeardLists& heard, uint32_t item) {
  size_t count = 0;
  for (size_t listener = 0; listener < heard.size(); ++listener) count += PlaysOf(heard.Of(listener), item) > 0 ? 1 : 0;
  return count;
}

bool IsIn(const Campaign& campaign, const Listener& listener) {
  return (campaign.level == kAny || campaign.level == listener.level) &&
         (campaign.gender == kAny || campaign.gender == listener.gender) &&
         (campaign.region == kAny || campaign.region == listener.region);
}

}  // namespace

Status CheckAudienceSize(size_t size) {
  if (size >= kAudienceMin) return absl::OkStatus();
  return UsageError("an audience of {} is too small: the smallest is {}, so that it says little of each; raise --size",
                    size, kAudienceMin);
}

StatusOr<std::vector<CampaignPerson>> AudienceFor(const Listening& listening, const NeighbourWeights& weights,
                                                  const Campaign& campaign) {
  RETURN_IF_ERROR(CheckCampaign(listening, campaign));
  ASSIGN_OR_RETURN(const uint32_t artist, FindArtist(listening.catalog, campaign.artist));
  RETURN_IF_ERROR(CheckListeners(campaign.artist, weights.listeners[artist]));
  std::optional<uint32_t> song;
  if (campaign.song.has_value()) {
    ASSIGN_OR_RETURN(song, FindSong(listening.catalog, artist, *campaign.song));
    RETURN_IF_ERROR(CheckListeners(*campaign.song, CountListeners(listening.songs, *song)));
  }
  const Reach reach(listening, weights);
  std::vector<CampaignPerson> people;
  Reach::Scratch scratch = reach.MakeScratch();
  for (const Reached& reached : reach.Of(artist, listening.listeners.size(), &scratch)) {
    const Listener& listener = listening.listeners[reached.listener];
    const bool has_heard =
        song.has_value() ? PlaysOf(listening.songs.Of(reached.listener), *song) > 0 : reached.has_heard;
    if (!IsIn(campaign, listener) || (campaign.not_heard && has_heard)) continue;
    people.push_back({listener.user_id, reached.score, has_heard,
                      reached.because == nullptr ? "" : listening.catalog.artists[reached.because->artist],
                      reach.Reason(artist, reached)});
    if (people.size() == campaign.size) return people;
  }
  if (people.size() < kAudienceMin) {
    return InputError(
        "the audience for {} has {}, and one of fewer than {} is refused, as it would say too much of "
        "each; ask for {}",
        campaign.artist, people.size() == 1 ? "1 person" : fmt::format("{} people", people.size()), kAudienceMin,
        campaign.not_heard ? "any level, gender or region, or for those who have heard it as well"
                           : "any level, gender or region");
  }
  return people;
}

}  // namespace earshot
