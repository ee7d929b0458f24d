#include "adapters/git_objects/tag_object.hpp"

#include "fuzz/target.hpp"

namespace shiptag::fuzz {

std::vector<std::string> seeds() {
  const std::string head =
      "object 0123456789abcdef0123456789abcdef01234567\ntype commit\ntag v1.0.0\n";
  const std::string tagger = "tagger Someone <someone@example.com> 1700000000 +0100\n";
  return {head + tagger + "\nv1.0.0\n", head + "\nno tagger\n",
          head + tagger + "encoding ISO-8859-1\n\nm\n",
          head + tagger +
              "\nsigned\n-----BEGIN PGP SIGNATURE-----\n\nbm90LXJlYWw=\n"
              "-----END PGP SIGNATURE-----\n"};
}

void try_input(std::string_view input) {
  const auto tag = adapters::git_objects::parse_tag(input);
  if (!tag) return;
  require(tag->object.message.size() <= input.size(), "a message is part of its object");
  require(tag->object.tagged_at.seconds >= 0, "a time is none before the epoch");
}

}  // namespace shiptag::fuzz
