// What every store does when it is administered: the suite of StoreAdmin. For tests on one thread.
#pragma once

#include "stores/conformance_fixture.h"
#include "stores/stored_table.h"

namespace earshot {

TEST_P(AdminConformance, DropRemovesOnlyItsTable) {
  const Table dropped = BuiltinTable("song_at");
  const Table kept = BuiltinTable("session_songs");
  CreateAndFill(dropped, Sorted(dropped, {PlayOf({})}));
  CreateAndFill(kept, Sorted(kept, {PlayOf({})}));
  ASSERT_TRUE(admin_->Drop(dropped).ok());
  EXPECT_TRUE(admin_->Drop(dropped).ok());
  EXPECT_FALSE(reader_->State(dropped)->exists);
  EXPECT_EQ(Scan(kept, 1).size(), 1U);
  CreateAndFill(dropped, {});
  EXPECT_TRUE(Scan(dropped, 1).empty());
}

TEST_P(AdminConformance, DropRefusesATableWithADifferentSchema) {
  const std::string question = "[[question]]\nname='plays'\nasks='?'\ngiven=['user_id']\norder=['session_id']\n";
  const Table table = TableOfQuestion(question + "answer=['song']");
  const std::vector<std::string> rows = Sorted(table, {PlayOf({})});
  CreateAndFill(table, rows);
  const Status refused = admin_->Drop(TableOfQuestion(question + "answer=['artist']"));
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("left as it is"));
  EXPECT_EQ(Scan(table, 1), rows);
}

// As where a question has changed: one name after another, each with a schema of its own.
TEST_P(AdminConformance, HasTablesOfOneQuestionSideBySide) {
  const std::string question = "[[question]]\nname='plays'\nasks='?'\ngiven=['user_id']\norder=['session_id']\n";
  const Table before = TableOfQuestion(question + "answer=['song']");
  const Table after = TableBeside(TableOfQuestion(question + "answer=['song', 'artist']"));
  for (int turn = 0; turn < 2; ++turn) {
    const std::vector<std::string> rows = Sorted(before, {PlayOf({})});
    CreateAndFill(before, rows);
    const std::vector<std::string> rows_after = Sorted(after, {PlayOf({}), PlayOf({.session_id = "2"})});
    CreateAndFill(after, rows_after);
    EXPECT_EQ(Scan(before, 1), rows);
    ASSERT_TRUE(admin_->Drop(before).ok());
    EXPECT_FALSE(reader_->State(before)->exists);
    EXPECT_EQ(Scan(after, 1), rows_after);
    ASSERT_TRUE(admin_->Drop(after).ok());
  }
}

TEST_P(AdminConformance, DropsTheKeyspaceOnlyWhenNoTableIsLeft) {
  EXPECT_TRUE(admin_->DropKeyspace({}).ok());
  const Table table = BuiltinTable("song_at");
  CreateAndFill(table, Sorted(table, {PlayOf({})}));
  EXPECT_THAT(MessageOf(admin_->DropKeyspace({})), ::testing::HasSubstr("still holds table song_at"));
  EXPECT_EQ(Scan(table, 1).size(), 1U);
  ASSERT_TRUE(admin_->Drop(table).ok());
  EXPECT_TRUE(admin_->DropKeyspace({}).ok());
  CreateAndFill(table, {});
}

TEST_P(AdminConformance, ErasingRemainsKeepsTheRows) {
  const Table table = BuiltinTable("song_at");
  EXPECT_TRUE(admin_->EraseRemains({table}).ok());
  const std::vector<std::string> rows = Sorted(table, {PlayOf({})});
  CreateAndFill(table, rows);
  EXPECT_TRUE(admin_->EraseRemains({table}).ok());
  EXPECT_EQ(Scan(table, 1), rows);
}

TEST_P(AdminConformance, NamesAndDescribesItself) {
  EXPECT_FALSE(admin_->Name().empty());
  EXPECT_FALSE(admin_->Describe()->empty());
}

}  // namespace earshot
