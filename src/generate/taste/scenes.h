// The scenes that music and tastes are made of: 16 genres of six scenes each. A scene's genre is scene / 6.
// Constant data and plain functions; safe on any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/random.h"
#include "generate/taste/draws.h"

namespace earshot {

inline constexpr uint32_t kGenreCount = 16;
inline constexpr uint32_t kScenesPerGenre = 6;
inline constexpr uint32_t kSceneCount = kGenreCount * kScenesPerGenre;

// The earlier a scene, the more artists and listeners it has.
std::vector<double> SceneWeights();
// Any scene of the same genre.
uint32_t DrawSceneNear(uint32_t scene, Random* random);

}  // namespace earshot
