#include "adapters/git_objects/tag_name.hpp"

#include <git2.h>

#include "adapters/git_objects/libgit2.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_objects {

Expected<void> check_tag_name(const std::string& name) {
  // libgit2 cannot even refuse a name until it has been started.
  if (auto ok = start_libgit2(); !ok) return ok;
  int valid = 0;
  const std::string ref = "refs/tags/" + name;
  // Git refuses DEL too, libgit2 does not.
  if (!has_control_characters(name) && git_reference_name_is_valid(&valid, ref.c_str()) >= 0 &&
      valid != 0)
    return {};
  return fail(ReasonCode::invalid_input, "git does not allow a tag named " + in_quotes(name),
              "see git-check-ref-format(1) for the rules");
}

}  // namespace shiptag::adapters::git_objects
