#include "domain/environment.hpp"

#include <algorithm>

namespace shiptag::domain {

Region Environment::region(const std::string& region_name) const {
  const auto at = std::ranges::find(regions, region_name, &Region::name);
  return at == regions.end() ? Region{region_name, ""} : *at;
}

Value cloud_mappings(const Region& region) {
  Value::Members mappings;
  for (const auto& [provider, name] : region.cloud_mappings) mappings.emplace_back(provider, name);
  return mappings;
}

Value entity(const Region& region) {
  return Value::Members{{"name", region.name},
                        {"config_path", Value::unless_empty(region.config_path)},
                        {"cloud_mappings", cloud_mappings(region)}};
}

Value entity(const Environment& environment) {
  Value::List regions;
  for (const Region& region : environment.regions) regions.push_back(entity(region));
  return Value::Members{{"name", environment.name},
                        {"config_path", Value::unless_empty(environment.config_path)},
                        {"regions", std::move(regions)},
                        {"secrets_file", Value::unless_empty(environment.secrets_file)},
                        {"is_production", environment.is_production},
                        {"requires_approval", environment.requires_approval}};
}

}  // namespace shiptag::domain
