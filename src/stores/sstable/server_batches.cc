#include "stores/sstable/server_batches.h"

#include <utility>

#include "stores/batch_rows.h"

namespace earshot {

ServerBatches::ServerBatches(const Table& table, const RowOrder& order, std::unique_ptr<TableWriter> writer)
    : table_(table), order_(order), writer_(std::move(writer)), limits_(writer_->limits()) {}

Status ServerBatches::Write(const RowBatch& batch, Status* failure) {
  piece_ = {};
  piece_.removes = batch.removes;
  RETURN_IF_ERROR(ForEachRow(batch, [&](std::string_view row) { return Add(row, failure); }));
  RETURN_IF_ERROR(SubmitPiece(failure));
  while (in_flight_ > 0) RETURN_IF_ERROR(WaitForSome(failure));
  return absl::OkStatus();
}

Status ServerBatches::Add(std::string_view row, Status* failure) {
  sort_key_.clear();
  order_.AppendSortKey(table_, row, &sort_key_);
  const uint64_t replica_set = writer_->ReplicaSet(sort_key_);
  if (!Fits(row, replica_set)) RETURN_IF_ERROR(SubmitPiece(failure));
  if (piece_.row_ends.empty()) piece_.first_sort_key = sort_key_;
  replica_set_ = replica_set;
  piece_.last_sort_key = sort_key_;
  piece_.cells.append(row);
  piece_.row_ends.push_back(static_cast<uint32_t>(piece_.cells.size()));
  return absl::OkStatus();
}

bool ServerBatches::Fits(std::string_view row, uint64_t replica_set) const {
  if (piece_.row_ends.empty()) return true;
  const size_t rows = piece_.row_ends.size() + 1;
  return replica_set == replica_set_ && rows <= limits_.batch_rows_max &&
         piece_.cells.size() + row.size() + rows * limits_.row_overhead_bytes <= limits_.batch_bytes_max;
}

Status ServerBatches::SubmitPiece(Status* failure) {
  if (piece_.row_ends.empty()) return absl::OkStatus();
  if (in_flight_ == limits_.in_flight_max) RETURN_IF_ERROR(WaitForSome(failure));
  RETURN_IF_ERROR(writer_->Submit(piece_));
  ++in_flight_;
  ++piece_.id;
  piece_.cells.clear();
  piece_.row_ends.clear();
  return absl::OkStatus();
}

Status ServerBatches::WaitForSome(Status* failure) {
  ASSIGN_OR_RETURN(const std::vector<Completion> completions, writer_->Wait());
  in_flight_ -= completions.size();
  for (const Completion& completion : completions) failure->Update(completion.status);
  return absl::OkStatus();
}

}  // namespace earshot
