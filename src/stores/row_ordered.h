// RowOrdered: what sink and reader of a store have in common: the order of a table's rows.
#pragma once

#include "rows/order.h"

namespace earshot {

class RowOrdered {
 public:
  virtual ~RowOrdered() = default;

  // The order in which the store keeps a table's rows, and in which they are written and read. Constant, safe on any
  // thread, and valid as long as the store.
  virtual const RowOrder& Order() const = 0;
};

}  // namespace earshot
