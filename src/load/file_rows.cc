#include "load/file_rows.h"

#include <string>
#include <utility>
#include <vector>

namespace earshot {
namespace {

class CursorWithout : public SortedCursor {
 public:
  CursorWithout(uint32_t file, std::unique_ptr<SortedCursor> all) : file_(file), all_(std::move(all)) {}

  StatusOr<bool> Next(SortedRow* row) override {
    while (true) {
      ASSIGN_OR_RETURN(const bool more, all_->Next(row));
      if (!more || row->origin.file != file_) return more;
    }
  }

  bool RowsStay() const override { return all_->RowsStay(); }

 private:
  const uint32_t file_;
  const std::unique_ptr<SortedCursor> all_;
};

class FileRows : public SortedRows {
 public:
  FileRows(BlockOf without, std::shared_ptr<const SortedRows> all, const RowTotals& totals)
      : without_(static_cast<uint32_t>(without)), all_(std::move(all)), totals_(totals) {}

  uint64_t count() const override { return totals_.count; }
  uint64_t left_out() const override { return totals_.left_out; }
  const Digest& digest() const override { return totals_.digest; }
  size_t cursors_max() const override { return all_->cursors_max(); }
  StatusOr<std::vector<std::string>> SplitPoints(size_t count) const override { return all_->SplitPoints(count); }

  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const override {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> all, all_->Open(std::move(begin), std::move(end)));
    return std::make_unique<CursorWithout>(without_, std::move(all));
  }

 private:
  const uint32_t without_;
  const std::shared_ptr<const SortedRows> all_;
  const RowTotals totals_;
};

}  // namespace

std::unique_ptr<SortedRows> RowsWithout(BlockOf without, std::shared_ptr<const SortedRows> all,
                                        const RowTotals& totals) {
  return std::make_unique<FileRows>(without, std::move(all), totals);
}

}  // namespace earshot
