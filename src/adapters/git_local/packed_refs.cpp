#include "adapters/git_local/packed_refs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "adapters/system/regular_file.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

constexpr std::size_t hex_digits = 40;

using system::cannot;
using system::Descriptor;

/// Not open if there is no such file.
Expected<Descriptor> open(const std::string& file) {
  auto in = system::open_regular(AT_FDCWD, file, O_RDONLY);
  if (!in || in->is_open() || errno == ENOENT) return in;
  return fail(cannot("reading", file));
}

/// Reads a file line by line, in memory that does not grow with it.
class LineReader {
 public:
  LineReader(Descriptor file, const std::string& path) : file_(std::move(file)), path_(path) {}

  /// @return the next line without its end, valid until the one after; nullopt at the end.
  Expected<std::optional<std::string_view>> next() {
    constexpr std::size_t longest = 65536;  // A name of a file has at most 4096 bytes.
    std::size_t end = text_.find('\n', start_);
    while (end == std::string::npos && !at_end_) {
      if (text_.size() - start_ > longest)
        return fail(ReasonCode::protocol, in_quotes(path_) + " has a line longer than " +
                                              std::to_string(longest) + " bytes");
      if (auto ok = read_more(); !ok) return fail(ok.error());
      end = text_.find('\n', start_);
    }
    if (start_ == text_.size()) return std::nullopt;
    end = std::min(end, text_.size());
    const std::string_view line = std::string_view(text_).substr(start_, end - start_);
    start_ = std::min(end + 1, text_.size());
    return line;
  }

 private:
  Expected<void> read_more() {
    text_.erase(0, std::exchange(start_, 0));
    const ssize_t got = ::read(file_.number(), piece_.data(), piece_.size());
    if (got < 0 && errno == EINTR) return {};
    if (got < 0) return fail(cannot("reading", path_));
    at_end_ = got == 0;
    text_.append(piece_.data(), static_cast<std::size_t>(got));
    return {};
  }

  Descriptor file_;
  const std::string& path_;
  std::array<char, 65536> piece_{};
  std::string text_;
  std::size_t start_ = 0;  ///< Of what has not been handed out yet.
  bool at_end_ = false;
};

/// The name in `<40 hex digits> <name>`; empty if `line` is a header, a peeled value, or invalid.
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
  bool says_what_peels_ = false;  ///< If so, a tag's entry without a peeled value does not peel.
};

/// Copies `from` to `to` without the entries `names` and the peeled values after them.
/// @return whether there was something to leave out.
Expected<bool> copy_without(const std::set<std::string>& names, LineReader& from,
                            std::ostream& to) {
  bool found = false;
  bool is_dropped = false;
  while (true) {
    const auto line = from.next();
    if (!line) return fail(line.error());
    if (!*line) return found;
    if (!(*line)->starts_with('^')) is_dropped = names.contains(std::string(name_in(**line)));
    if (!is_dropped) to << **line << '\n';
    found = found || is_dropped;
  }
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

Expected<void> for_each_packed_ref(const std::string& file,
                                   const std::function<void(const PackedRef&)>& each) {
  auto in = open(file);
  if (!in) return fail(in.error());
  if (!in->is_open()) return {};
  Reader reader(each);
  LineReader lines(*std::move(in), file);
  for (std::size_t number = 1;; ++number) {
    const auto line = lines.next();
    if (!line) return fail(line.error());
    if (!*line) break;
    if (!reader.take(**line))
      return fail(ReasonCode::protocol, "line " + std::to_string(number) + " of " +
                                            in_quotes(file) +
                                            " is not a packed-refs entry: " + in_quotes(**line));
  }
  reader.end();
  return {};
}

}  // namespace

Expected<void> for_each_packed_tag(const std::string& file,
                                   const std::function<void(const PackedRef&)>& each) {
  return for_each_packed_ref(file, [&](const PackedRef& ref) {
    if (ref.name.starts_with(tags_folder)) each(ref);
  });
}

Expected<std::optional<domain::ObjectId>> packed_value(const std::string& file,
                                                       const std::string& name) {
  std::optional<domain::ObjectId> value;
  auto read = for_each_packed_ref(file, [&](const PackedRef& ref) {
    if (ref.name == name) value = ref.object;
  });
  if (!read) return fail(read.error());
  return value;
}

Expected<std::optional<PackedRefsLock>> PackedRefsLock::take(const std::string& file) {
  std::error_code error;
  const std::string real = std::filesystem::weakly_canonical(file, error).string();
  if (error) return fail(cannot("resolving", file));
  const int lock = ::open((real + ".lock").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (lock < 0) {
    if (errno == EEXIST) return std::nullopt;
    return fail(cannot("locking", real));
  }
  ::close(lock);
  return PackedRefsLock(real);
}

Expected<void> PackedRefsLock::remove(const std::set<std::string>& names) const {
  auto in = open(file_);
  if (!in) return fail(in.error());
  if (!in->is_open()) return {};
  LineReader lines(*std::move(in), file_);
  // Git's own name for it: whoever holds the lock may overwrite one that a crash left.
  const std::string next = file_ + ".new";
  ::unlink(next.c_str());
  std::ofstream out(next, std::ios::binary | std::ios::trunc);
  const auto found = copy_without(names, lines, out);
  out.close();
  const bool is_copied = found && out;
  if (is_copied && *found && finish(next, file_) && ::rename(next.c_str(), file_.c_str()) == 0)
    return {};
  const Error error = found ? cannot("rewriting", file_) : found.error();
  ::unlink(next.c_str());
  if (is_copied && !*found) return {};
  return fail(error);
}

PackedRefsLock::~PackedRefsLock() {
  if (!file_.empty()) ::unlink((file_ + ".lock").c_str());
}

}  // namespace shiptag::adapters::git_local
