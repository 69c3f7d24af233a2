// Typed rows of a store, as a ResultPrinter takes them. Pure functions; safe on any thread.
#pragma once

#include <vector>

#include "answers/answer.h"
#include "cli/result_printer.h"
#include "questions/table.h"

namespace earshot {

OutputColumn OutputColumnOf(const TableColumn& column);

std::vector<OutputValue> OutputRowOf(const std::vector<Value>& values);

}  // namespace earshot
