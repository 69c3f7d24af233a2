// The questions and their tables as a document for programs: an object for each question.
//
// Main thread only.
#pragma once

#include "base/status.h"
#include "cli/model_document.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "questions/table.h"

namespace earshot {

// "partition key", "clustering" or "regular"; "asc" or "desc" of a clustering column, nothing of others.
const char* KindName(const TableColumn& column);
const char* DirectionName(const TableColumn& column);

// As JSON or NDJSON. Sizes have the names that `model check` gives them, and forecasts those of `model forecast`.
Status PrintModelJson(const ModelDocument& document, Format format, OutputStream& output);

}  // namespace earshot
