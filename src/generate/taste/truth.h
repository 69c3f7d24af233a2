// The files that say what was planted: docs/formats.md, "Planted tastes".
// Plain functions; one thread.
#pragma once

#include <cstdint>

#include "base/output_file.h"
#include "base/status.h"
#include "generate/taste/music.h"
#include "generate/taste/people.h"

namespace earshot {

// One JSON object a line: the run, the scenes, the artists with their songs, the listeners.
Status WriteTruth(uint64_t seed, uint32_t days, const PlantedMusic& music, const PlantedPeople& people,
                  OutputFile* file);

// The ids of the listeners who may be named to others, one a line.
Status WriteOptIn(const PlantedPeople& people, OutputFile* file);

}  // namespace earshot
