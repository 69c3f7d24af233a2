// What a report says of odd events, for people. A pure function; safe on any thread.
#pragma once

#include <string>

#include "events/oddities.h"

namespace earshot {

// A line for each kind of them that there are, each ended.
std::string RenderOddities(const Oddities& oddities);

}  // namespace earshot
