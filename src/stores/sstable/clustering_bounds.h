// The first and the last clustering of an SSTable's rows, by the table's order: Cassandra passes over an SSTable whose
// rows are all outside of what is asked for.
//
// One thread; the table must outlive it.
#pragma once

#include <string>
#include <string_view>

#include "questions/table.h"

namespace earshot {

class ClusteringBounds {
 public:
  explicit ClusteringBounds(const Table& table) : table_(table) {}

  // The cells of the clustering columns of a partition's first row, and of its last.
  void Add(std::string_view first, std::string_view last);
  // As Statistics.db has them: the values of the one, then of the other.
  void AppendTo(std::string* out) const;

 private:
  struct Bound {
    std::string cells;
    std::string sortable;
  };

  std::string SortableOf(std::string_view cells) const;
  void AppendValues(const Bound& bound, std::string* out) const;

  const Table& table_;
  bool is_empty_ = true;
  Bound first_;
  Bound last_;
};

}  // namespace earshot
