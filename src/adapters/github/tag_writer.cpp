#include "adapters/github/tag_writer.hpp"

#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/github/documents.hpp"
#include "adapters/json/write.hpp"

namespace shiptag::adapters::github {
namespace {

using git_wire::Found;
using git_wire::PushCommand;
using json::Writer;

const Purpose writing = {.doing = "writing the tags with GitHub's API", .needs = "contents: write"};

std::string tag_json(const std::string& name, const ports::NewTag& tag) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "tag", name);
  json::write(writer, "message", tag.message);
  json::write(writer, "object", tag.commit.hex());
  json::write(writer, "type", "commit");
  json::write_key(writer, "tagger");
  writer.StartObject();
  json::write(writer, "name", tag.tagger.name);
  json::write(writer, "email", tag.tagger.email);
  json::write(writer, "date", tag.time.rfc3339());
  writer.EndObject();
  writer.EndObject();
  return json::str(buffer);
}

std::string repository_variables(const std::string& repository) {
  const std::size_t slash = repository.find('/');
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "owner", std::string_view(repository).substr(0, slash));
  json::write(writer, "name", std::string_view(repository).substr(slash + 1));
  writer.EndObject();
  return json::str(buffer);
}

void write_ref_update(Writer& writer, const PushCommand& command) {
  writer.StartObject();
  json::write(writer, "name", std::string(git_wire::tags_folder) + command.name);
  json::write(writer, "beforeOid", command.old_id.hex());
  json::write(writer, "afterOid", command.new_id.hex());
  json::write(writer, "force", true);  // A rollback is not a fast-forward.
  writer.EndObject();
}

std::string update_variables(const std::string& repository,
                             const std::vector<PushCommand>& commands) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  json::write_key(writer, "input");
  writer.StartObject();
  json::write(writer, "repositoryId", repository);
  json::write_key(writer, "refUpdates");
  writer.StartArray();
  for (const PushCommand& command : commands) write_ref_update(writer, command);
  writer.EndArray();
  writer.EndObject();
  writer.EndObject();
  return json::str(buffer);
}

bool is_refusal(ReasonCode code) {
  return code == ReasonCode::permission || code == ReasonCode::rejected_by_server;
}

/// What `error` becomes once the refs are known to be unchanged.
Error without_effect(Error error) {
  // GitHub gives most of its errors about writing refs no type.
  if (error.code == ReasonCode::protocol) error.code = ReasonCode::rejected_by_server;
  if (error.code == ReasonCode::unavailable) error.message += "; the tags are unchanged";
  return error;
}

Error overtaken(Error error) {
  error.code = ReasonCode::conflict;
  error.message += ", and the tags were changed in the meantime";
  error.hint = "run again: shiptag starts over from the current tags";
  return error;
}

/// What `error` means. GitHub documents no error for a ref that is not as expected, and without a
/// response nothing is known at all: the refs themselves tell.
/// @return nothing if the refs were written after all.
Expected<void> verify(const Error& error, ports::TagStore& git,
                      const std::vector<PushCommand>& commands) {
  const auto found = git_wire::verify_refs(git, commands);
  if (!found) return fail(is_refusal(error.code) ? error : git_wire::unknown_outcome(error));
  switch (*found) {
    case Found::as_wanted:
      return {};
    case Found::as_before:
      return fail(without_effect(error));
    case Found::otherwise:
      break;
  }
  return fail(overtaken(error));
}

}  // namespace

Expected<ports::Updated> TagWriter::update(const std::vector<ports::TagUpdate>& updates,
                                           ports::TagStore& git) {
  const auto repository = repository_id();
  if (!repository) return fail(repository.error());
  const auto commands = make_objects(updates);
  if (!commands) return fail(commands.error());
  auto moved = move_refs(*repository, *commands);
  if (!moved) moved = verify(moved.error(), git, *commands);
  if (!moved) return fail(moved.error());
  ports::Updated updated;
  for (const PushCommand& command : *commands) updated.objects.push_back(command.new_id);
  return updated;
}

Expected<std::string> TagWriter::repository_id() {
  const auto answer =
      api_.graphql(writing, {.document = std::string(github::repository_id),
                             .variables = repository_variables(api_.account().repository)});
  if (!answer) return fail(answer.error());
  const auto id =
      json::object_at(*answer, "data")
          .and_then([](const json::Value* data) { return json::object_at(*data, "repository"); })
          .and_then(
              [](const json::Value* repository) { return json::string_at(*repository, "id"); });
  if (!id) return fail(not_understood(writing, id.error().message));
  return *id;
}

Expected<TagWriter::Commands> TagWriter::make_objects(
    const std::vector<ports::TagUpdate>& updates) {
  Commands commands;
  commands.reserve(updates.size());
  for (const ports::TagUpdate& update : updates) {
    PushCommand command{update.name, update.expected.value_or(domain::ObjectId{}), {}};
    if (const auto* tag = std::get_if<ports::NewTag>(&update.wanted)) {
      const auto object = make_object(update.name, *tag);
      if (!object) return fail(object.error());
      command.new_id = *object;
    }
    commands.push_back(std::move(command));
  }
  return commands;
}

Expected<domain::ObjectId> TagWriter::make_object(const std::string& name,
                                                  const ports::NewTag& tag) {
  // The same content is the same object, however often it is created.
  const auto answer = api_.create(writing, "/repos/" + api_.account().repository + "/git/tags",
                                  tag_json(name, tag), Repeat::sets);
  if (!answer) return fail(answer.error());
  const auto sha = json::string_at(*answer, "sha");
  if (!sha) return fail(not_understood(writing, sha.error().message));
  const auto id = domain::ObjectId::parse(*sha, "sha");
  if (!id) return fail(not_understood(writing, id.error().message));
  // Zero would delete the ref.
  if (id->is_zero()) return fail(not_understood(writing, "sha is zero"));
  return *id;
}

Expected<void> TagWriter::move_refs(const std::string& repository, const Commands& commands) {
  // If it is sent twice, GitHub refuses the second one, and verify() sees that it was done.
  const auto answer = api_.graphql(writing, {.document = std::string(update_refs),
                                             .variables = update_variables(repository, commands),
                                             .repeat = Repeat::sets});
  if (!answer) return fail(answer.error());
  const auto done = json::object_at(*answer, "data").and_then([](const json::Value* data) {
    return json::object_at(*data, "updateRefs");
  });
  if (!done) return fail(not_understood(writing, done.error().message));
  return {};
}

}  // namespace shiptag::adapters::github
