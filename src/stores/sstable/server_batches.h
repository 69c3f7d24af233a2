// Writes batches of any size through a store's writer, as batches that fit its limits.
//
// One thread; the table must outlive it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "questions/table.h"
#include "rows/order.h"
#include "stores/table_writer.h"

namespace earshot {

class ServerBatches {
 public:
  ServerBatches(const Table& table, const RowOrder& order, std::unique_ptr<TableWriter> writer);

  // Writes or removes the rows of `batch`, and waits for all of them. `failure` is of one that may be written again; an
  // error is final.
  Status Write(const RowBatch& batch, Status* failure);
  Status Finish() { return writer_->Finish(); }

 private:
  Status Add(std::string_view row, Status* failure);
  bool Fits(std::string_view row, uint64_t replica_set) const;
  Status SubmitPiece(Status* failure);
  Status WaitForSome(Status* failure);

  const Table& table_;
  const RowOrder& order_;
  const std::unique_ptr<TableWriter> writer_;
  const WriteLimits limits_;
  RowBatch piece_;
  uint64_t replica_set_ = 0;  // of `piece_`
  size_t in_flight_ = 0;
  std::string sort_key_;  // scratch
};

}  // namespace earshot
