// What a report says of odd events: for people, and for programs. Pure functions; safe on any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "events/oddities.h"

namespace earshot {

// A line for each kind of them that there are, each ended.
std::string RenderOddities(const Oddities& oddities);

// Adds a member for each kind of them that there are.
void AddOddities(const Oddities& oddities, nlohmann::ordered_json* json);

}  // namespace earshot
