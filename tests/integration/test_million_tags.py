"""A million tags of one project: what lists them stays small.

What is measured is the most that any child process took, with what this process has when it starts
one: so nothing here is kept in memory, and git is not run once the tags are there.
"""
import os
import resource
import unittest

from fixture import IntegrationTest
from loopback import Handler, Server
from test_hostile_servers import packet

TAGS = 1_000_000
MIB = 1 << 20
MOST_MEMORY = 64 * MIB
PLACE = {"environment": "production"}
RESULT = "application/x-git-upload-pack-result"


def tags(deployed):
    """Releases, each on a commit of its own, the highest on `deployed` with the environment tag,
    and for every hundredth a state."""
    releases = TAGS * 99 // 100
    yield "production", deployed
    for number in range(releases):
        name = f"v{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
        commit = deployed if number == releases - 1 else f"{number + 1:040x}"
        yield name, commit
        if number % 99 == 0:
            yield f"{name}-stable", commit


class _Handler(Handler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.listing.open("rb") as listing:
            self.send_response(200)
            self.send_header("Content-Type", RESULT)
            self.send_header("Content-Length", os.fstat(listing.fileno()).st_size)
            self.end_headers()
            while piece := listing.read(65536):
                self.wfile.write(piece)


@unittest.skipIf(os.environ.get("SHIPTAG_SANITIZED") == "ON", "sanitizers take memory of their own")
class MillionTags(IntegrationTest):
    place = "local"

    def check_each(self, rows, **where):
        for operation, inputs, code in rows:
            with self.subTest(f"{operation} {inputs}"):
                self.run_step(operation, code, dry_run="true", **inputs, **where)
                most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
                self.assertLess(most, MOST_MEMORY, f"{most / MIB:.1f} MiB")

    def rows(self):
        return [("tag", {"bump": "patch", "commit_sha": self.commits[1]}, "created"),
                ("deploy", {"version": "v0.1.2", "allow_downgrade": "true", **PLACE}, "moved"),
                ("hold", {"reason": "freeze", **PLACE}, "recorded")]

    def test_on_this_machine(self):
        with (self.project.folder / "packed-refs").open("w", encoding="ascii") as packed:
            packed.write("# pack-refs with: peeled fully-peeled \n")
            packed.writelines(f"{commit} refs/tags/{name}\n"
                              for name, commit in tags(self.commits[0]))
        self.check_each([*self.rows(), ("rollback", {**PLACE, "history": "any"}, "moved")])

    def test_over_http(self):
        server = self.enterContext(Server(_Handler))
        server.listing = self.root / "listing"
        with server.listing.open("wb") as listing:
            listing.writelines(packet(f"{commit} refs/tags/{name}\n".encode())
                               for name, commit in tags(self.commits[0]))
            listing.write(b"0000")
        self.check_each([*self.rows(), ("rollback", PLACE, "no_target")],
                        remote=f"{server.url}/org/repo.git")


if __name__ == "__main__":
    unittest.main()
