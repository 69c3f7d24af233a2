// What the parts of the conformance suite share: opening a store, filling its tables, reading them back. For tests on
// one thread.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rows/row.h"
#include "rows/row_testing.h"
#include "rows/sorted_rows.h"
#include "stores/store.h"

namespace earshot {

// The parts that a store has.
struct StoreParts {
  std::shared_ptr<void> owner;
  TableSink* sink = nullptr;
  TableReader* reader = nullptr;
  StoreAdmin* admin = nullptr;
};

inline StoreParts PartsOf(std::unique_ptr<Store> store) {
  Store* parts = store.get();
  return {std::shared_ptr<Store>(std::move(store)), parts, parts, parts};
}

struct StoreUnderTest {
  std::string name;
  // Opens the same store again and again; at the first call of each test it is empty.
  std::function<StatusOr<StoreParts>()> open;
};

inline std::ostream& operator<<(std::ostream& out, const StoreUnderTest& store) { return out << store.name; }

class StoreFixture : public ::testing::TestWithParam<StoreUnderTest> {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    Close();
    StatusOr<StoreParts> opened = GetParam().open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    owner_ = opened->owner;
    sink_ = opened->sink;
    reader_ = opened->reader;
    admin_ = opened->admin;
  }

  void Close() { owner_.reset(); }

  // The rows of `plays` in the store's order.
  std::vector<std::string> Sorted(const Table& table, const std::vector<Play>& plays) {
    PlaySorter sorter(table, sink_->Order(), kSortMemoryMin);
    for (const Play& play : plays) EXPECT_TRUE(sorter.Add(play).ok());
    const std::unique_ptr<SortedRows> sorted = sorter.Finish().value();
    const std::unique_ptr<SortedCursor> cursor = sorted->Open("", "").value();
    std::vector<std::string> rows;
    SortedRow row;
    while (cursor->Next(&row).value()) rows.emplace_back(row.row);
    return rows;
  }

  std::string SortKeyOf(const Table& table, const std::string& row) {
    std::string sort_key;
    sink_->Order().AppendSortKey(table, row, &sort_key);
    return sort_key;
  }

  // Adds the row after the others of `batch`.
  void Append(const Table& table, const std::string& row, RowBatch* batch) {
    batch->last_sort_key = SortKeyOf(table, row);
    if (batch->row_ends.empty()) batch->first_sort_key = batch->last_sort_key;
    batch->cells += row;
    batch->row_ends.push_back(static_cast<uint32_t>(batch->cells.size()));
  }

  static Status WaitForOne(TableWriter& writer) {
    ASSIGN_OR_RETURN(const std::vector<Completion> completions, writer.Wait());
    for (const Completion& completion : completions) RETURN_IF_ERROR(completion.status);
    return completions.empty() ? SystemError("nothing was completed") : absl::OkStatus();
  }

  static WriteTime Now() { return std::chrono::system_clock::now(); }

  Status WriteRows(const Table& table, const std::vector<std::string>& rows) {
    return WriteOrRemove(table, rows, /*removes=*/false);
  }
  Status RemoveRows(const Table& table, const std::vector<std::string>& rows) {
    return WriteOrRemove(table, rows, /*removes=*/true);
  }

  // Each row is a batch of its own.
  Status WriteOrRemove(const Table& table, const std::vector<std::string>& rows, bool removes) {
    ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, sink_->Write(table, Now()));
    for (size_t i = 0; i < rows.size(); ++i) {
      RowBatch batch;
      batch.id = i;
      batch.removes = removes;
      Append(table, rows[i], &batch);
      RETURN_IF_ERROR(writer->Submit(batch));
      RETURN_IF_ERROR(WaitForOne(*writer));
    }
    return writer->Finish();
  }

  static StatusOr<std::vector<std::string>> ReadAll(StatusOr<std::unique_ptr<RowCursor>> cursor) {
    RETURN_IF_ERROR(cursor.status());
    std::vector<std::string> rows;
    std::string_view row;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, (*cursor)->Next(&row));
      if (!more) return rows;
      rows.emplace_back(row);
    }
  }

  // The whole table, in `ranges` ranges.
  std::vector<std::string> Scan(const Table& table, size_t ranges) { return Scan(table, sink_->WriteRanges(ranges)); }

  std::vector<std::string> Scan(const Table& table, const std::vector<KeyRange>& ranges) {
    std::vector<std::string> rows;
    for (const KeyRange& range : ranges) {
      const StatusOr<std::vector<std::string>> part = ReadAll(reader_->Scan(table, range));
      EXPECT_TRUE(part.ok()) << part.status();
      if (part.ok()) rows.insert(rows.end(), part->begin(), part->end());
    }
    return rows;
  }

  void CreateAndFill(const Table& table, const std::vector<std::string>& rows) {
    const Status created = sink_->Create(table);
    ASSERT_TRUE(created.ok()) << created;
    const Status written = WriteRows(table, rows);
    ASSERT_TRUE(written.ok()) << written;
  }

  TableSink* sink_ = nullptr;
  TableReader* reader_ = nullptr;
  StoreAdmin* admin_ = nullptr;

 private:
  std::shared_ptr<void> owner_;
};

class TableConformance : public StoreFixture {};
class AdminConformance : public StoreFixture {};

}  // namespace earshot
