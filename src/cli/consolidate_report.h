// What a person reads of a consolidation. A pure function; safe on any thread.
#pragma once

#include <string>

#include "plays/consolidate.h"

namespace earshot {

// Several lines, each ended. With `explain`, how each file's dialect was detected.
std::string RenderReport(const ConsolidateReport& report, const ConsolidateOptions& options, bool explain);

}  // namespace earshot
