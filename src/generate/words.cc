#include "generate/words.h"

#include <cstddef>
#include <cstdint>

namespace earshot {
namespace {

constexpr std::string_view kFemaleNames[] = {
    "Ada",    "Alva",   "Amara", "Anneke", "Asta",   "Beatriz", "Bronwyn", "Carmen", "Chiara", "Dalia",
    "Delphi", "Edda",   "Elif",  "Esther", "Fenna",  "Freya",   "Gala",    "Greta",  "Hanna",  "Ida",
    "Imke",   "Inès",   "Ivana", "Jana",   "Jolien", "Kaja",    "Keira",   "Lale",   "Leonie", "Lin",
    "Lorena", "Łucja",  "Maeve", "Malin",  "Marta",  "Mila",    "Nadia",   "Nora",   "Odile",  "Paloma",
    "Petra",  "Quinn",  "Renée", "Romy",   "Saga",   "Selma",   "Sunniva", "Tamsin", "Thea",   "Una",
    "Vera",   "Violet", "Wanda", "Xenia",  "Yara",   "Ylva",    "Zadie",   "Zoë",
};

constexpr std::string_view kMaleNames[] = {
    "Abel",   "Anton",  "Arvid",   "Bastian", "Birk",    "Bruno",  "Caspar", "Ciaran", "Dario",   "Dimitri",
    "Edgar",  "Elio",   "Emre",    "Enzo",    "Felix",   "Finn",   "Gabor",  "Gustav", "Hamid",   "Hugo",
    "Ilya",   "Ivo",    "Jamal",   "Jens",    "Joaquín", "Jonas",  "Kai",    "Kofi",   "Lars",    "Leander",
    "Levi",   "Magnus", "Marek",   "Matteo",  "Milan",   "Nils",   "Noah",   "Olaf",   "Omar",    "Otis",
    "Pascal", "Pavel",  "Quentin", "Rafał",   "Remy",    "Ruben",  "Samir",  "Søren",  "Stellan", "Tariq",
    "Theo",   "Tobias", "Ulrich",  "Viktor",  "Wim",     "Xander", "Yusuf",  "Zeno",
};

constexpr std::string_view kNameStarts[] = {
    "Alder", "Ash",  "Barrow", "Birch", "Black", "Brom", "Castle", "Cole",  "Crow",  "Dun",  "Elder", "Fair",
    "Fen",   "Glen", "Hart",   "Hazel", "Holm",  "Hunt", "Kirk",   "Lang",  "Lind",  "Marl", "Mor",   "North",
    "Oak",   "Pen",  "Quill",  "Raven", "Rook",  "Sand", "Stan",   "Thorn", "Under", "Wald", "West",  "Wren",
};

constexpr std::string_view kNameEnds[] = {
    "berg",  "bourne", "bridge", "by",  "combe", "croft", "dale", "den",  "field", "ford",  "gate",  "grove", "ham",
    "hurst", "ley",    "low",    "man", "mere",  "ridge", "sen",  "sett", "stead", "stone", "strøm", "ton",   "worth",
};

constexpr std::string_view kTownEnds[] = {"Falls", "Springs", "Harbor", "Junction", "Heights", "Bay"};

constexpr std::string_view kStates[] = {"AZ", "CA", "CO", "FL", "GA", "IL", "LA", "ME", "MI",    "MN",
                                        "NC", "NH", "NY", "OR", "PA", "TX", "VA", "WA", "WV-OH", "NY-NJ-PA"};

constexpr std::string_view kAdjectives[] = {
    "Amber",   "Ancient", "Bitter",  "Blue",     "Borrowed", "Broken",   "Burning",  "Careless", "Cold",     "Crooked",
    "Distant", "Dizzy",   "Dusty",   "Electric", "Empty",    "Endless",  "Faded",    "Fearless", "Foreign",  "Frozen",
    "Gentle",  "Golden",  "Hollow",  "Honest",   "Hungry",   "Idle",     "Jagged",   "Kind",     "Last",     "Lazy",
    "Lonely",  "Loud",    "Lucky",   "Midnight", "Modern",   "Muddy",    "Naked",    "Nervous",  "Northern", "Open",
    "Paper",   "Patient", "Plastic", "Quiet",    "Rapid",    "Reckless", "Restless", "Rusty",    "Sacred",   "Secret",
    "Silent",  "Simple",  "Slow",    "Stolen",   "Strange",  "Sudden",   "Tender",   "Tiny",     "Velvet",   "Wild",
};

constexpr std::string_view kNouns[] = {
    "Anchor",  "Arrow",     "Ash",      "Atlas",    "Avenue",    "Balcony", "Bell",       "Bicycle", "Bird",
    "Bridge",  "Candle",    "Carousel", "Cloud",    "Coast",     "Comet",   "Compass",    "Corner",  "Crown",
    "Desert",  "Diamond",   "Dream",    "Echo",     "Ember",     "Engine",  "Feather",    "Ferry",   "Fever",
    "Flood",   "Forest",    "Fountain", "Garden",   "Ghost",     "Glacier", "Harbor",     "Heart",   "Highway",
    "Horizon", "Island",    "Kite",     "Ladder",   "Lantern",   "Letter",  "Lighthouse", "Machine", "Meadow",
    "Mirror",  "Moon",      "Morning",  "Mountain", "Night",     "Ocean",   "Orchard",    "Parade",  "Pilot",
    "Planet",  "Radio",     "Raindrop", "River",    "Road",      "Room",    "Satellite",  "Season",  "Shadow",
    "Signal",  "Sister",    "Sky",      "Spark",    "Staircase", "Station", "Stone",      "Storm",   "Stranger",
    "Summer",  "Telephone", "Thunder",  "Train",    "Valley",    "Violin",  "Window",     "Winter",
};

constexpr std::string_view kVerbs[] = {"Call", "Carry", "Catch",  "Chase", "Cover", "Find", "Follow", "Forget", "Hold",
                                       "Keep", "Leave", "Remind", "Save",  "Show",  "Take", "Teach",  "Tell",   "Wake"};

constexpr std::string_view kAfterMe[] = {"Again", "Away", "Back", "Before You Go", "Closer",  "Down",    "Gently",
                                         "Home",  "Now",  "Once", "Slowly",        "Somehow", "Tonight", "Under"};

// Titles in other languages: what came before, what follows. All of them hold letters beyond ASCII on either side.
constexpr std::string_view kForeignStarts[] = {
    "Corazón", "Último Día", "Señales",      "Große Träume", "Über Nacht", "Fräulein", "Été",     "Là-bas",
    "Déjà",    "Canção",     "Manhã",        "Não Sei",      "Más Allá",   "Så Länge", "Älskade", "Kærlighed",
    "Łzy",     "Źródło",     "Gece Yağmuru", "Şarkı",        "Město",      "Růže",     "Szívem",  "Őszi Dal",
    "Ночь",    "Моя Река",   "Θάλασσα",      "Φως",          "夜の",       "春",       "노래",    "לילה",
};
constexpr std::string_view kForeignEnds[] = {
    "de la Lluvia", "im Süden", "à Minuit",  "do Coração", "på Ön", "över Havet", "o Świcie",     "için",   "v Říjnu",
    "és Szél",      "и Снег",   "στην Πόλη", "電車",       "바다",  "של הים",     "sans Réponse", "mañana", "für Dich",
};

constexpr std::string_view kVersions[] = {"Live", "Album Version", "Acoustic", "Radio Edit", "Demo", "2009 Remaster"};

constexpr std::string_view kSyllables[] = {"ka",  "ro",  "vi",  "ne",  "lu", "mar", "ten", "sol",
                                           "dri", "fa",  "zu",  "bel", "or", "qui", "sha", "mi",
                                           "to",  "gra", "len", "pho", "ry", "van", "ex",  "ju"};
constexpr std::string_view kAccentedSyllables[] = {"né", "lü", "ró", "ña", "sø", "bjå", "vœ", "çi", "dė", "žan"};

// Patterns for whole names: "%a" is replaced by an adjective, and so on as Expand has it. More often in the list, more
// often in the data.
constexpr std::string_view kArtistPatterns[] = {"The %a %p", "The %a %p", "%a %n",       "%i",          "%i",
                                                "%f %l",     "%f %l",     "%f & The %p", "%l, %l & %i", "%f \"%a\" %l"};

constexpr std::string_view kTitlePatterns[] = {
    "%a %n",
    "%n",
    "%n of the %a %n",
    "%v Me %m",
    "%v the %a %n",
    "%n, %n and %n",
    "%f's %a %n",
    "The \"%n\" %n",
    "%n (%n)",
    "A %n for %f",
    "No %n Without %a %n",
    "%a %n / %n",
};

constexpr std::string_view kPlacePatterns[] = {"%l, %S", "%l-%L %t, %S"};

template <size_t count>
std::string_view Pick(const std::string_view (&words)[count], Random* random) {
  return words[random->Below(static_cast<uint32_t>(count))];
}

// "Korvane": a name that means nothing. Capitals are ASCII, so an accented syllable never comes first.
std::string InventedName(Random* random) {
  std::string name(Pick(kSyllables, random));
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  for (uint32_t more = random->Between(1, 2); more > 0; --more) {
    name += random->Chance(120) ? Pick(kAccentedSyllables, random) : Pick(kSyllables, random);
  }
  return name;
}

std::string Plural(std::string_view noun) {
  if (noun.ends_with("y") && !noun.ends_with("ay") && !noun.ends_with("ey")) {
    return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  }
  return std::string(noun) + (noun.ends_with("s") ? "es" : "s");
}

std::string Word(char kind, Random* random) {
  switch (kind) {
    case 'a': return std::string(Pick(kAdjectives, random));
    case 'n': return std::string(Pick(kNouns, random));
    case 'p': return Plural(Pick(kNouns, random));
    case 'v': return std::string(Pick(kVerbs, random));
    case 'm': return std::string(Pick(kAfterMe, random));
    case 'i': return InventedName(random);
    case 'f': return FirstName(random->Chance(500), random);
    case 'l': return LastName(random);
    case 'L': return std::string(Pick(kNameStarts, random));
    case 't': return std::string(Pick(kTownEnds, random));
    case 'S': return std::string(Pick(kStates, random));
    case 'x': return std::string(Pick(kForeignStarts, random));
    case 'y': return std::string(Pick(kForeignEnds, random));
    case 'e': return std::string(Pick(kVersions, random));
    default: return std::string(1, kind);
  }
}

// Puts a word for each "%" and letter, from left to right: function arguments would be drawn in an order that
// compilers choose.
std::string Expand(std::string_view pattern, Random* random) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size()) {
      text += Word(pattern[++i], random);
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

std::string FirstName(bool female, Random* random) {
  return std::string(female ? Pick(kFemaleNames, random) : Pick(kMaleNames, random));
}

std::string LastName(Random* random) {
  std::string name(Pick(kNameStarts, random));
  name += Pick(kNameEnds, random);
  return name;
}

std::string Place(Random* random) { return Expand(Pick(kPlacePatterns, random), random); }

std::string ArtistName(Random* random) { return Expand(Pick(kArtistPatterns, random), random); }

std::string SongTitle(Random* random) {
  std::string title = random->Chance(60) ? Expand("%x %y", random) : Expand(Pick(kTitlePatterns, random), random);
  if (random->Chance(150)) title += Expand(" (%e)", random);
  if (random->Chance(40)) title += Expand(" (feat. %i)", random);
  return title;
}

}  // namespace earshot
