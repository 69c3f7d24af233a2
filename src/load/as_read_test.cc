// That what came out of sorting is what was read, whatever the store says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "load/store_testing.h"
#include "load/verify.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

struct Row {
  std::string sort_key;
  std::string row;
};

// The rows of a SortedRows as a fault of the memory may leave them.
class FaultyRows : public SortedRows {
 public:
  FaultyRows(const SortedRows& sound, const std::function<void(std::vector<Row>*)>& fault)
      : count_(sound.count()), digest_(sound.digest()) {
    const std::unique_ptr<SortedCursor> cursor = sound.Open("", "").value();
    SortedRow row;
    while (cursor->Next(&row).value()) rows_.push_back({std::string(row.sort_key), std::string(row.row)});
    fault(&rows_);
  }

  uint64_t count() const override { return count_; }
  const Digest& digest() const override { return digest_; }
  size_t cursors_max() const override { return 1; }
  StatusOr<std::vector<std::string>> SplitPoints(size_t) const override { return std::vector<std::string>(); }
  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string, std::string) const override {
    return std::make_unique<Cursor>(rows_);
  }

  const std::vector<Row>& rows() const { return rows_; }

 private:
  class Cursor : public SortedCursor {
   public:
    explicit Cursor(const std::vector<Row>& rows) : rows_(rows) {}
    StatusOr<bool> Next(SortedRow* row) override {
      if (next_ == rows_.size()) return false;
      *row = {rows_[next_].sort_key, rows_[next_].row, {0, next_}};
      ++next_;
      return true;
    }

   private:
    const std::vector<Row>& rows_;
    size_t next_ = 0;
  };

  const uint64_t count_;
  const Digest digest_;
  std::vector<Row> rows_;
};

// A store that was filled with the faulty rows, so that it agrees with them.
class Mirror : public UnaskedStore {
 public:
  explicit Mirror(const FaultyRows& rows) : rows_(rows) {}

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table&, const KeyRange&) override {
    return std::make_unique<Cursor>(rows_.rows());
  }

 private:
  // The last of each key, as a store keeps it.
  class Cursor : public RowCursor {
   public:
    explicit Cursor(const std::vector<Row>& rows) : rows_(rows) {}
    StatusOr<bool> Next(std::string_view* row) override {
      if (next_ == rows_.size()) return false;
      while (next_ + 1 < rows_.size() && rows_[next_ + 1].sort_key == rows_[next_].sort_key) ++next_;
      *row = rows_[next_++].row;
      return true;
    }

   private:
    const std::vector<Row>& rows_;
    size_t next_ = 0;
  };

  const FaultyRows& rows_;
};

// Ten sessions of which each has its last play twice.
StatusOr<TableVerification> VerifyWith(const std::function<void(std::vector<Row>*)>& fault,
                                       const std::string& name = "song_at") {
  const Table table = BuiltinTable(name);
  const KeyOrder order;
  PlaySorter sorter(table, order, kSortMemoryMin);
  for (int i = 0; i < 40; ++i) {
    const std::string session = std::to_string(i / 4);
    const std::string item = std::to_string(std::min(i % 4, 2));
    EXPECT_TRUE(sorter.Add(PlayOf({.session_id = session, .item = item, .line = static_cast<uint64_t>(i)})).ok());
  }
  const std::unique_ptr<SortedRows> sound = sorter.Finish().value();
  const FaultyRows faulty(*sound, fault);
  Mirror store(faulty);
  return VerifyTable(store, table, faulty);
}

std::string ErrorWith(const std::function<void(std::vector<Row>*)>& fault) {
  return MessageOf(VerifyWith(fault).status());
}

TEST(RowsAsRead, AreTheSameWithoutAFault) {
  for (const char* table : {"song_at", "session_songs", "song_listeners"}) {
    const StatusOr<TableVerification> found = VerifyWith([](std::vector<Row>*) {}, table);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(found->Same());
  }
}

TEST(RowsAsRead, AreMissedWhereOneIsGone) {
  EXPECT_THAT(ErrorWith([](auto* rows) { rows->pop_back(); }), HasSubstr("table song_at: 40 rows with the digest "));
  // The one that is gone is a copy, so that the store has all that it should.
  EXPECT_THAT(ErrorWith([](auto* rows) { rows->erase(rows->begin() + 2); }), HasSubstr("39 rows with the digest "));
}

TEST(RowsAsRead, AreMissedWhereOneIsThereTwice) {
  EXPECT_THAT(ErrorWith([](auto* rows) { rows->push_back(rows->back()); }), HasSubstr("41 rows with the digest "));
}

TEST(RowsAsRead, AreMissedWhereAByteOfOneIsAnother) {
  for (size_t row = 0; row < 40; ++row) {
    EXPECT_THAT(ErrorWith([row](auto* rows) { rows->at(row).row.back() ^= 1; }), HasSubstr("came out of sorting them"))
        << row;
  }
}

TEST(RowsAsRead, AreMissedWhereTwoAreEachOthersTwin) {
  EXPECT_THAT(ErrorWith([](auto* rows) { rows->at(0) = rows->at(1); }), HasSubstr("came out of sorting them"));
}

}  // namespace
}  // namespace earshot
