#include "rows/order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

template <typename Value, typename Append>
std::string SortKeyOf(const Value& value, Append append, ColumnType type, bool descending) {
  std::string cell;
  append(value, &cell);
  std::string key;
  AppendSortableCell(type, descending, CellReader(cell).Next(), &key);
  return key;
}

int Sign(int comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; }

template <typename Value>
int Compare(const Value& a, const Value& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

template <typename Value, typename Append>
void ExpectSameOrder(const Value& a, const Value& b, Append append, ColumnType type) {
  const int ascending = SortKeyOf(a, append, type, false).compare(SortKeyOf(b, append, type, false));
  RC_ASSERT(Sign(ascending) == Compare(a, b));
  const int descending = SortKeyOf(a, append, type, true).compare(SortKeyOf(b, append, type, true));
  RC_ASSERT(Sign(descending) == -Compare(a, b));
}

RC_GTEST_PROP(SortKey, OrdersBigintsByValue, (int64_t a, int64_t b)) {
  ExpectSameOrder(a, b, AppendBigintCell, ColumnType::kBigint);
}

RC_GTEST_PROP(SortKey, OrdersIntsByValue, (int32_t a, int32_t b)) {
  ExpectSameOrder(a, b, AppendIntCell, ColumnType::kInt);
}

RC_GTEST_PROP(SortKey, OrdersDoublesByValue, (double a, double b)) {
  ExpectSameOrder(a, b, AppendDoubleCell, ColumnType::kDouble);
}

// Texts over three bytes only, so that prefixes, zero bytes and equal starts are met often.
rc::Gen<std::string> SmallTexts() { return rc::gen::container<std::string>(rc::gen::element('\0', 'a', '\xFF')); }

RC_GTEST_PROP(SortKey, OrdersTextsBytewise, ()) {
  const std::string a = *SmallTexts();
  const std::string b = *SmallTexts();
  ExpectSameOrder(std::string_view(a), std::string_view(b), AppendTextCell, ColumnType::kText);
}

RC_GTEST_PROP(SortKey, NoTextsKeyIsAPrefixOfAnothers, ()) {
  const std::string a = SortKeyOf(std::string_view(*SmallTexts()), AppendTextCell, ColumnType::kText, false);
  const std::string b = SortKeyOf(std::string_view(*SmallTexts()), AppendTextCell, ColumnType::kText, false);
  RC_PRE(a != b);
  RC_ASSERT(!a.starts_with(b));
}

// The sort key continues after the cell, as it does where a key has several columns.
template <typename Value, typename Append>
void ExpectWayBack(const Value& value, Append append, ColumnType type) {
  std::string cell;
  append(value, &cell);
  for (const bool descending : {false, true}) {
    const std::string key = SortKeyOf(value, append, type, descending);
    std::string back;
    RC_ASSERT(AppendCellOfSortable(type, descending, key + std::string("\0\xFFrest", 6), &back) == key.size());
    RC_ASSERT(back == cell);
  }
}

RC_GTEST_PROP(SortKey, LeadsBackToTheBigint, (int64_t value)) {
  ExpectWayBack(value, AppendBigintCell, ColumnType::kBigint);
}

RC_GTEST_PROP(SortKey, LeadsBackToTheInt, (int32_t value)) { ExpectWayBack(value, AppendIntCell, ColumnType::kInt); }

RC_GTEST_PROP(SortKey, LeadsBackToTheDouble, (double value)) {
  ExpectWayBack(value, AppendDoubleCell, ColumnType::kDouble);
}

RC_GTEST_PROP(SortKey, LeadsBackToTheText, ()) {
  const std::string text = *SmallTexts();
  ExpectWayBack(std::string_view(text), AppendTextCell, ColumnType::kText);
}

TEST(KeyOrder, CutsSplitAtTheFirstColumn) {
  for (const std::string name : {"session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const auto key = [&](std::string_view user, std::string_view song, std::string_view session) {
      std::string row;
      row = RowOf(table, PlayOf({.session_id = session, .user_id = user, .song = song}));
      std::string sort_key;
      KeyOrder().AppendSortKey(table, row, &sort_key);
      return std::string(KeyOrder().RangeBound(table, sort_key));
    };
    const bool by_song = name == "song_listeners";
    EXPECT_EQ(key("1", "a", "1"), key(by_song ? "2" : "1", by_song ? "a" : "b", "2"));
    EXPECT_LT(key("1", "a", "2"), key(by_song ? "1" : "2", by_song ? "b" : "a", "1"));
  }
}

TEST(KeyOrder, TurnsADescendingColumnRound) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='latest'\nasks='?'\ngiven=['user_id']\norder=['session_id desc']\nanswer=['song']");
  const auto key = [&](std::string_view session, std::string_view item) {
    std::string row;
    row = RowOf(table, PlayOf({.session_id = session, .item = item}));
    std::string sort_key;
    KeyOrder().AppendSortKey(table, row, &sort_key);
    return sort_key;
  };
  EXPECT_LT(key("2", "9"), key("1", "0"));
  EXPECT_LT(key("2", "3"), key("2", "4"));
}

}  // namespace
}  // namespace earshot
