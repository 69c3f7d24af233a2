// One visit of one person to the app: pages, songs among them, perhaps a change of level, perhaps a logout.
// A plain function on the caller's memory; one thread at a time for each listener.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/catalog.h"
#include "generate/event.h"
#include "generate/listener.h"
#include "generate/visit.h"

namespace earshot {

// No session lasts longer, so what starts on one day ends on the next one at the latest.
inline constexpr int64_t kSessionMsMax = int64_t{20} * 3600 * 1000;

// Appends the session's events in order; items count from 0. Keeps `listener` up to date.
void MakeSession(const SessionStart& start, const GeneratedCatalog& catalog, GeneratedListener* listener,
                 Random* random, std::vector<GeneratedEvent>* events);

}  // namespace earshot
