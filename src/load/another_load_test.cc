// What a load does where another one has come between, as a file system without locks lets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_directory.h"
#include "load/load.h"
#include "load/store_testing.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

// Another load is done with the tables right before the changes of this one begin.
class TooLateStore : public UnaskedStore {
 public:
  TooLateStore(Store& store, std::function<void()> other) : store_(store), other_(std::move(other)) {}

  const RowOrder& Order() const override { return store_.Order(); }
  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner&, const std::vector<Table>&) override {
    return std::make_unique<LoadLease>();
  }
  StatusOr<std::unique_ptr<Changes>> Begin() override {
    other_();
    return store_.Begin();
  }
  Status Create(const Table& table) override { return store_.Create(table); }
  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) override {
    return store_.Write(table, time);
  }
  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    return store_.Scan(table, range);
  }
  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) override { return store_.OpenAnswers(table); }

 private:
  Store& store_;
  std::function<void()> other_;
};

class AnotherLoadTest : public ::testing::Test {
 protected:
  // Plays of so many sessions.
  PlaysFile Plays(int sessions) {
    PlaysFile plays;
    plays.path = directory_.path() + fmt::format("/{}.csv", sessions);
    std::ofstream file(plays.path);
    file
        << R"("artist","firstName","gender","itemInSession","lastName","length","level","location","sessionId","song",)"
        << "\"userId\"\r\n";
    for (int i = 0; i < sessions; ++i) {
      file << fmt::format("\"A\",\"Ann\",\"F\",\"0\",\"Lee\",\"1.5\",\"free\",\"Here\",\"{}\",\"S\",\"7\"\r\n", i);
    }
    file.close();
    plays.stamp = StampOf(plays.path).value();
    return plays;
  }

  Status LoadInto(Store& store, int sessions) {
    LoadOptions options;
    options.removals_max = {.share = 1};
    return Load(store, tables_, Plays(sessions), options).status();
  }

  TemporaryDirectory directory_;
  const std::vector<Table> tables_ = TablesFromToml(kBuiltinQuestions, "built-in").value();
  const std::unique_ptr<Store> store_ = OpenSqliteStore(directory_.path() + "/a.db").value();
};

TEST_F(AnotherLoadTest, ThatHasComeBetweenIsLeftAsItIs) {
  ASSERT_TRUE(LoadInto(*store_, 10).ok());
  const std::unique_ptr<Store> others = OpenSqliteStore(directory_.path() + "/a.db").value();
  TooLateStore late(*store_, [&] { ASSERT_TRUE(LoadInto(*others, 20).ok()); });
  const Status status = LoadInto(late, 5);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("another load has changed"));
  EXPECT_EQ(store_->State(tables_.front())->rows, 20U);

  TooLateStore alone(*store_, [] {});
  EXPECT_TRUE(LoadInto(alone, 5).ok());
  EXPECT_EQ(store_->State(tables_.front())->rows, 5U);
}

}  // namespace
}  // namespace earshot
