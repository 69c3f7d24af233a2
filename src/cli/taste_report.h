// What learning taste has found, printed: how well the model foretells what was held out, and what it filled.
//
// Main thread only.
#pragma once

#include "base/status.h"
#include "cli/result_object.h"
#include "taste/compute_datasets.h"

namespace earshot {

// For people as text, else as a member of `results`.
Status PrintTaste(const TasteReport& report, ResultObject& results);

}  // namespace earshot
