#include "events/reject/repair.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/utf8.h"

namespace earshot {
namespace {

// Titles as they are written, in thirty languages and more.
const std::vector<std::string> kTitles = {
    "Ólafur, þú ert hér í nótt",              // Icelandic
    "Nær du åker på ferge, østover",          // Norwegian
    "Vårvindar friska över Ängelholm",        // Swedish
    "Sæby strand, æblerød",                   // Danish
    "Yötön yö, öinen sää",                    // Finnish
    "Jäääär, öötöö, õhtu",                    // Estonian
    "Šī nakts ir mūžīga",                     // Latvian
    "Žąsys skrenda į šiaurę",                 // Lithuanian
    "Zażółć gęślą jaźń",                      // Polish
    "Příliš žluťoučký kůň",                   // Czech
    "Ľúbezné ráno, ďakujem",                  // Slovak
    "Árvíztűrő tükörfúrógép",                 // Hungarian
    "Țara mea, să știi că-ți scriu",          // Romanian
    "Đurđevak, ćuk i žaba",                   // Croatian
    "Größe, Übermut und Füße",                // German
    "«Voilà», l'été à Évian — ça ira…",       // French
    "Canción del niño: ¿dónde estás? ¡Olé!",  // Spanish
    "Irmã, coração, NÃO, AVÔ",                // Portuguese
    "Perché no? Così è la città",             // Italian
    "L'avi i la col·lecció d'estiu",          // Catalan
    "Şarkı söyle, İstanbul'un ığdırı",        // Turkish
    "Đêm nay ai đưa em về",                   // Vietnamese
    "Τραγούδι της θάλασσας",                  // Greek
    "Ночь, улица, фонарь, аптека",            // Russian
    "Ніч яка місячна, зоряна, ясная",         // Ukrainian
    "שיר של לילה",                            // Hebrew
    "أغنية الليل الطويل",                     // Arabic
    "रात का गीत",                             // Hindi
    "เพลงกลางคืน",                             // Thai
    "夜の歌をもう一度",                       // Japanese
    "夜曲，再唱一遍",                         // Chinese
    "밤의 노래를 다시",                       // Korean
    "VOILÀ\u00A0! ÇA IRÂ\u00B0",
    "Â",
    "Ã",
    "96º In The Shade, 100 m², ½ price",
    "Mötley Crüe & Queensrÿche",
    "Sigur Rós ( )",
    "Beyoncé™ “Live” … – 5 €",
    "Déjà Vu ÃƒÂ",  // goes wrong in the middle
};

// Right, though their bytes read as Latin-1 are UTF-8 by chance.
const std::vector<std::string> kLookDamaged = {
    "CAFÉ» LIVE",
    "IRMÃ» (AO VIVO)",
    "SOMÃª",
    "Ä°",
    "ROSÉ’s Band",
    "BEYONCÉ’s",
    "ANDRÉ’s “CLICHÉ”",
    "CAFÉ–bar",
    "CAFÉ—live",
    "CAFÉ© 2018",
    "CAFÉ® live",
    "CAFÉ™",
    "CAFÉ…and so on",
    "CAFÉ• bar",
    "CAFÉ\u00ADbar",
    "CAFÉ²",
    "CAFÉ½",
    "CAFÉ‘s",
    "CAFÉ† 2018",
    "CAFÉ‡",
    "5 PLÜ€",
    "PLÜ€",
    "KÉ£HA",
    "MENÜ“ – “MENÜ",
    "À–Z, Ä–Ö",
    "Å–Ä–Ö–x",
    "AMANHÃ—ao vivo",               // Portuguese
    "MANHÃ…talvez",                 // Portuguese
    "É—disse ela",                  // Portuguese
    "CORAÇÃO’s IRMÃ’s",             // Portuguese
    "« VOILÀ\u00A0» : ÉTÉ\u00A0»",  // French
    "« voilà\u00A0»",               // French
    "DÉJÀ…vu",                      // French
    "PERCHÉ…no",                    // Italian
    "È“bella”",                     // Italian
    "„MENÜ“",                       // German
    "SPAß“ für „ALLE“",             // German
    "Straß’n, Spaß’s",              // German
    "HYVÄ’s, TÄMÄ–tuo",             // Finnish
    "ÖÄ–laulu",                     // Finnish
    "PÅ—det, BLÅ…ne",               // Norwegian
    "Å—elven, Å\u00A0ena",          // Swedish
    "Úžas a Úžasne",                // Slovak
    "Íšla, ÚŽAS",                   // Slovak
    "ÓŽE, Ážio",                    // Slovak
    "NÍŽ Óšta",                     // Czech
    "TÚ‘N’T",                       // Irish, in a way
    "¿QUÉ…tal? OLÉ¡OLÉ¡",           // Spanish
    "ÇA–va, Ç‘a",                   // Turkish
    "ÐŽ, Þ”að",                     // Icelandic
    "2×½, 3×» Mix",
    "olé…», café’…, né‰¤, “café€”",  // as Latin-1: ideographs
    "olé…”",
    "rosé’”",
};

// Capitals with accents, and what Windows-1252 and typesetters put after a word.
constexpr std::u32string_view kCapitals = U"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß";
constexpr std::u32string_view kAfterWords = U"€‚„…†‡‰‹‘’“”•–—™›\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ˆ˜";

std::string Utf8(char32_t character) {
  if (character < 0x80) return {static_cast<char>(character)};
  const auto last = static_cast<char>(0x80 | (character & 0x3F));
  if (character < 0x800) return {static_cast<char>(0xC0 | character >> 6), last};
  return {static_cast<char>(0xE0 | character >> 12), static_cast<char>(0x80 | (character >> 6 & 0x3F)), last};
}

// `text` as it looks when its bytes are read as Latin-1.
std::string ReadAsLatin1(const std::string& text) {
  std::string read;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) read.push_back(static_cast<char>(0xC0 | byte >> 6));
    read.push_back(static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte));
  }
  return read;
}

