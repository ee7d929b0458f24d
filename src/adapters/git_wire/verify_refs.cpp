#include "adapters/git_wire/verify_refs.hpp"

#include <algorithm>

#include "adapters/git_wire/named_refs.hpp"

namespace shiptag::adapters::git_wire {

Expected<Found> verify_refs(ports::TagStore& store, const std::vector<PushCommand>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const PushCommand& command : commands) names.push_back(command.name);
  NamedRefs refs;
  if (const auto ok = store.list(names, refs); !ok) return fail(ok.error());
  const auto all_are = [&](domain::ObjectId PushCommand::*id) {
    return std::all_of(commands.begin(), commands.end(), [&](const PushCommand& command) {
      return refs.object(command.name) == command.*id;
    });
  };
  if (all_are(&PushCommand::new_id)) return Found::as_wanted;
  return all_are(&PushCommand::old_id) ? Found::as_before : Found::otherwise;
}

Error unknown_outcome(Error error) {
  error.message += "; it is not known whether the tags were written";
  error.hint = "run again: what was already written is recognized";
  return error;
}

}  // namespace shiptag::adapters::git_wire
