#include "generate/taste/truth.h"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_text.h"
#include "base/stop_token.h"
#include "generate/taste/choice.h"

namespace earshot {
namespace {

// Six digits are enough for whoever compares with it.
void AppendNumber(double number, std::string* out) { fmt::format_to(std::back_inserter(*out), "{:.6g}", number); }

void AppendField(std::string_view name, double number, std::string* out) {
  fmt::format_to(std::back_inserter(*out), R"(,"{}":)", name);
  AppendNumber(number, out);
}

void AppendText(const std::string& text, std::string* out) { out->append(JsonText(nlohmann::json(text))); }

// Those that weigh something, as [[scene, weight], ...].
void AppendScenes(const std::array<double, kSceneCount>& weights, std::string* out) {
  const char* separator = "[";
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
    if (weights[scene] == 0) continue;
    fmt::format_to(std::back_inserter(*out), "{}[{},", separator, scene);
    AppendNumber(weights[scene], out);
    out->push_back(']');
    separator = ",";
  }
  out->push_back(']');
}

void AppendRun(uint64_t seed, uint32_t days, std::string* out) {
  fmt::format_to(std::back_inserter(*out), R"({{"seed":{},"days":{},"scenes":{})", seed, days, kSceneCount);
  AppendField("open_share", kOpenShare, out);
  AppendField("charts_share", kChartsShare, out);
  AppendField("friend_share", kFriendShare, out);
  AppendField("known_artist_share", kKnownArtistShare, out);
  out->append("}\n");
}

void AppendSceneLines(std::string* out) {
  const std::vector<double> weights = SceneWeights();
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
    fmt::format_to(std::back_inserter(*out), R"({{"scene":{},"genre":{})", scene, scene / kScenesPerGenre);
    AppendField("weight", weights[scene], out);
    out->append("}\n");
  }
}

void AppendArtist(const PlantedMusic& music, const PlantedArtist& artist, std::string* out) {
  out->append(R"({"artist":)");
  AppendText(music.songs()[artist.first_song].artist, out);
  AppendField("popularity", artist.popularity, out);
  out->append(R"(,"scenes":)");
  std::array<double, kSceneCount> shares{};
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) shares[scene] = artist.ShareOf(scene);
  AppendScenes(shares, out);
  const char* separator = R"(,"songs":[[)";
  for (uint32_t place = 0; place < artist.song_count; ++place) {
    out->append(separator);
    AppendText(music.songs()[artist.first_song + place].title, out);
    out->push_back(',');
    AppendNumber(music.SongShare(place, artist.song_count), out);
    separator = "],[";
  }
  out->append("]]}\n");
}

void AppendFriends(const PlantedPeople& people, uint32_t listener, std::string* out) {
  const PlantedListener& planted = people.planted[listener];
  if (!planted.group) return;
  const char* separator = R"(,"friends":[)";
  for (const uint32_t member : people.groups[*planted.group].members) {
    if (member == listener) continue;
    fmt::format_to(std::back_inserter(*out), "{}{}", separator, member + 1);
    separator = ",";
  }
  out->push_back(']');
}

void AppendListener(const PlantedPeople& people, uint32_t listener, std::string* out) {
  const PlantedListener& planted = people.planted[listener];
  fmt::format_to(std::back_inserter(*out), R"({{"user_id":{},"begin":)", listener + 1);
  AppendScenes(SceneWeightsAt(people, listener, 0), out);
  if (planted.drift > 0) {
    out->append(R"(,"end":)");
    AppendScenes(SceneWeightsAt(people, listener, 1), out);
  }
  AppendField("drift", planted.drift, out);
  AppendFriends(people, listener, out);
  AppendField("discovery", planted.discovery, out);
  AppendField("activity", planted.activity, out);
  AppendField("joins_day", planted.joins_day, out);
  AppendField("leaves_day", planted.leaves_day, out);
  out->append("}\n");
}

// Gathers lines, and writes them when they are many.
class Lines {
 public:
  explicit Lines(OutputFile* file) : file_(*file) {}

  std::string* text() { return &text_; }
  Status WriteIfMany() { return text_.size() < kManyBytes ? absl::OkStatus() : Write(); }
  Status Write() {
    RETURN_IF_ERROR(CheckStop());
    RETURN_IF_ERROR(file_.Write(text_));
    text_.clear();
    return absl::OkStatus();
  }

 private:
  static constexpr size_t kManyBytes = size_t{1} << 20;

  OutputFile& file_;
  std::string text_;
};

}  // namespace

Status WriteTruth(uint64_t seed, uint32_t days, const PlantedMusic& music, const PlantedPeople& people,
                  OutputFile* file) {
  Lines lines(file);
  AppendRun(seed, days, lines.text());
  AppendSceneLines(lines.text());
  for (const PlantedArtist& artist : music.artists()) {
    AppendArtist(music, artist, lines.text());
    RETURN_IF_ERROR(lines.WriteIfMany());
  }
  for (uint32_t listener = 0; listener < people.planted.size(); ++listener) {
    AppendListener(people, listener, lines.text());
    RETURN_IF_ERROR(lines.WriteIfMany());
  }
  return lines.Write();
}

Status WriteOptIn(const PlantedPeople& people, OutputFile* file) {
  Lines lines(file);
  for (uint32_t listener = 0; listener < people.planted.size(); ++listener) {
    if (people.planted[listener].opted_in) fmt::format_to(std::back_inserter(*lines.text()), "{}\n", listener + 1);
  }
  return lines.Write();
}

}  // namespace earshot
