#include "generate/taste/scenes.h"

#include "generate/taste/arithmetic.h"

namespace earshot {

std::vector<double> SceneWeights() {
  std::vector<double> weights;
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
    const uint32_t genre = scene / kScenesPerGenre;
    const uint32_t place = scene % kScenesPerGenre;
    weights.push_back(PlainPower(genre + 1, -0.5) * PlainPower(place + 1, -0.3));
  }
  return weights;
}

uint32_t DrawSceneNear(uint32_t scene, Random* random) {
  return scene / kScenesPerGenre * kScenesPerGenre + random->Below(kScenesPerGenre);
}

}  // namespace earshot
