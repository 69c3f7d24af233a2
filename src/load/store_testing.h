// A store of tests that verification alone uses: it says how its rows are ordered, and all else that it is asked for is
// an error. Tests derive from it and give it a scan, which several threads may open.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "load/row_merge.h"
#include "rows/order.h"
#include "stores/store.h"

namespace earshot {

class UnaskedStore : public Store {
 public:
  std::string Name() const override { return "a test's"; }
  StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() override { return NotAsked(); }
  const RowOrder& Order() const override { return order_; }
  std::vector<KeyRange> WriteRanges(size_t) const override { return {KeyRange{}}; }
  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner&, const std::vector<Table>&) override {
    return NotAsked();
  }
  StatusOr<std::unique_ptr<Changes>> Begin() override { return NotAsked(); }
  Status Create(const Table&) override { return NotAsked(); }
  Status Drop(const Table&) override { return NotAsked(); }
  Status DropKeyspace(const std::vector<std::string>& /*damaged*/) override { return NotAsked(); }
  std::string HowToReplace() const override { return "use another one"; }
  StatusOr<std::string> EraseRemains(const std::vector<Table>&) override { return NotAsked(); }
  StatusOr<TableState> State(const Table&) override { return NotAsked(); }
  StatusOr<std::unique_ptr<TableWriter>> Write(const Table&, WriteTime) override { return NotAsked(); }
  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table&) override { return NotAsked(); }

 private:
  static Status NotAsked() { return SystemError("verification needs none of this"); }

  const KeyOrder order_{};
};

// A merge of `rows` with a table that has none.
inline RowMerge WithNothing(const Table& table, std::unique_ptr<SortedCursor> rows) {
  class Unread : public UnaskedStore {
    StatusOr<std::unique_ptr<RowCursor>> Scan(const Table&, const KeyRange&) override { return nullptr; }
  };
  static const Unread store{};
  const ConflictHandler on_conflict = [](const Conflict&) { return absl::OkStatus(); };
  return {table, store, DistinctRows(table, std::move(rows), on_conflict), nullptr};
}

}  // namespace earshot
