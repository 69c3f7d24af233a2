#include "stores/cassandra/driver.h"

#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "rows/row.h"

namespace earshot {
namespace {

// A page of usual rows has about half a megabyte: small enough for a server's memory, large enough that the rows of one
// page take longer to use than the next one takes to arrive.
constexpr int32_t kPageRows = 5000;

class DriverCursor : public RowCursor {
 public:
  DriverCursor(rust::Box<cql::Scan> scan, std::string doing) : scan_(std::move(scan)), doing_(std::move(doing)) {}

  StatusOr<bool> Next(std::string_view* row) override {
    // A page may be empty and yet not the last one.
    while (next_row_ == page_.row_ends.size()) {
      if (page_.last) return false;
      RETURN_IF_ERROR(ToStatus(scan_->next_page(page_), doing_));
      next_row_ = 0;
      next_byte_ = 0;
    }
    const uint32_t end = page_.row_ends[next_row_++];
    *row = {reinterpret_cast<const char*>(page_.cells.data()) + next_byte_, end - next_byte_};
    next_byte_ = end;
    return true;
  }

 private:
  rust::Box<cql::Scan> scan_;
  const std::string doing_;
  cql::Page page_;
  size_t next_row_ = 0;
  size_t next_byte_ = 0;
};

// Gives only rows that can be compared and ordered.
class CheckedCursor : public RowCursor {
 public:
  CheckedCursor(std::unique_ptr<RowCursor> rows, const Table& table) : rows_(std::move(rows)), table_(table) {}

  StatusOr<bool> Next(std::string_view* row) override {
    ASSIGN_OR_RETURN(const bool more, rows_->Next(row));
    if (more && !(IsWholeRow(table_, *row) && HasKey(*row))) {
      return InputError(
          "table {} holds a row with a value that its column's type does not allow, such as a number without bytes; "
          "another program wrote it: remove it",
          table_.name);
    }
    return more;
  }

 private:
  bool HasKey(std::string_view whole_row) const {
    CellReader cells(whole_row);
    for (size_t i = 0; i < table_.key_size; ++i) {
      if (cells.Next().data() == nullptr) return false;
    }
    return true;
  }

  const std::unique_ptr<RowCursor> rows_;
  const Table& table_;
};

}  // namespace

Status ToStatus(const cql::Failure& failure, std::string_view doing) {
  // At a stop the driver ends all waiting.
  if (failure.kind != cql::FailureKind::None) RETURN_IF_ERROR(CheckStop());
  const std::string_view message(failure.message.data(), failure.message.size());
  switch (failure.kind) {
    case cql::FailureKind::None: return absl::OkStatus();
    case cql::FailureKind::Transient: return TransientError("{}: {}", doing, message);
    case cql::FailureKind::Input: return InputError("{}: {}", doing, message);
    case cql::FailureKind::TooManyRemoved:
      return WithCode(InputError("{}: {}", doing, message), ErrorCode::kTooManyRemovedRows);
    default: return SystemError("{}: {}", doing, message);
  }
}

std::vector<std::string> NodeDatacenters(const cql::Client& client) {
  std::vector<std::string> datacenters;
  for (const cql::NodeInfo& node : client.nodes()) datacenters.emplace_back(node.datacenter);
  return datacenters;
}

StatusOr<std::unique_ptr<RowCursor>> Select(const cql::Client& client, const Query& query) {
  cql::Failure failure;
  rust::Box<cql::Scan> scan = cql::new_scan(client, query.cql, BytesOf(query.bound_cells), kPageRows, failure);
  RETURN_IF_ERROR(ToStatus(failure, query.doing));
  return std::make_unique<DriverCursor>(std::move(scan), query.doing);
}

StatusOr<std::unique_ptr<RowCursor>> SelectRows(const cql::Client& client, const Table& table, const Query& query) {
  ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> rows, Select(client, query));
  return std::make_unique<CheckedCursor>(std::move(rows), table);
}

}  // namespace earshot
