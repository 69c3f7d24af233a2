// The words that synthetic people, places, artists and songs are put together from.
// Constant data and plain functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "generate/random.h"

namespace earshot {

std::string FirstName(bool female, Random* random);
std::string LastName(Random* random);
// "Northbridge-Alder Falls, OR": a place as the event files have it.
std::string Place(Random* random);
std::string ArtistName(Random* random);
std::string SongTitle(Random* random);

}  // namespace earshot
