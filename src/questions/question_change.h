// What has changed in a question since a table was made for it, and whether that table still answers it.
//
// Pure functions on plain data; safe on any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "questions/question.h"
#include "questions/table.h"

namespace earshot {

// A key of a question whose value is another one now; empty where a question has no such key.
struct KeyChange {
  std::string key;  // "limit", as a questions file calls it
  std::string before;
  std::string now;
};

// Of all keys that say which rows there are, or what is in them; not of `asks`.
std::vector<KeyChange> ChangesBetween(const Question& before, const Question& now);

// "limit, answer"
std::string KeysOf(const std::vector<KeyChange>& changes);

// The keys that differ, for people. Where none does, an earlier version of earshot has made another table of the same
// question.
std::string WhatHasChanged(const Question& before, const Question& now);

// By column, the values that count: in what order and how often `only` names them makes no difference.
std::map<std::string, std::set<std::string>> FiltersOf(const Question& question);

// `level = "free" or "paid", weekday = "6"`; empty where all records count.
std::string FiltersText(const Question& question);

// Whether the same records count for both.
bool AskOfSameRecords(const Question& one, const Question& other);

// The table `stored`, asked for the answer of `question`: for the same rows of each answer, in the same order, with all
// columns that are answered. Nothing where it does not have them: only how rows are divided into partitions, and
// columns that are not asked for, may differ.
std::optional<Table> TableToAsk(const Table& stored, const Question& question);

}  // namespace earshot
