#include "answers/check_loaded.h"

#include "base/error_code.h"

namespace earshot {

StatusOr<Loaded> CheckLoaded(TableReader& store, const Table& table) {
  Loaded loaded;
  ASSIGN_OR_RETURN(loaded.mark, ReadLoadMark(store, table.name));
  if (!loaded.mark.has_value() || loaded.mark->state == LoadState::kComplete) return loaded;
  const std::string loader = Describe(loaded.mark->owner);
  if (loaded.mark->state == LoadState::kFirstLoad) {
    return WithCode(TransientError("{} has no answers yet: its first load, {}, has not finished", table.name, loader),
                    ErrorCode::kLoadUnfinished);
  }
  loaded.warning = fmt::format("{} is being loaded, {}, or that load was stopped: answers may be those of before",
                               table.name, loader);
  return loaded;
}

}  // namespace earshot
