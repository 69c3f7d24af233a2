#include "questions/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Question Ask(std::vector<std::string> given, std::vector<std::string> answer) {
  Question question;
  question.name = "asked";
  question.given = std::move(given);
  question.answer = std::move(answer);
  return question;
}

// "PRIMARY KEY ((song), user_id)"
std::string PrimaryKeyOf(const Table& table) {
  std::string key = "PRIMARY KEY ((";
  for (size_t i = 0; i < table.key_size; ++i) {
    key += (i == 0 ? "" : i == table.partition_size ? "), " : ", ") + table.columns[i].name;
  }
  return key + (table.key_size == table.partition_size ? "))" : ")");
}

std::string KeyOf(const Question& question) {
  const StatusOr<Table> table = DeriveTable(question);
  return table.ok() ? PrimaryKeyOf(*table) : MessageOf(table.status());
}

std::vector<std::string> NamesOf(const Table& table, const std::vector<size_t>& positions) {
  std::vector<std::string> names;
  for (const size_t position : positions) names.push_back(table.columns[position].name);
  return names;
}

TEST(DeriveTable, MakesTheTablesOfTheBuiltinQuestions) {
  const auto tables = TablesFromToml(kBuiltinQuestions, "built-in");
  ASSERT_TRUE(tables.ok()) << tables.status();
  ASSERT_EQ(tables->size(), 3u);
  EXPECT_EQ(PrimaryKeyOf((*tables)[0]), "PRIMARY KEY ((session_id), item_in_session)");
  EXPECT_EQ(PrimaryKeyOf((*tables)[1]), "PRIMARY KEY ((user_id, session_id), item_in_session)");
  EXPECT_EQ(PrimaryKeyOf((*tables)[2]), "PRIMARY KEY ((song), user_id)");
  EXPECT_TRUE((*tables)[0].one_row_per_play);
  EXPECT_FALSE((*tables)[2].one_row_per_play);
}

TEST(DeriveTable, AddsTheNaturalKeyWhereItIsNotInTheKeyYet) {
  EXPECT_EQ(KeyOf(Ask({"song"}, {"artist"})), "PRIMARY KEY ((song), session_id, item_in_session)");
  EXPECT_EQ(KeyOf(Ask({"item_in_session"}, {"artist"})), "PRIMARY KEY ((item_in_session), session_id)");
  EXPECT_EQ(KeyOf(Ask({"item_in_session", "session_id"}, {"artist"})), "PRIMARY KEY ((item_in_session, session_id))");
}

TEST(DeriveTable, PutsOrderBehindGivenAndBeforeTheNaturalKey) {
  Question question = Ask({"user_id", "level"}, {"song"});
  question.partition = {"user_id"};
  question.order = {{"length", true}, {"item_in_session", false}};
  EXPECT_EQ(KeyOf(question), "PRIMARY KEY ((user_id), level, length, item_in_session, session_id)");
  const Table table = DeriveTable(question).value();
  EXPECT_FALSE(table.columns[1].descending);
  EXPECT_TRUE(table.columns[2].descending);
  EXPECT_FALSE(table.columns[3].descending);
}

TEST(DeriveTable, LetsOrderTurnTheColumnsOfOnePerRound) {
  Question question = Ask({"song"}, {"last_name"});
  question.one_per = {"user_id", "level"};
  question.order = {{"level", true}};
  EXPECT_EQ(KeyOf(question), "PRIMARY KEY ((song), level, user_id)");
  EXPECT_TRUE(DeriveTable(question).value().columns[1].descending);
}

TEST(DeriveTable, KnowsWhereGivenAndAnswerStand) {
  Question question = Ask({"song", "user_id"}, {"length", "user_id", "artist"});
  question.partition = {"user_id"};
  const Table table = DeriveTable(question).value();
  EXPECT_THAT(NamesOf(table, table.given), ElementsAre("user_id", "song"));
  EXPECT_THAT(NamesOf(table, table.answer), ElementsAre("length", "user_id", "artist"));
}

TEST(DeriveTable, MakesATableOfKeysAlone) {
  Question question = Ask({"song"}, {"user_id"});
  question.one_per = {"user_id"};
  const Table table = DeriveTable(question).value();
  EXPECT_EQ(table.key_size, table.columns.size());
}

TEST(DeriveTable, RefusesAQuestionFromCodeAsOneFromAFile) {
  EXPECT_THAT(KeyOf(Ask({}, {"song"})), HasSubstr("nothing is given"));
  EXPECT_THAT(KeyOf(Ask({"song"}, {"title"})), HasSubstr("\"title\", which is not a column"));
}

TEST(DeriveTable, PutsMeasuresWhereTheyAreNamed) {
  const Table table = TablesFromToml(R"(
      [[question]]
      name = "top"
      given = ["location", "month"]
      one_per = ["artist", "song"]
      measures = { plays = "count", seconds = "sum length", last = "max day" }
      order = ["plays desc"]
      answer = ["song", "plays", "last", "seconds"])",
                                     "test")
                          .value()
                          .front();
  EXPECT_EQ(KeyOf(table.question), "PRIMARY KEY ((location, month), plays, artist, song)");
  EXPECT_EQ(table.columns[2].origin, ColumnOrigin::kMeasure);
  EXPECT_TRUE(table.columns[2].descending);
  EXPECT_EQ(table.columns[2].type, ColumnType::kBigint);
  EXPECT_EQ(table.columns[5].name, "last");
  EXPECT_EQ(table.columns[5].type, ColumnType::kDate);
  EXPECT_EQ(table.columns[6].type, ColumnType::kDouble);
  EXPECT_TRUE(table.has_measures());
  // What they are measured of is read as well.
  EXPECT_TRUE(SourcesOf(table)[PlaysDataset().Find("length")]);
}

