#include "stores/cassandra/driver.h"

#include <utility>

#include "base/stop_token.h"
#include "rows/row.h"

namespace earshot {
namespace {

// A page of such rows is about half a megabyte: small enough for a server's memory, large enough to hide the round
// trip behind the rows before it.
constexpr int32_t kPageRows = 5000;

class DriverCursor : public RowCursor {
 public:
  DriverCursor(rust::Box<cql::Scan> scan, std::string what) : scan_(std::move(scan)), what_(std::move(what)) {}

  StatusOr<bool> Next(std::string_view* row) override {
    // A page may be empty and yet not the last one.
    while (next_row_ == page_.row_ends.size()) {
      if (page_.last) return false;
      RETURN_IF_ERROR(ToStatus(scan_->next_page(page_), what_));
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
  const std::string what_;
  cql::Page page_;
  size_t next_row_ = 0;
  size_t next_byte_ = 0;
};

// Gives only rows that may be compared and put in order.
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

Status ToStatus(const cql::Failure& failure, std::string_view what) {
  // The driver ends all waiting then.
  if (failure.kind != cql::FailureKind::None) RETURN_IF_ERROR(CheckStop());
  const std::string_view message(failure.message.data(), failure.message.size());
  switch (failure.kind) {
    case cql::FailureKind::None: return absl::OkStatus();
    case cql::FailureKind::Transient: return TransientError("{}: {}", what, message);
    case cql::FailureKind::Input: return InputError("{}: {}", what, message);
    default: return SystemError("{}: {}", what, message);
  }
}

StatusOr<std::unique_ptr<RowCursor>> Select(const cql::Client& client, const std::string& cql,
                                            std::string_view bound_cells, std::string what) {
  cql::Failure failure;
  rust::Box<cql::Scan> scan = cql::new_scan(client, cql, BytesOf(bound_cells), kPageRows, failure);
  RETURN_IF_ERROR(ToStatus(failure, what));
  return std::make_unique<DriverCursor>(std::move(scan), std::move(what));
}

StatusOr<std::unique_ptr<RowCursor>> SelectRows(const cql::Client& client, const Table& table, const std::string& cql,
                                                std::string_view bound_cells, std::string what) {
  ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> rows, Select(client, cql, bound_cells, std::move(what)));
  return std::make_unique<CheckedCursor>(std::move(rows), table);
}

}  // namespace earshot
