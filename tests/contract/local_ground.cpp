#include "adapters/git_local/local_tag_store.hpp"
#include "adapters/system/system_clock.hpp"
#include "contract/git_ground.hpp"

namespace shiptag::contract {
namespace {

class LocalGround final : public GitGround {
 public:
  using GitGround::GitGround;
  std::unique_ptr<ports::TagStore> open() override {
    return std::make_unique<adapters::git_local::LocalTagStore>(
        path(), adapters::git_local::Patience(clock_, std::chrono::minutes(1)));
  }

 private:
  adapters::system::SystemClock clock_;
};

}  // namespace

std::unique_ptr<Ground> make_ground() {
  return std::make_unique<LocalGround>(new_folder());
}

}  // namespace shiptag::contract
