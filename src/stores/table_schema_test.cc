#include "stores/table_schema.h"

#include <gtest/gtest.h>

#include <functional>

namespace earshot {
namespace {

TableSchema SomeSchema() {
  return {
      "plays", {{"user", "bigint", "partition key"}, {"item", "int", "clustering", true}, {"song", "text", ""}}, {}};
}

TEST(TableSchema, IsDescribedLineByLine) {
  TableSchema schema = SomeSchema();
  schema.extras = {"trigger t"};
  EXPECT_EQ(Describe(schema),
            "  table plays\n    user bigint, partition key\n    item int, clustering, descending\n    song text\n"
            "    trigger t\n");
}

TEST(TableSchema, IsTheSameOnlyIfEverythingIs) {
  EXPECT_TRUE(CheckSameSchema(SomeSchema(), SomeSchema(), "a tool").ok());
  const std::function<void(TableSchema*)> changes[] = {
      [](TableSchema* schema) { schema->name = "Plays"; },
      [](TableSchema* schema) { schema->columns[2].name = "SONG"; },
      [](TableSchema* schema) { schema->columns[2].type = "blob"; },
      [](TableSchema* schema) { schema->columns[2].kind = "static"; },
      [](TableSchema* schema) { schema->columns[1].descending = false; },
      [](TableSchema* schema) { std::swap(schema->columns[0], schema->columns[1]); },
      [](TableSchema* schema) { schema->columns.pop_back(); },
      [](TableSchema* schema) { schema->extras = {"trigger t"}; },
  };
  for (const auto& change : changes) {
    TableSchema present = SomeSchema();
    change(&present);
    EXPECT_EQ(MessageOf(CheckSameSchema(present, SomeSchema(), "a tool")),
              "table plays exists with a different schema, and is left as it is\nit has:\n" + Describe(present) +
                  "the question needs:\n" + Describe(SomeSchema()) +
                  "rename the question, use another store, or, if nobody needs the table, drop it with a tool");
  }
}

}  // namespace
}  // namespace earshot
