#include "stores/sqlite/schema.h"

#include <gtest/gtest.h>

#include "rows/test_tables.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

TEST(IsSameSqlTest, SpacesCommentsQuotesAndTheCaseOfKeywordsDoNotMatter) {
  const std::string needed = "CREATE TABLE \"a\" (\n  \"b\" TEXT NOT NULL\n)";
  for (const char* present : {"create table a(b text not null)", "CREATE TABLE [a] (`b` TEXT NOT NULL)",
                              "CREATE/**/TABLE/*x*/ \"a\"(--y\n\"b\" TEXT\tNOT\r\nNULL) -- z",
                              "CREATE TABLE a (b TEXT NOT NULL) /* not closed"}) {
    EXPECT_TRUE(IsSameSql(needed, present)) << present;
  }
}

TEST(IsSameSqlTest, EverythingElseDoes) {
  const std::string needed = "CREATE TABLE \"a\" (\n  \"b\" TEXT NOT NULL\n)";
  for (const char* present :
       {"", "CREATE TABLE a (b TEXT NOT NULL", "CREATE TABLE a (b TEXT NOT NULL);", "CREATE TABLE A (b TEXT NOT NULL)",
        "CREATE TABLE a (B TEXT NOT NULL)", "CREATE TABLE 'a' (b TEXT NOT NULL)",
        "CREATE TABLE a (b TEXT \"NOT\" NULL)", "CREATE TABLE a (b TEXT NOTNULL)",
        "CREATE TABLE a (b TEXT NOT NULL, c)", "CREATE TABLE a (b TEXT)", "CREATE TABLE a (b TEXT NOT NULL UNIQUE)",
        "CREATE TABLE a (b TEXT COLLATE NOCASE NOT NULL)"}) {
    EXPECT_FALSE(IsSameSql(needed, present)) << present;
  }
}

TEST(IsSameSqlTest, EveryTableOfOursIsItself) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const std::string sql = SqliteCreateTable(BuiltinTable(name));
    EXPECT_TRUE(IsSameSql(sql, sql));
    for (size_t length = 0; length < sql.size(); ++length) EXPECT_FALSE(IsSameSql(sql, sql.substr(0, length)));
  }
}

}  // namespace
}  // namespace earshot
