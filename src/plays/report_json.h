// The report of a consolidation for programs (docs/formats.md). A pure function; safe on any thread.
#pragma once

#include <string>

#include "plays/consolidate.h"

namespace earshot {

// One JSON object.
std::string ReportJson(const ConsolidateReport& report, const ConsolidateOptions& options);

}  // namespace earshot
