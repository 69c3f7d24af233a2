// The questions and their tables as a document for people who do not run this program: a team's wiki, a web page.
//
// Main thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/forecast_report.h"
#include "questions/table.h"

namespace earshot {

enum class DocumentFormat { kMarkdown, kMermaid, kHtml };

struct DocumentedTable {
  const Table* table = nullptr;
  std::optional<TableOutlook> outlook;  // where plays are known
};

struct ModelDocument {
  std::vector<DocumentedTable> tables;
  // What the sizes are of, in a sentence; empty where plays are not known.
  std::string seen;
  // For so many plays there is a forecast; 0: there is none.
  double plays = 0;
};

// HTML is whole: it names no other file, and what comes from questions and plays is text in it.
std::string DocumentText(const ModelDocument& document, DocumentFormat format);

}  // namespace earshot
