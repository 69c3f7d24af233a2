#include "answers/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_code.h"
#include "base/temporary_directory.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Notes the ranges that a store is asked for.
class NotingReader : public TableReader {
 public:
  NotingReader(TableReader& store, std::vector<ColumnRange>* asked) : store_(store), asked_(asked) {}

  const RowOrder& Order() const override { return store_.Order(); }
  StatusOr<TableState> State(const Table& table) override { return store_.State(table); }
  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    return store_.Scan(table, range);
  }
  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) override {
    class Answers : public AnswerReader {
     public:
      Answers(std::unique_ptr<AnswerReader> answers, std::vector<ColumnRange>* asked)
          : answers_(std::move(answers)), asked_(asked) {}
      StatusOr<std::unique_ptr<RowCursor>> Open(std::string_view given_cells, const ColumnRange& range) override {
        asked_->push_back(range);
        return answers_->Open(given_cells, range);
      }

     private:
      const std::unique_ptr<AnswerReader> answers_;
      std::vector<ColumnRange>* const asked_;
    };
    ASSIGN_OR_RETURN(std::unique_ptr<AnswerReader> answers, store_.OpenAnswers(table));
    return std::make_unique<Answers>(std::move(answers), asked_);
  }

 private:
  TableReader& store_;
  std::vector<ColumnRange>* const asked_;
};

class AnswerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = OpenSqliteStore(directory_.path() + "/a.db").value();
    ASSERT_TRUE(store_->Create(table_).ok());
    ASSERT_TRUE(WriteItems(1, {0, 1, 2, 3, 4}).ok());
    ASSERT_TRUE(WriteItems(2, {7}).ok());
  }

  // A play for each of these items of the session, by the user 10.
  Status WriteItems(int session, const std::vector<int>& items) {
    ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, store_->Write(table_, WriteTime()));
    RowBatch batch;
    for (const int item : items) {
      const std::string session_text = std::to_string(session);
      const std::string item_text = std::to_string(item);
      const std::string song = "Song " + item_text;
      const Play play = PlayOf({.session_id = session_text, .item = item_text, .song = song});
      batch.cells += RowOf(table_, play);
      batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
    }
    RETURN_IF_ERROR(writer->Submit(batch));
    RETURN_IF_ERROR(writer->Wait().status());
    return writer->Finish();
  }

  std::unique_ptr<Answer> AskSession(const std::string& session, const Page& page) {
    const GivenValues given = ParseGivenValues(table_, {"user_id=10", "session_id=" + session}).value();
    StatusOr<std::unique_ptr<Answer>> answer = Ask(*store_, asked_, given, page);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return std::move(answer).value();
  }

  // The songs of one page.
  static std::vector<std::string> Songs(Answer& answer) {
    std::vector<std::string> songs;
    while (answer.Next().value()) songs.push_back(answer.values()[1].ToText());
    return songs;
  }

  TemporaryDirectory directory_;
  const Table table_ = BuiltinTable("session_songs");
  const AskedTable asked_ = {table_, std::nullopt, ""};
  std::unique_ptr<Store> store_;
};

TEST_F(AnswerTest, WithoutALimitIsOnePage) {
  const auto answer = AskSession("1", {});
  EXPECT_THAT(Songs(*answer), ElementsAre("Song 0", "Song 1", "Song 2", "Song 3", "Song 4"));
  EXPECT_THAT(answer->next_page(), IsEmpty());
  EXPECT_FALSE(answer->Next().value());
}

TEST_F(AnswerTest, OfNothingIsEmpty) {
  const auto answer = AskSession("99", {.limit = 3, .after = ""});
  EXPECT_THAT(Songs(*answer), IsEmpty());
  EXPECT_THAT(answer->next_page(), IsEmpty());
}

TEST_F(AnswerTest, APageReadsNothingOfThePagesBefore) {
  const auto first = AskSession("1", {.limit = 3, .after = ""});
  Songs(*first);
  std::vector<ColumnRange> ranges;
  NotingReader reader(*store_, &ranges);
  const GivenValues given = ParseGivenValues(table_, {"user_id=10", "session_id=1"}).value();
  const auto second = Ask(reader, asked_, given, {.limit = 3, .after = first->next_page()}).value();
  EXPECT_THAT(Songs(*second), ElementsAre("Song 3", "Song 4"));
  std::string last_item;
  AppendIntCell(2, &last_item);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges.front().from, last_item);
  EXPECT_TRUE(ranges.front().to.empty());
}

