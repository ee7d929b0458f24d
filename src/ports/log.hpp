#pragma once
#include <string_view>

namespace shiptag::ports {

/// What matters only while a problem is being investigated.
class Log {
 public:
  virtual ~Log() = default;
  virtual void debug(std::string_view line) = 0;  ///< Any text; the sink sanitizes it.
};

}  // namespace shiptag::ports
