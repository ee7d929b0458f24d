#include "adapters/git_local/packed_refs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

constexpr std::size_t hex_digits = 40;
constexpr std::string_view tags_folder = "refs/tags/";

Error cannot(std::string_view action, const std::string& file) {
  const ReasonCode code =
      errno == EACCES || errno == EROFS ? ReasonCode::permission : ReasonCode::unavailable;
  return {code, std::string(action) + " " + in_quotes(file) + ": " +
                    std::error_code(errno, std::generic_category()).message()};
}

/// The name in `<40 hex digits> <name>`; empty if `line` is a header, a peeled value or no such.
std::string_view name_in(std::string_view line) {
  if (line.size() <= hex_digits + 1 || line[hex_digits] != ' ' || line[0] == '#') return {};
  return line.substr(hex_digits + 1);
}

/// Puts the lines together: an entry is complete when the next line is known not to peel it.
class Reader {
 public:
  explicit Reader(const std::function<void(const PackedRef&)>& each) : each_(each) {}

  [[nodiscard]] bool take(std::string_view line) {
    if (line.starts_with('#')) {
      says_what_peels_ = line.find(" peeled") != std::string_view::npos ||
                         line.find(" fully-peeled") != std::string_view::npos;
      return true;
    }
    if (line.starts_with('^')) {
      entry_.peeled = domain::ObjectId::from_hex(line.substr(1));
      return entry_.peeled.has_value();
    }
    end();
    const std::string_view name = name_in(line);
    const auto object = domain::ObjectId::from_hex(line.substr(0, hex_digits));
    if (name.empty() || !object) return false;
    if (!name.starts_with(tags_folder)) return true;
    entry_ = {std::string(name), *object, says_what_peels_ ? std::optional(*object) : std::nullopt};
    return true;
  }

  void end() {
    if (!entry_.name.empty()) each_(entry_);
    entry_ = {};
  }

 private:
  const std::function<void(const PackedRef&)>& each_;
  PackedRef entry_;
  bool says_what_peels_ = false;  ///< Then an entry of a tag without a peeled value has none.
};

/// Copies `from` to `to` but for the entries `names` and the peeled values behind them.
/// @return whether there was something to leave out.
bool copy_without(const std::set<std::string>& names, std::istream& from, std::ostream& to) {
  bool found = false;
  bool is_dropped = false;
  for (std::string line; std::getline(from, line);) {
    if (!line.starts_with('^')) is_dropped = names.contains(std::string(name_in(line)));
    if (!is_dropped) to << line << '\n';
    found = found || is_dropped;
  }
  return found;
}

/// Syncs a file and gives it the mode and, where this is root, the owner of `model`.
bool finish(const std::string& file, const std::string& model) {
  struct stat known {};
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool done = true;
  if (::stat(model.c_str(), &known) == 0) {
    done = ::fchmod(descriptor, known.st_mode & 07777U) == 0;
    if (::geteuid() == 0) done = done && ::fchown(descriptor, known.st_uid, known.st_gid) == 0;
  }
  done = done && ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && done;
}

}  // namespace

Expected<void> for_each_packed_tag(const std::string& file,
                                   const std::function<void(const PackedRef&)>& each) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    if (errno == ENOENT) return {};
    return fail(cannot("reading", file));
  }
  Reader reader(each);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!reader.take(line))
      return fail(ReasonCode::protocol, "line " + std::to_string(number) + " of " +
                                            in_quotes(file) +
                                            " is no entry of packed-refs: " + in_quotes(line));
  }
  if (in.bad()) return fail(cannot("reading", file));
  reader.end();
  return {};
}

Expected<std::optional<PackedRefsLock>> PackedRefsLock::take(const std::string& file) {
  std::error_code error;
  const std::string real = std::filesystem::weakly_canonical(file, error).string();
  if (error) return fail(cannot("finding", file));
  const int lock = ::open((real + ".lock").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (lock < 0) {
    if (errno == EEXIST) return std::nullopt;
    return fail(cannot("locking", real));
  }
  ::close(lock);
  return PackedRefsLock(real);
}

Expected<void> PackedRefsLock::remove(const std::set<std::string>& names) const {
  std::ifstream in(file_, std::ios::binary);
  if (!in && errno == ENOENT) return {};
  // Git's own name for it: whoever holds the lock may overwrite one that a crash left.
  const std::string next = file_ + ".new";
  std::ofstream out(next, std::ios::binary | std::ios::trunc);
  const bool found = in && out && copy_without(names, in, out);
  out.close();
  const bool copied = !in.bad() && in.eof() && out;
  if (copied && found && finish(next, file_) && ::rename(next.c_str(), file_.c_str()) == 0)
    return {};
  const Error error = cannot("rewriting", file_);
  ::unlink(next.c_str());
  if (copied && !found) return {};
  return fail(error);
}

PackedRefsLock::~PackedRefsLock() {
  if (!file_.empty()) ::unlink((file_ + ".lock").c_str());
}

}  // namespace shiptag::adapters::git_local