TEST_F(AnswerTest, PagesFollowOneAnother) {
  const auto first = AskSession("1", {.limit = 2, .after = ""});
  EXPECT_THAT(Songs(*first), ElementsAre("Song 0", "Song 1"));
  const auto second = AskSession("1", {.limit = 2, .after = first->next_page()});
  EXPECT_THAT(Songs(*second), ElementsAre("Song 2", "Song 3"));
  const auto last = AskSession("1", {.limit = 2, .after = second->next_page()});
  EXPECT_THAT(Songs(*last), ElementsAre("Song 4"));
  EXPECT_THAT(last->next_page(), IsEmpty());
}

TEST_F(AnswerTest, APageThatEndsWithTheLastRowIsTheLast) {
  const auto answer = AskSession("1", {.limit = 5, .after = ""});
  EXPECT_EQ(Songs(*answer).size(), 5);
  EXPECT_THAT(answer->next_page(), IsEmpty());
}

TEST_F(AnswerTest, RowsThatComeAndGoBetweenPagesMoveNoOthers) {
  ASSERT_TRUE(WriteItems(3, {10, 20, 30, 40}).ok());
  auto first = AskSession("3", {.limit = 2, .after = ""});
  EXPECT_THAT(Songs(*first), ElementsAre("Song 10", "Song 20"));
  const std::string next_page = first->next_page();
  first.reset();  // it reads the file, which would keep a writer waiting
  ASSERT_TRUE(WriteItems(3, {5, 15, 35}).ok());
  const auto second = AskSession("3", {.limit = 9, .after = next_page});
  EXPECT_THAT(Songs(*second), ElementsAre("Song 30", "Song 35", "Song 40"));
}

TEST_F(AnswerTest, APageTokenIsGoodForItsValuesAlone) {
  const auto first = AskSession("1", {.limit = 2, .after = ""});
  Songs(*first);
  const GivenValues other = ParseGivenValues(table_, {"user_id=10", "session_id=2"}).value();
  for (const std::string& token : {first->next_page(), std::string("x"), first->next_page() + "AAAA"}) {
    const Status refused = Ask(*store_, asked_, other, {.limit = 2, .after = token}).status();
    EXPECT_EQ(CodeOf(refused), ErrorCode::kInvalidPageToken) << token;
  }
}

TEST_F(AnswerTest, ValuesHaveTheirTypes) {
  const Table table = BuiltinTable("song_at");
  ASSERT_TRUE(store_->Create(table).ok());
  {
    const auto writer = store_->Write(table, WriteTime()).value();
    RowBatch batch;
    batch.cells += RowOf(table, PlayOf({.song = "", .length = "495.3073"}));
    batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
    ASSERT_TRUE(writer->Submit(batch).ok() && writer->Wait().ok() && writer->Finish().ok());
  }
  const GivenValues given = ParseGivenValues(table, {"session_id=1", "item_in_session=0"}).value();
  const AskedTable asked = FindAskedTable(*store_, table).value();
  const auto answer = Ask(*store_, asked, given, {}).value();
  ASSERT_TRUE(answer->Next().value());
  ASSERT_EQ(answer->values().size(), 3);
  EXPECT_EQ(answer->values()[0].text_value(), "Artist");
  EXPECT_FALSE(answer->values()[1].is_null());
  EXPECT_EQ(answer->values()[1].text_value(), "");
  EXPECT_EQ(answer->values()[2].type(), ColumnType::kDouble);
  EXPECT_EQ(answer->values()[2].double_value(), 495.3073);
  EXPECT_EQ(answer->values()[2].ToText(), "495.3073");
}

TEST(Value, HasTheTypeOfItsCell) {
  std::string cells;
  AppendBigintCell(int64_t{1} << 40, &cells);
  AppendIntCell(-7, &cells);
  CellReader reader(cells);
  const Value bigint(ColumnType::kBigint, reader.Next());
  const Value integer(ColumnType::kInt, reader.Next());
  EXPECT_EQ(bigint.bigint_value(), int64_t{1} << 40);
  EXPECT_EQ(integer.int_value(), -7);
  EXPECT_DEATH(static_cast<void>(integer.bigint_value()), "check failed");
}

TEST(Value, OfANullIsNullAndReadsAsNothing) {
  std::string row;
  AppendNullCell(&row);
  CellReader cells(row);
  const Value value(ColumnType::kBigint, cells.Next());
  EXPECT_TRUE(value.is_null());
  EXPECT_EQ(value.ToText(), "");
}

}  // namespace
}  // namespace earshot
