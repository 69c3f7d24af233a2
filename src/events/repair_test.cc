#include "events/repair.h"

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
const std::vector<std::string> kLookDamaged = {"CAFÉ» LIVE", "IRMÃ» (AO VIVO)", "SOMÃª", "Ä°"};

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

TEST(MendText, NeverTouchesTextThatIsRight) {
  EXPECT_GE(kTitles.size(), 30u);
  for (const std::string& title : kTitles) {
    ASSERT_TRUE(IsUtf8(title));
    EXPECT_EQ(MendText(title), std::nullopt) << title;
  }
  for (const std::string& title : kLookDamaged) EXPECT_EQ(MendText(title), std::nullopt) << title;
}

TEST(MendText, MendsWhatWasReadWronglyTwice) {
  for (const std::string& title : kTitles) {
    const std::string damaged = ReadAsLatin1(ReadAsLatin1(title));
    EXPECT_EQ(MendText(damaged), title) << damaged;
  }
}

TEST(MendText, MendsWhatWasReadWronglyOnceWhereThatIsCertain) {
  EXPECT_EQ(MendText("BjÃ¶rk"), "Björk");
  EXPECT_EQ(MendText("canciÃ³n"), "canción");
  EXPECT_EQ(MendText("donâ€™t"), "don’t") << "by way of Windows-1252";
  EXPECT_EQ(MendText(ReadAsLatin1("夜の歌")), "夜の歌");
  EXPECT_EQ(MendText(ReadAsLatin1("Ночь")), "Ночь");
  EXPECT_EQ(MendText("IRMÃ»"), std::nullopt) << "may be IRMû, and may be a word and a quote";
}

TEST(MendText, LeavesWhatIsDamagedBeyondThat) {
  EXPECT_EQ(MendText("BjÃ¶rk and Björk"), std::nullopt) << "only half of it was read wrongly";
  EXPECT_EQ(MendText("BjÃ rk"), std::nullopt) << "a byte is lost";
  EXPECT_EQ(MendText(""), std::nullopt);
  EXPECT_EQ(MendText("plain"), std::nullopt);
}

RC_GTEST_PROP(MendText, GivesUtf8WithoutControlsAndNothingMoreToMend, ()) {
  std::string text;
  for (const auto letter : *rc::gen::container<std::string>(rc::gen::inRange('\0', '\x0B'))) {
    text += std::vector<std::string>{
        "Ã", "Â", "¶", "³", "»", "\u0083", "a", "B", " ", "â", "€"}[static_cast<size_t>(letter)];
  }
  const std::optional<std::string> mended = MendText(text);
  if (!mended.has_value()) return;
  RC_ASSERT(IsUtf8(*mended));
  RC_ASSERT(*mended != text);
  RC_ASSERT(mended->size() < text.size());
}

}  // namespace
}  // namespace earshot
