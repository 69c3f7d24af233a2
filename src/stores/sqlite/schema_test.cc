#include "stores/sqlite/schema.h"

#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "base/utf8.h"
#include "rows/row_testing.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

const char* const kStatement =
    "CREATE TABLE \"a\" (\n  \"b\" TEXT NOT NULL,\n  \"c\" REAL,\n  PRIMARY KEY (\"b\" DESC)\n) WITHOUT ROWID";
const TableSchema kSchema = {"a", {{"b", "TEXT", kPrimaryKey, true}, {"c", "REAL", ""}}, {}};

TEST(ParseCreateTableTest, SpacesCommentsQuotesAndTheCaseOfKeywordsDoNotMatter) {
  EXPECT_EQ(ParseCreateTable(kStatement), kSchema);
  for (const char* sql :
       {"create table a(b text not null,c real,primary key(b desc))without rowid",
        "CREATE TABLE [a] (`b` TEXT NOT NULL, [c] REAL, PRIMARY KEY (b DESC)) WITHOUT ROWID",
        "CREATE/**/TABLE/*x*/ \"a\"(--y\n\"b\" TEXT\tNOT\r\nNULL, c REAL, PRIMARY KEY (\"b\" DESC))"
        " WITHOUT ROWID -- z",
        "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (b DESC)) WITHOUT ROWID /* not closed"}) {
    EXPECT_EQ(ParseCreateTable(sql), kSchema) << sql;
  }
}

TEST(ParseCreateTableTest, EverythingElseDoes) {
  const std::string end = ", c REAL, PRIMARY KEY (b DESC)) WITHOUT ROWID";
  const std::vector<std::string> others = {
      std::string(),
      "CREATE TABLE a (b TEXT NOT NULL",
      "CREATE TABLE a (b TEXT NOT NULL" + end + ";",
      "CREATE TABLE a (b TEXT NOT NULL" + end + ", STRICT",
      "CREATE TABLE A (b TEXT NOT NULL" + end,
      "CREATE TABLE a (B TEXT NOT NULL" + end,
      "CREATE TABLE 'a' (b TEXT NOT NULL" + end,
      "CREATE TABLE a ('b' TEXT NOT NULL" + end,
      "CREATE TABLE a (b TEXT \"NOT\" NULL" + end,
      "CREATE TABLE a (b TEXT NOTNULL" + end,
      "CREATE TABLE a (b TEXT NOT NULL, d TEXT" + end,
      "CREATE TABLE a (b TEXT" + end,
      "CREATE TABLE a (b TEXT NOT NULL UNIQUE" + end,
      "CREATE TABLE a (b TEXT COLLATE NOCASE NOT NULL" + end,
      "CREATE TABLE a (b \"TEXT\" NOT NULL" + end,
      "CREATE TABLE a (b TEXT(5) NOT NULL" + end,
      "CREATE TABLE a (b NOT NULL" + end,
      "CREATE TABLE main.a (b TEXT NOT NULL" + end,
      "CREATE TABLE a (\"b\"\"\" TEXT NOT NULL" + end,
      "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (b)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (b ASC)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (c DESC)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL NOT NULL, PRIMARY KEY (b DESC)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL NOT NULL, PRIMARY KEY (b DESC, c)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (b DESC, b)) WITHOUT ROWID",
      "CREATE TABLE a (b TEXT NOT NULL, c REAL, PRIMARY KEY (b DESC))",
      "CREATE TABLE a (PRIMARY KEY (b DESC)) WITHOUT ROWID"};
  for (const std::string& sql : others) {
    EXPECT_NE(ParseCreateTable(sql), kSchema) << sql;
  }
}

TEST(ReadSqliteSchemaTest, ShowsForeignStatementsAsText) {
  const TemporaryDirectory directory;
  Connection connection = Connection::Open(directory.path() + "/a.db", OpenMode::kCreate).value();
  EXPECT_FALSE(ReadSqliteSchema(connection, "a").value().has_value());
  ASSERT_TRUE(connection.Execute("CREATE TABLE A (b \xa0 NOT NULL, PRIMARY KEY (b)) WITHOUT ROWID").ok());
  ASSERT_TRUE(connection.Execute("CREATE UNIQUE INDEX i ON a (b); CREATE INDEX j ON a (b)").ok());
  const TableSchema schema = ReadSqliteSchema(connection, "a").value().value();
  EXPECT_EQ(schema.name, "A");
  EXPECT_TRUE(schema.columns.empty());
  ASSERT_EQ(schema.extras.size(), 2U);
  EXPECT_TRUE(IsUtf8(schema.extras[0])) << schema.extras[0];
  EXPECT_EQ(schema.extras[1], "UNIQUE index i");
}

TEST(ParseCreateTableTest, ReadsTheTablesThatWeCreate) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const std::string sql = SqliteCreateTable(table);
    EXPECT_EQ(ParseCreateTable(sql), SqliteSchemaOf(table));
    for (size_t length = 0; length < sql.size(); ++length) {
      EXPECT_FALSE(ParseCreateTable(sql.substr(0, length)).has_value()) << length;
    }
  }
}

}  // namespace
}  // namespace earshot
