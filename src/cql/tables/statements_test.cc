#include "cql/tables/statements.h"

#include <gtest/gtest.h>

#include "rows/row_testing.h"

namespace earshot {
namespace {

TEST(Cql, BindsEveryColumn) {
  EXPECT_EQ(CqlInsert("k", BuiltinTable("song_at")),
            "INSERT INTO \"k\".song_at (session_id, item_in_session, artist, song, length) VALUES (?, ?, ?, ?, ?)");
}

TEST(Cql, DeletesByTheWholeKey) {
  EXPECT_EQ(CqlDelete("k", BuiltinTable("song_at")),
            "DELETE FROM \"k\".song_at WHERE session_id = ? AND item_in_session = ?");
}

TEST(Cql, ScansByTokensOfThePartitionKey) {
  const Table table = BuiltinTable("session_songs");
  EXPECT_EQ(CqlScan("k", table, "song", {"", ""}), "SELECT song FROM \"k\".session_songs");
  EXPECT_EQ(CqlScan("k", table, "song", {"a", ""}),
            "SELECT song FROM \"k\".session_songs WHERE token(user_id, session_id) >= ?");
  EXPECT_EQ(CqlScan("k", table, "song", {"", "b"}),
            "SELECT song FROM \"k\".session_songs WHERE token(user_id, session_id) < ?");
  EXPECT_EQ(CqlScan("k", table, "song", {"a", "b"}),
            "SELECT song FROM \"k\".session_songs WHERE token(user_id, session_id) >= ?"
            " AND token(user_id, session_id) < ?");
}

TEST(Cql, AsksForTheWriteTimesOfAllButTheKey) {
  EXPECT_EQ(CqlWriteTimes(BuiltinTable("song_listeners")), "WRITETIME(first_name), WRITETIME(last_name)");
}

TEST(Cql, AnswersByWhatIsGiven) {
  EXPECT_EQ(CqlAnswer("k", BuiltinTable("song_at"), {}),
            "SELECT session_id, item_in_session, artist, song, length FROM \"k\".song_at"
            " WHERE session_id = ? AND item_in_session = ?");
}

}  // namespace
}  // namespace earshot
