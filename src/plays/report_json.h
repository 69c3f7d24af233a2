// The report of a consolidation for programs (docs/formats.md). A pure function; safe on any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "plays/consolidate.h"

namespace earshot {

nlohmann::ordered_json ReportJson(const ConsolidateReport& report, const ConsolidateOptions& options);

}  // namespace earshot
