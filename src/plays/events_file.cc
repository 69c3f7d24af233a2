#include "plays/events_file.h"

#include "base/links.h"

namespace earshot {

std::string EventsOf(const std::string& plays) { return NameBeside(plays, ".events"); }

}  // namespace earshot
