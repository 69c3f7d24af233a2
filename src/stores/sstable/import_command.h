// The command that imports SSTables into a node, as whoever runs the cluster gives it: only they know how its nodes are
// reached.
//
// Plain data, and functions that wait for the command; one thread at a time.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/status.h"

namespace earshot {

// A table's files for one node.
struct NodeFiles {
  std::string node;       // "n1"
  std::string host;       // the node's address; empty where it is not known
  std::string directory;  // of files with their names, on the disk
  uint64_t rows = 0;
};

class ImportCommand {
 public:
  // A command for the shell, in which {host}, {keyspace}, {table} and {directory} are filled in. An error where it does
  // not say what is imported: {table} and {directory}.
  static StatusOr<ImportCommand> Parse(std::string text);
  // An error where there are several nodes and it has no {host}.
  Status CheckReaches(size_t nodes) const;

  // The command for one node, with its values quoted for the shell.
  std::string For(const NodeFiles& files, const std::string& keyspace, const std::string& table) const;

  // Imports all, the nodes side by side, and waits for all of them, also where one has failed: what a node has begun to
  // import, it goes on with. An error that names each node whose command failed, or left files in its directory, as
  // nodetool does where it takes nothing.
  Status Run(const std::vector<NodeFiles>& all, const std::string& keyspace, const std::string& table) const;

 private:
  explicit ImportCommand(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// What imports files where nothing else is given: nodetool, on their node.
ImportCommand NodetoolImport();

}  // namespace earshot
