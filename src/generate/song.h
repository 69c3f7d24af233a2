// A song as the generator has it. Plain data; safe on any thread while constant.
#pragma once

#include <cstdint>
#include <string>

namespace earshot {

struct GeneratedSong {
  std::string artist;
  std::string title;
  uint32_t length = 0;  // in hundred-thousandths of a second, as the event files round it
};

}  // namespace earshot
