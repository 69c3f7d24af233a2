// Where `export` writes each table, and in which form: what the name of -o says.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/result_printer.h"
#include "questions/table.h"

namespace earshot {

// One table's rows.
struct ExportTarget {
  const Table* table = nullptr;
  std::string path;  // empty: standard output
  Format format = Format::kCsv;
  bool compressed = false;   // by Zstandard
  std::string unknown_form;  // an extension that no form has
};

// `output` is a directory, which gets one file a table; a file, for one table; or a name with {table} in it; empty is
// standard output, for one table. Rows are written as the name's extension says, else as `format`, and those that
// this is a table for people as CSV.
StatusOr<std::vector<ExportTarget>> ExportTargets(const std::vector<const Table*>& tables, const std::string& output,
                                                  Format format);

// A usage error where the name of one says a form that is not written.
Status CheckForms(const std::vector<ExportTarget>& targets);

}  // namespace earshot
