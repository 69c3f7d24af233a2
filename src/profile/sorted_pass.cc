#include "profile/sorted_pass.h"

#include <utility>

#include "cql/tables/token_order.h"

namespace earshot {
namespace {

// Rows that Cassandra refuses are found as well, and not the end.
class AnyRowInTokenOrder : public TokenOrder {
 public:
  Status CheckRow(const Table& /*table*/, std::string_view /*row*/) const override { return absl::OkStatus(); }
};

}  // namespace

void SortedPass::Add(const Table& table, Use use) {
  tables_.push_back({.table = &table});
  uses_.push_back(std::move(use));
}

Status SortedPass::Run(const SourceFiles& files, const SortOptions& options) const {
  size_t next = 0;
  return SortedSource(files, {}, AnyRowInTokenOrder(), options)
      .ForEach(tables_, [&](const Table& /*table*/, const SortedRows& rows, const SortedRows* /*last*/) {
        return uses_[next++](rows);
      });
}

}  // namespace earshot
