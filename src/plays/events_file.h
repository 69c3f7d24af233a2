// The file of all events that a run writes beside its plays, where questions are of events. It has the columns of
// kEventColumns, in that order, a line for each event, every field quoted; plays/dataset.h says what they become.
//
// A pure function; safe on any thread.
#pragma once

#include <string>

namespace earshot {

// "plays.csv.events": where it is unless somebody says otherwise.
std::string EventsOf(const std::string& plays);

}  // namespace earshot
