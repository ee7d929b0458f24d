#include "adapters/http/basic_auth.hpp"

#include "base/base64.hpp"

namespace shiptag::adapters::http {

std::string basic_auth(std::string_view user, std::string_view password) {
  return "Basic " + base64(std::string(user).append(":").append(password));
}

}  // namespace shiptag::adapters::http
