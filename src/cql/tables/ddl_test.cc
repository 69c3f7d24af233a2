#include "cql/tables/ddl.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

Table TableOf(const std::string& text) { return TablesFromToml("[[question]]\n" + text, "test").value().front(); }

TEST(CqlCreateTable, WritesColumnsKeyOrderAndComment) {
  const Table table = TableOf(R"(
      name = "latest"
      asks = "What is this user's latest music?"
      given = ["user_id"]
      order = ["session_id desc", "item_in_session desc"]
      answer = ["artist", "length"]
  )");
  EXPECT_EQ(CqlCreateTable(table, "music"),
            "CREATE TABLE IF NOT EXISTS music.latest (\n"
            "  user_id bigint,\n"
            "  session_id bigint,\n"
            "  item_in_session int,\n"
            "  artist text,\n"
            "  length double,\n"
            "  PRIMARY KEY ((user_id), session_id, item_in_session)\n"
            ") WITH CLUSTERING ORDER BY (session_id DESC, item_in_session DESC)\n"
            "  AND comment = 'What is this user''s latest music?';\n");
}

TEST(CqlCreateTable, LeavesOutWhatATableDoesNotHave) {
  const Table table = TableOf("name = \"at\"\ngiven = [\"session_id\", \"item_in_session\"]\nanswer = [\"song\"]");
  EXPECT_EQ(CqlCreateTable(table, ""),
            "CREATE TABLE IF NOT EXISTS at (\n"
            "  session_id bigint,\n"
            "  item_in_session int,\n"
            "  song text,\n"
            "  PRIMARY KEY ((session_id, item_in_session))\n"
            ");\n");
}

}  // namespace
}  // namespace earshot