TEST(DeriveTable, SpreadsAnAnswerOverBuckets) {
  Question question = Ask({"level"}, {"song"});
  question.buckets = 16;
  const Table table = DeriveTable(question).value();
  EXPECT_EQ(KeyOf(question), "PRIMARY KEY ((level, bucket), session_id, item_in_session)");
  EXPECT_THAT(table.given, ElementsAre(0, 1));
  EXPECT_EQ(table.bucket_of, PlaysDataset().natural_key);
  question.one_per = {"user_id"};
  EXPECT_THAT(DeriveTable(question)->bucket_of, ElementsAre(PlaysDataset().Find("user_id")));
}

// A random question that breaks no rule.
Question AnyQuestion() {
  std::vector<std::string> names;
  for (const DatasetColumn& column : PlaysDataset().columns) names.emplace_back(column.name);
  for (size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[*rc::gen::inRange<size_t>(0, i)]);
  // The first one is in the partition key, and has many values: a few partitions of the whole world are refused.
  std::iter_swap(names.begin(), std::find(names.begin(), names.end(), "session_id"));
  auto next = names.begin();
  const auto take = [&](size_t count) {
    const auto begin = next;
    next += static_cast<std::ptrdiff_t>(count);
    return std::vector<std::string>(begin, next);
  };

  Question question;
  question.name = "asked";
  question.given = take(*rc::gen::inRange<size_t>(1, 4));
  for (const std::string& name : question.given) {
    if (name == "session_id" || *rc::gen::arbitrary<bool>()) question.partition.push_back(name);
  }
  if (*rc::gen::arbitrary<bool>()) question.one_per = take(*rc::gen::inRange<size_t>(0, 4));
  const std::vector<std::string> order =
      question.one_per.has_value() ? *question.one_per : take(*rc::gen::inRange<size_t>(0, 4));
  for (const std::string& name : order) {
    if (*rc::gen::arbitrary<bool>()) question.order.push_back({name, *rc::gen::arbitrary<bool>()});
  }
  for (const std::string& name : names) {
    if (*rc::gen::arbitrary<bool>()) question.answer.push_back(name);
  }
  if (question.answer.empty()) question.answer.push_back(names.back());
  return question;
}

RC_GTEST_PROP(DeriveTableProperty, KeepsEveryPromise, ()) {
  const Question question = AnyQuestion();
  const StatusOr<Table> derived = DeriveTable(question);
  RC_LOG() << derived.status() << "\n";
  RC_ASSERT(derived.ok());
  const Table& table = *derived;
  const auto position_of = [&](const std::string& name) {
    const auto is_it = [&](const TableColumn& column) { return column.name == name; };
    return static_cast<size_t>(std::find_if(table.columns.begin(), table.columns.end(), is_it) - table.columns.begin());
  };

  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) {
    RC_ASSERT(PlaysDataset().columns[column.source].name == column.name);
    RC_ASSERT(PlaysDataset().columns[column.source].type == column.type);
    RC_ASSERT(!column.why.empty());
    names.push_back(column.name);
  }
  std::sort(names.begin(), names.end());
  RC_ASSERT(std::adjacent_find(names.begin(), names.end()) == names.end());

  // The partition key is a prefix of the key, and the key one of the columns.
  RC_ASSERT(table.partition_size > 0u);
  RC_ASSERT(table.partition_size <= table.key_size && table.key_size <= table.columns.size());
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnKind kind = i < table.partition_size ? ColumnKind::kPartition
                            : i < table.key_size     ? ColumnKind::kClustering
                                                     : ColumnKind::kRegular;
    RC_ASSERT(table.columns[i].kind == kind);
    if (kind != ColumnKind::kClustering) RC_ASSERT(!table.columns[i].descending);
  }
  // One partition answers: its whole key is given, and given columns come before the others in the key.
  for (const std::string& name : question.given) RC_ASSERT(position_of(name) < question.given.size());
  const std::vector<std::string>& partition = question.partition.empty() ? question.given : question.partition;
  RC_ASSERT(table.partition_size == partition.size());
  for (size_t i = 0; i < partition.size(); ++i) RC_ASSERT(table.columns[i].name == partition[i]);
  // What puts the answer in order comes next, as it was asked for.
  for (size_t i = 0; i < question.order.size(); ++i) {
    const TableColumn& column = table.columns[question.given.size() + i];
    RC_ASSERT(column.name == question.order[i].name);
    RC_ASSERT(column.descending == question.order[i].descending);
  }
  if (!question.one_per.has_value()) {
    RC_ASSERT(position_of("session_id") < table.key_size);
    RC_ASSERT(position_of("item_in_session") < table.key_size);
  } else {
    RC_ASSERT(table.key_size == question.given.size() + question.one_per->size());
    for (const std::string& name : *question.one_per) RC_ASSERT(position_of(name) < table.key_size);
  }
  RC_ASSERT(table.one_row_per_play != question.one_per.has_value());
  RC_ASSERT(NamesOf(table, table.answer) == question.answer);
  for (size_t i = table.key_size; i < table.columns.size(); ++i) {
    RC_ASSERT(std::count(question.answer.begin(), question.answer.end(), table.columns[i].name) == 1);
  }
  RC_ASSERT(std::is_sorted(table.given.begin(), table.given.end()));
  RC_ASSERT(table.given.size() == question.given.size());
}

}  // namespace
}  // namespace earshot
