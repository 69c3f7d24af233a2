// A cursor that reads another one in a thread of its own, some rows ahead of whoever asks: so reading a store and
// comparing what was read go on at the same time, also where the store gives its rows in one slice only.
//
// Owns the other cursor and the thread, which is gone when the ReadAhead is. Belongs to one thread itself.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/status.h"
#include "stores/store.h"

namespace earshot {

class ReadAhead : public RowCursor {
 public:
  explicit ReadAhead(std::unique_ptr<RowCursor> rows);
  ~ReadAhead() override;

  StatusOr<bool> Next(std::string_view* row) override;

 private:
  // Rows one behind the other.
  struct Page {
    std::string rows;
    std::vector<size_t> row_ends;
    Status status;         // what came behind them, if it was an error
    bool is_last = false;  // nothing comes behind them
  };

  void Read();
  void Fill(Page* page);
  // Hands over a page that is read, and takes one that is free; false where nobody wants more.
  bool Exchange(Page* page);
  void TakePage();

  const std::unique_ptr<RowCursor> rows_;
  Page page_;  // the rows that are given now
  size_t next_row_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  Page ready_;  // the next rows, where there are any yet
  bool is_ready_ = false;
  bool stopped_ = false;
  std::thread reader_;
};

}  // namespace earshot
