#include "adapters/config/environment_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "adapters/json/config.hpp"
#include "adapters/sops/encrypted_file.hpp"
#include "base/text.hpp"
#include "domain/names.hpp"

namespace shiptag::adapters::config {
namespace {

constexpr std::string_view default_secrets = "secrets.enc";

std::string encrypt_command(const std::string& file) {
  return "`sops --encrypt --input-type dotenv --output-type dotenv .env > " + printable(file) + "`";
}

}  // namespace

domain::EnvironmentConfig EnvironmentFolder::read(std::string_view region) {
  domain::Environment& environment = config_.environment;
  environment.name = name_;
  environment.is_production = name_ == "production";
  environment.requires_approval = environment.is_production;
  if (!exists()) return std::move(config_);
  environment.config_path = config_path_ + "/" + name_;
  read_environment_file();
  read_regions(region);
  check_secrets();
  check_shared_secrets();
  return std::move(config_);
}

bool EnvironmentFolder::exists() {
  const auto found = environments_.find(name_);
  if (!found) {
    fault(while_doing("environment " + in_quotes(name_), found.error()));
    return false;
  }
  std::error_code ignored;
  if (*found && std::filesystem::is_directory(**found, ignored)) return true;
  const std::string folder = config_path_ + "/" + name_;
  fault({ReasonCode::environment_not_configured,
         "environment " + in_quotes(name_) + " has no folder " + in_quotes(folder),
         "create it: `mkdir -p " + printable(folder) + "` and " +
             encrypt_command(folder + "/" + std::string(default_secrets))});
  return false;
}

void EnvironmentFolder::read_environment_file() {
  const std::string file = name_ + "/environment.json";
  const auto text = environments_.read(file);
  if (!text) return fault(text.error());
  if (!*text) return;
  const auto read = json::read_environment_file(**text);
  if (!read)
    return fault(
        while_doing(config_path_ + "/" + file, as(ReasonCode::invalid_input, read.error())));
  domain::Environment& environment = config_.environment;
  if (environment.is_production && !read->is_production.value_or(true))
    fault({ReasonCode::invalid_input,
           config_path_ + "/" + file + ": is_production is false for 'production'",
           "remove is_production: 'production' is always a production environment"});
  environment.is_production = environment.is_production || read->is_production.value_or(false);
  environment.url = read->url.value_or("");
  for (const std::string& member : read->unknown_members)
    config_.notices.push_back(std::string(config_path_)
                                  .append("/" + file)
                                  .append(" has an unknown member ")
                                  .append(member)
                                  .append("; is it misspelled?"));
  config_.states_approval = read->requires_approval;
  environment.requires_approval = read->requires_approval.value_or(environment.is_production);
  secrets_name_ = read->secrets_file.value_or(secrets_name_);
}

void EnvironmentFolder::read_regions(std::string_view wanted) {
  std::vector<std::string> names = environments_.folders_in(name_ + "/regions");
  const bool has_wanted = std::find(names.begin(), names.end(), wanted) != names.end();
  if (!wanted.empty() && !has_wanted)
    fault(region_missing(std::string(wanted),
                         "has no folder in " + config_path_ + "/" + name_ + "/regions"));
  for (const std::string& name : names) {
    if (!domain::check_region_name(name)) {
      config_.notices.push_back(
          "folder " + in_quotes(config_path_ + "/" + name_ + "/regions/" + name) +
          " is not a region: region names look like us-east ([a-z]{2}-[a-z]+)");
      continue;
    }
    auto region = read_region(name);
    if (!region && (wanted.empty() || wanted == name)) fault(region.error());
    const std::string folder = config_path_ + "/" + name_ + "/regions/" + name;
    config_.environment.regions.push_back(region ? *std::move(region)
                                                 : domain::Region{name, folder});
  }
}

Expected<domain::Region> EnvironmentFolder::read_region(const std::string& region) const {
  const std::string folder = name_ + "/regions/" + region;
  const auto text = environments_.read(folder + "/region.json");
  if (!text) return fail(text.error());
  if (!*text) return fail(region_missing(region, "has no region.json"));
  auto mappings = json::read_cloud_mappings(**text);
  if (!mappings)
    return fail(while_doing(config_path_ + "/" + folder + "/region.json",
                            as(ReasonCode::invalid_input, mappings.error())));
  if (mappings->empty())
    return fail(region_missing(region, "has no cloud_mappings in its region.json"));
  return domain::Region{region, config_path_ + "/" + folder, *std::move(mappings)};
}

Error EnvironmentFolder::region_missing(const std::string& region, const std::string& what) const {
  const std::string folder = config_path_ + "/" + name_ + "/regions/" + region;
  return {ReasonCode::region_not_configured,
          "region " + in_quotes(region) + " of " + in_quotes(name_) + " " + what,
          "create it: `mkdir -p " + printable(folder) +
              "` and `echo '{\"cloud_mappings\":{\"aws\":\"us-east-1\"}}' > " + printable(folder) +
              "/region.json`"};
}

void EnvironmentFolder::check_secrets() {
  const std::filesystem::path file = std::filesystem::path(name_) / secrets_name_;
  const std::string shown =
      (std::filesystem::path(config_path_) / file).lexically_normal().string();
  const auto text = environments_.read(file);
  if (!text) return fault(while_doing("secrets_file of " + in_quotes(name_), text.error()));
  if (!*text)
    return fault({ReasonCode::secrets_not_encrypted,
                  "secrets file " + in_quotes(shown) + " does not exist",
                  "create it: " + encrypt_command(shown)});
  config_.environment.secrets_file = shown;
  check_encrypted(shown, **text);
}

void EnvironmentFolder::check_shared_secrets() {
  const std::string file = "global/" + std::string(default_secrets);
  const auto text = environments_.read(file);
  if (!text) return fault(text.error());
  if (*text) check_encrypted(config_path_ + "/" + file, **text);
}

void EnvironmentFolder::check_encrypted(const std::string& shown, std::string_view text) {
  if (const auto ok = sops::check_encrypted(shown, text); !ok) fault(ok.error());
}

}  // namespace shiptag::adapters::config
