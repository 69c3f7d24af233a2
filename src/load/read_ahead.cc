#include "load/read_ahead.h"

#include <utility>

namespace earshot {
namespace {

// Enough rows that handing them over costs nothing beside them.
constexpr size_t kPageBytes = size_t{256} << 10;

}  // namespace

ReadAhead::ReadAhead(std::unique_ptr<RowCursor> rows) : rows_(std::move(rows)), reader_([this] { Read(); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  reader_.join();
}

void ReadAhead::Read() {
  Page page;
  do {
    Fill(&page);
  } while (Exchange(&page));
}

void ReadAhead::Fill(Page* page) {
  page->rows.clear();
  page->row_ends.clear();
  while (page->rows.size() < kPageBytes) {
    std::string_view row;
    const StatusOr<bool> more = rows_->Next(&row);
    if (!more.ok()) page->status = more.status();
    page->is_last = !more.ok() || !*more;
    if (page->is_last) return;
    page->rows.append(row);
    page->row_ends.push_back(page->rows.size());
  }
}

bool ReadAhead::Exchange(Page* page) {
  const bool was_last = page->is_last;
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return !is_ready_ || stopped_; });
  if (stopped_) return false;
  std::swap(ready_, *page);
  is_ready_ = true;
  changed_.notify_all();
  return !was_last;
}

void ReadAhead::TakePage() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return is_ready_; });
  std::swap(page_, ready_);
  is_ready_ = false;
  next_row_ = 0;
  changed_.notify_all();
}

StatusOr<bool> ReadAhead::Next(std::string_view* row) {
  while (next_row_ == page_.row_ends.size()) {
    if (!page_.status.ok()) return page_.status;
    if (page_.is_last) return false;
    TakePage();
  }
  const size_t begin = next_row_ == 0 ? 0 : page_.row_ends[next_row_ - 1];
  *row = std::string_view(page_.rows).substr(begin, page_.row_ends[next_row_] - begin);
  ++next_row_;
  return true;
}

}  // namespace earshot
