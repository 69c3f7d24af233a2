#include "stores/stored_table.h"

#include <absl/strings/str_join.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "cql/names.h"
#include "questions/question_change.h"
#include "questions/question_text.h"

namespace earshot {
namespace {

using ::testing::StartsWith;

Table TableOf(const std::string& name, const std::string& keys) {
  return TablesFromToml(fmt::format("[[question]]\nname = '{}'\n{}", name, keys), "q.toml").value().front();
}

LoadMark MarkOf(const Table& table, const std::string& name) {
  LoadMark mark;
  mark.name = name;
  mark.table = table.name;
  mark.question = QuestionText(table.question);
  mark.schema = SchemaOf(table);
  return mark;
}

const char* const kKeys = "given = ['artist']\none_per = ['user_id', 'song']\norder = ['song']\nanswer = ['song']";

TEST(NameBesideOf, IsAnothersForAnotherQuestion) {
  const Table fans = TableOf("fans", kKeys);
  EXPECT_THAT(NameBesideOf(fans), StartsWith("earshot_fans_"));
  EXPECT_EQ(NameBesideOf(TableBeside(fans)), NameBesideOf(fans));
  const std::string more[] = {"limit = 5", "only = { level = 'paid' }", "buckets = 2"};
  for (const std::string& key : more) {
    EXPECT_NE(NameBesideOf(TableOf("fans", fmt::format("{}\n{}", kKeys, key))), NameBesideOf(fans)) << key;
  }
}

TEST(NameBesideOf, IsOneThatEveryStoreTakes) {
  const std::string longest(kCqlNameBytesMax, 'a');
  const Table one = TableOf(longest, kKeys);
  const Table other = TableOf(longest.substr(1) + "b", kKeys);
  EXPECT_EQ(NameBesideOf(one).size(), kCqlNameBytesMax);
  EXPECT_TRUE(IsCqlIdentifier(NameBesideOf(one)));
  EXPECT_NE(NameBesideOf(one), NameBesideOf(other));
}

// Rows of which the first ones are kept, and rows in buckets, depend on more than the columns.
TEST(SchemaOf, SaysAllThatRowsDependOn) {
  const Table split = TableOf("q",
                              "given = ['artist', 'level']\npartition = ['artist']\norder = ['song']\nlimit = 2\n"
                              "answer = ['song']");
  const Table whole = TableOf("q", "given = ['artist']\norder = ['level', 'song']\nlimit = 2\nanswer = ['song']");
  EXPECT_NE(SchemaOf(split), SchemaOf(whole));
  const std::string buckets = "given = ['artist']\norder = ['song']\nbuckets = 2\nanswer = ['song']\n";
  EXPECT_NE(SchemaOf(TableOf("q", buckets + "one_per = ['song', 'user_id']")),
            SchemaOf(TableOf("q", buckets + "one_per = ['user_id', 'song']")));
}

std::string SchemaWith(const std::string& only) {
  return SchemaOf(TableOf("q", fmt::format("{}\nonly = {}", kKeys, only)));
}

// Tables that were loaded by earlier versions have it in their marks.
TEST(SchemaOf, HasTheValuesThatCountInQuotes) {
  EXPECT_THAT(SchemaWith("{ hour = 7, level = ['free', 'paid'] }"),
              StartsWith("plays, merged, only hour = \"7\", only level = \"free\", \"paid\": artist text partition"));
}

TEST(SchemaOf, IsTheSameHoweverValuesAreOrdered) {
  EXPECT_EQ(SchemaWith("{ song = 'c', level = ['paid', 'free', 'paid'] }"),
            SchemaWith("{ level = ['free', 'paid'], song = 'c' }"));
}

// Filters of words that look like what is written around them.
std::vector<Filter> AnyFilters() {
  const auto word =
      rc::gen::elementOf(std::vector<std::string>{"a", "\"", "\\", ", ", " = ", "only ", "song", ": ", "\n"});
  const auto value = rc::gen::map(rc::gen::resize(4, rc::gen::container<std::vector<std::string>>(word)),
                                  [](const std::vector<std::string>& words) { return absl::StrJoin(words, ""); });
  std::vector<Filter> filters;
  for (const char* column : {"level", "song"}) {
    auto values = *rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(value));
    if (!values.empty()) filters.push_back({column, std::move(values)});
  }
  return filters;
}

// The same values in another order, or one that looks like all of them.
std::vector<Filter> LookalikesOf(std::vector<Filter> filters) {
  for (Filter& filter : filters) {
    const std::string between = *rc::gen::element<std::string>("", "\", \"", ", ", "\\\", \\\"", "\" or \"");
    if (between.empty()) {
      std::reverse(filter.values.begin(), filter.values.end());
    } else {
      filter.values = {absl::StrJoin(filter.values, between)};
    }
  }
  return filters;
}

RC_GTEST_PROP(SchemaOf, IsAnothersForOtherFilters, ()) {
  Table one = TableOf("q", kKeys);
  Table other = one;
  one.question.only = AnyFilters();
  other.question.only = *rc::gen::arbitrary<bool>() ? AnyFilters() : LookalikesOf(one.question.only);
  RC_ASSERT((SchemaOf(one) == SchemaOf(other)) == AskOfSameRecords(one.question, other.question));
  RC_ASSERT(ChangesBetween(one.question, other.question).empty() == AskOfSameRecords(one.question, other.question));
}

TEST(TableOfMark, IsTheTableThatTheMarkNames) {
  const Table fans = TableOf("fans", kKeys);
  EXPECT_EQ(TableOfMark(MarkOf(fans, "fans"))->name, "fans");
  const Table beside = TableBeside(fans);
  const Table found = TableOfMark(MarkOf(beside, beside.name)).value();
  EXPECT_EQ(found.name, beside.name);
  EXPECT_EQ(found.question.name, "fans");
  EXPECT_EQ(SchemaOf(found), SchemaOf(fans));
}

// Anybody can have written a mark: it may name no table that is not ours.
TEST(TableOfMark, NamesNoTableOfAnotherProgram) {
  Table mine = TableOf("fans", kKeys);
  for (const std::string name : {"mine", "earshot_loads", "earshot_fans_000000000000", ""}) {
    mine.name = name;
    EXPECT_FALSE(TableOfMark(MarkOf(mine, "fans")).ok()) << name;
    LoadMark mark = MarkOf(TableOf("fans", kKeys), "fans");
    mark.replaced_question = mark.question;
    mark.replaced_table = name;
    EXPECT_EQ(ReplacedTableOf(mark).ok(), name.empty()) << name;
  }
  EXPECT_FALSE(TableOfMark(MarkOf(TableOf("other", kKeys), "fans")).ok());
  LoadMark torn = MarkOf(TableOf("fans", kKeys), "fans");
  torn.question = "[[question]";
  EXPECT_FALSE(TableOfMark(torn).ok());
}

TEST(RemaindersIn, AreWhatIsBuiltAndWhatIsReplaced) {
  const Table before = TableOf("fans", kKeys);
  const Table beside = TableBeside(TableOf("fans", fmt::format("{}\nlimit = 5", kKeys)));
  LoadMark mark = MarkOf(beside, "fans");
  mark.replaced_question = QuestionText(before.question);
  mark.replaced_table = "fans";
  LoadMark torn = MarkOf(TableOf("torn", kKeys), "torn");
  torn.replaced_question = QuestionText(before.question);
  torn.replaced_table = "mine";
  const std::vector<NamedMark> marks = {
      {"fans", mark}, {beside.name, MarkOf(beside, beside.name)}, {"torn", torn}, {"damaged", std::nullopt}};
  const std::vector<Remainder> remainders = RemaindersIn(marks);
  ASSERT_EQ(remainders.size(), 2);
  EXPECT_EQ(remainders[0].kind, RemainderKind::kReplaced);
  EXPECT_EQ(remainders[0].table.name, "fans");
  EXPECT_EQ(remainders[1].kind, RemainderKind::kBeside);
  EXPECT_EQ(remainders[1].table.name, beside.name);
}

}  // namespace
}  // namespace earshot
