// What a report for programs says of odd events. A pure function; safe on any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "events/oddities.h"

namespace earshot {

// Adds a member for each kind of them that there are.
void AddOddities(const Oddities& oddities, nlohmann::ordered_json* json);

}  // namespace earshot
