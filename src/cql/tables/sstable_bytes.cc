#include "cql/tables/sstable_bytes.h"

#include "cql/tables/token_order.h"
#include "rows/row.h"

namespace earshot {

void PartitionBytes::Start(std::string_view row) {
  key_.clear();
  AppendPartitionKey(table_, row, &key_);
  encoded_.clear();
  encoder_.Start(key_, &encoded_);
  rows_bytes_ = 0;
}

void PartitionBytes::Add(std::string_view row) {
  encoded_.clear();
  encoder_.Add(row.substr(FirstCells(row, table_.partition_size).size()), &encoded_);
  rows_bytes_ += encoded_.size();
}

}  // namespace earshot