TEST(RepairText, NeverTouchesTextThatIsRight) {
  EXPECT_GE(kTitles.size(), 30u);
  for (const std::string& title : kTitles) {
    ASSERT_TRUE(IsUtf8(title));
    EXPECT_EQ(RepairText(title), std::nullopt) << title;
  }
  for (const std::string& title : kLookDamaged) EXPECT_EQ(RepairText(title), std::nullopt) << title;
}

TEST(RepairText, NeverTouchesAWordInCapitalsAndWhatFollowsIt) {
  for (const char* before : {"", "CAF", "LE CAF", "5 ROS", "«MANH", "Le BEYONC", "d’", "(", "É"}) {
    for (const char32_t capital : kCapitals) {
      for (const char32_t last : kAfterWords) {
        for (const char* after : {"", "s", "S", " live", "s Band", "S LIVE", "’", "É", "»s"}) {
          const std::string title = before + Utf8(capital) + Utf8(last) + after;
          EXPECT_EQ(RepairText(title), std::nullopt) << title;
        }
      }
    }
  }
}

TEST(RepairText, NeverTouchesAWordInCapitalsAndTheNextOne) {
  for (const char32_t capital : kCapitals) {
    for (const char32_t last : std::u32string_view(U"€‚„…†‡‰‹‘’“”•–—™›\u00A0")) {
      for (const char* before : {"", "L", "PL", "CAF"}) {
        const std::string title = before + Utf8(capital) + Utf8(last) + "live in Paris";
        EXPECT_EQ(RepairText(title), std::nullopt) << title;
      }
    }
  }
}

TEST(RepairText, RepairsWhatWasReadWronglyTwice) {
  for (const std::string& title : kTitles) {
    const std::string damaged = ReadAsLatin1(ReadAsLatin1(title));
    EXPECT_EQ(RepairText(damaged), title) << damaged;
  }
}

TEST(RepairText, RepairsWhatWasReadWronglyOnceWhereThatIsCertain) {
  EXPECT_EQ(RepairText("BjÃ¶rk"), "Björk");
  EXPECT_EQ(RepairText("canciÃ³n"), "canción");
  EXPECT_EQ(RepairText("donâ€™t"), "don’t") << "by way of Windows-1252";
  EXPECT_EQ(RepairText(ReadAsLatin1("夜の歌")), "夜の歌");
  EXPECT_EQ(RepairText(ReadAsLatin1("Ночь")), "Ночь");
  EXPECT_EQ(RepairText("Sigur RÃ³s"), "Sigur Rós");
  EXPECT_EQ(RepairText("MÃ¶tley CrÃ¼e"), "Mötley Crüe");
  EXPECT_EQ(RepairText("BeyoncÃ©"), "Beyoncé");
  EXPECT_EQ(RepairText("Ãœber uns"), "Über uns");
  EXPECT_EQ(RepairText("Ã©toile"), "étoile");
  EXPECT_EQ(RepairText("voilÃ\u00A0!"), "voilà!") << "a no-break space was the second half";
  EXPECT_EQ(RepairText("Å\u00BEena, Ä\u008Daj"), "žena, čaj");
  EXPECT_EQ(RepairText("CafÃ© live ðŸ˜€"), "Café live 😀");
  EXPECT_EQ(RepairText("CAFÃ\u0089Â»"), "CAFÉ»") << "what comes out may be a word and a quote";
  EXPECT_EQ(RepairText("MANHÃ\u0096LIVE"), std::nullopt) << "may be MANHÖLIVE, and MANHÃ–LIVE";
  EXPECT_EQ(RepairText("IRMÃ»"), std::nullopt) << "may be IRMû, and may be a word and a quote";
}

TEST(RepairText, LeavesWhatIsDamagedBeyondThat) {
  EXPECT_EQ(RepairText("BjÃ¶rk and Björk"), std::nullopt) << "only half of it was read wrongly";
  EXPECT_EQ(RepairText("BjÃ rk"), std::nullopt) << "a byte is lost";
  EXPECT_EQ(RepairText(""), std::nullopt);
  EXPECT_EQ(RepairText("plain"), std::nullopt);
}

RC_GTEST_PROP(RepairText, GivesUtf8WithoutControlsAndNothingMoreToRepair, ()) {
  std::string text;
  for (const auto letter : *rc::gen::container<std::string>(rc::gen::inRange('\0', '\x0B'))) {
    text += std::vector<std::string>{
        "Ã", "Â", "¶", "³", "»", "\u0083", "a", "B", " ", "â", "€"}[static_cast<size_t>(letter)];
  }
  const std::optional<std::string> repaired = RepairText(text);
  if (!repaired.has_value()) return;
  RC_ASSERT(IsUtf8(*repaired));
  RC_ASSERT(*repaired != text);
  RC_ASSERT(repaired->size() < text.size());
}

}  // namespace
}  // namespace earshot
