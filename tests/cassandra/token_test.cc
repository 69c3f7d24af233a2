// Our tokens against the server's token(), on ten thousand keys of every type and of several columns.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <set>

#include "cql/murmur3.h"
#include "cql/tables/statements.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "stores/cassandra/cassandra_store.h"
#include "stores/cassandra/driver.h"
#include "test_server.h"

namespace earshot {
namespace {

constexpr const char* kTokensKeyspace = "tokens";
constexpr size_t kKeys = 10'000;
constexpr size_t kBatchRows = 20;

using Random = std::mt19937_64;

// Mostly characters outside of ASCII, as their bytes are the ones that a hash gets wrong.
std::string RandomText(Random& random) {
  std::string text;
  const size_t length = 4 + random() % 24;
  for (size_t i = 0; i < length; ++i) {
    const auto letter = static_cast<char>('a' + random() % 26);
    const auto tail = [&] { return static_cast<char>(0x80 | random() % 64); };
    switch (random() % 4) {
      case 0: text += letter; break;
      case 1: text += {static_cast<char>(0xc3 + random() % 28), tail()}; break;
      case 2: text += {static_cast<char>(0xe1 + random() % 12), tail(), tail()}; break;
      default: text += {static_cast<char>(0xf1 + random() % 3), tail(), tail(), tail()}; break;
    }
  }
  return text;
}

void AppendRandomCell(ColumnType type, Random& random, std::string* row) {
  switch (type) {
    case ColumnType::kBigint: return AppendBigintCell(static_cast<int64_t>(random()), row);
    case ColumnType::kInt: return AppendIntCell(static_cast<int32_t>(random()), row);
    case ColumnType::kDouble:
      return AppendDoubleCell(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 400) - 200), row);
    case ColumnType::kText: return AppendTextCell(RandomText(random), row);
    case ColumnType::kTimestamp: return AppendTimestampCell(static_cast<int64_t>(random()), row);
    case ColumnType::kDate: return AppendDateCell(static_cast<uint32_t>(random()), row);
  }
}

class Tokens : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = OpenCassandraStore(TestServerUrl(kTokensKeyspace)).value();
    const Status connected = ToStatus(client_->connect(TestConnectOptions(kTokensKeyspace)), "connecting");
    ASSERT_TRUE(connected.ok()) << connected;
  }

  void FillWithRandomRows(const Table& table) {
    ASSERT_TRUE(store_->Drop(table).ok());
    ASSERT_TRUE(store_->Create(table).ok());
    const std::unique_ptr<TableWriter> writer = store_->Write(table, std::chrono::system_clock::now()).value();
    Random random(7);
    for (size_t row = 0; row < kKeys; row += kBatchRows) {
      RowBatch batch;
      batch.id = row;
      for (size_t i = 0; i < kBatchRows; ++i) {
        for (const TableColumn& column : table.columns) AppendRandomCell(column.type, random, &batch.cells);
        batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
      }
      ASSERT_TRUE(writer->Submit(batch).ok());
      const std::vector<Completion> completions = writer->Wait().value();
      for (const Completion& completion : completions) ASSERT_TRUE(completion.status.ok()) << completion.status;
    }
  }

  std::unique_ptr<Store> store_;
  rust::Box<cql::Client> client_ = cql::new_client();
};

TEST_F(Tokens, AreTheServers) {
  int tables = 0;
  for (const std::string given : {"'session_id'", "'item_in_session'", "'length'", "'song'", "'user_id', 'session_id'",
                                  "'song', 'artist', 'item_in_session', 'length', 'user_id'"}) {
    const Table table = TableOfQuestion(
        fmt::format("[[question]]\nname='t{}'\nasks='?'\ngiven=[{}]\nanswer=['level']", ++tables, given));
    ASSERT_NO_FATAL_FAILURE(FillWithRandomRows(table)) << given;
    std::string names;
    for (size_t i = 0; i < table.partition_size; ++i) names += (i == 0 ? "" : ", ") + table.columns[i].name;
    const std::unique_ptr<RowCursor> rows =
        Select(*client_,
               {fmt::format("SELECT {}, token({}) FROM {}", names, names, CqlTableName(kTokensKeyspace, table)), "",
                "reading tokens"})
            .value();
    std::set<std::string> keys;
    std::string_view row;
    while (rows->Next(&row).value()) {
      std::string key;
      AppendPartitionKey(table, row, &key);
      CellReader cells(row);
      for (size_t i = 0; i < table.partition_size; ++i) cells.Next();
      ASSERT_EQ(CassandraToken(key), BigintOf(cells.Next())) << given;
      keys.insert(key);
    }
    EXPECT_EQ(keys.size(), kKeys) << given;
  }
}

}  // namespace
}  // namespace earshot
