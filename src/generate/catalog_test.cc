#include "generate/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace earshot {
namespace {

bool IsAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

TEST(Catalog, IsTheSameForTheSameSeed) {
  const GeneratedCatalog one(5);
  const GeneratedCatalog two(5);
  const GeneratedCatalog other(6);
  ASSERT_EQ(one.songs().size(), two.songs().size());
  size_t differences = 0;
  for (size_t i = 0; i < one.songs().size(); ++i) {
    EXPECT_EQ(one.songs()[i].artist, two.songs()[i].artist);
    EXPECT_EQ(one.songs()[i].title, two.songs()[i].title);
    EXPECT_EQ(one.songs()[i].length, two.songs()[i].length);
    differences += one.songs()[i].title != other.songs()[i].title ? 1 : 0;
  }
  EXPECT_GT(differences, one.songs().size() / 2);
}

TEST(Catalog, HasEveryKindOfTitle) {
  const GeneratedCatalog catalog(1);
  std::map<std::string, std::set<std::string>> artists_of;
  size_t with_comma = 0;
  size_t with_quote = 0;
  size_t beyond_ascii = 0;
  for (const GeneratedSong& song : catalog.songs()) {
    EXPECT_FALSE(song.artist.empty());
    EXPECT_FALSE(song.title.empty());
    EXPECT_TRUE(artists_of[song.title].insert(song.artist).second) << song.artist << " has " << song.title << " twice";
    with_comma += song.title.find(',') != std::string::npos ? 1 : 0;
    with_quote += song.title.find('"') != std::string::npos ? 1 : 0;
    beyond_ascii += IsAscii(song.title) ? 0 : 1;
  }
  const auto shared =
      std::count_if(artists_of.begin(), artists_of.end(), [](const auto& title) { return title.second.size() > 1; });
  EXPECT_GT(shared, 100);
  EXPECT_LT(shared, 4'000);
  EXPECT_GT(with_comma, 500U);
  EXPECT_GT(with_quote, 500U);
  EXPECT_GT(beyond_ascii, 500U);
}

// Under a power law the plays of a rank fall as the rank grows: ten times the rank, about a tenth of the plays.
TEST(Catalog, PlaysFollowAPowerLaw) {
  const GeneratedCatalog catalog(1);
  Random random({99});
  std::vector<double> plays(catalog.songs().size());
  for (int i = 0; i < 1'000'000; ++i) plays[catalog.PickSong(&random)] += 1;
  const auto mean = [&](size_t begin, size_t end) {
    double sum = 0;
    for (size_t i = begin; i < end; ++i) sum += plays[i];
    return sum / static_cast<double>(end - begin);
  };
  EXPECT_NEAR(mean(190, 210) / mean(1900, 2100), 9.0, 1.0);
  EXPECT_NEAR(mean(950, 1050) / mean(9500, 10500), 10.0, 1.0);
  EXPECT_GT(plays[0], plays[1000] * 20);
}

TEST(Catalog, DamageTouchesOnlyTextBeyondAscii) {
  const GeneratedCatalog before(1);
  GeneratedCatalog after(1);
  after.DamageText(1);
  size_t damaged = 0;
  for (size_t i = 0; i < before.songs().size(); ++i) {
    const std::string& title = before.songs()[i].title;
    if (title != after.songs()[i].title) {
      ++damaged;
      EXPECT_FALSE(IsAscii(title));
    }
    EXPECT_EQ(before.songs()[i].length, after.songs()[i].length);
  }
  EXPECT_GT(damaged, 300U);
}

TEST(DecodedWrongly, TakesEachByteForALetter) {
  EXPECT_EQ(DecodedWrongly("plain"), "plain");
  EXPECT_EQ(DecodedWrongly("\xc3\xb6"), "\xc3\x83\xc2\xb6");
  EXPECT_EQ(DecodedWrongly(DecodedWrongly("\xc3\xb6")), "\xc3\x83\xc2\x83\xc3\x82\xc2\xb6");
}

}  // namespace
}  // namespace earshot
