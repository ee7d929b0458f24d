"""A server sends us elsewhere: the token stays with the server that it is for, however it is spelled."""
import unittest

import github_faults as faults
from fixture import IntegrationTest
from github_fixture import GithubTest
from loopback import Handler, Server


class _Server(Server):
    def __init__(self):
        super().__init__(_Handler)
        self.location = None
        self.asked = []  # [(path, Authorization), …]


class _Handler(Handler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Authorization", "")))
        self.send_response(302 if self.server.location else 404)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", 0)
        self.end_headers()


def spellings(good, evil):
    """Ways to name `evil` that some parser of addresses takes for `good`, or for a path on it."""
    return [f"http://{evil}", f"//{evil}", f"http://{good}\\@{evil}", f"http://{good}@{evil}",
            f"//{good}\\@{evil}", f"//{good}@{evil}", f"http:\\\\{evil}", f"http:{evil}",
            f"http:/{evil}", f"http:///{evil}", f"\\\\{evil}", f"/\\{evil}", f"\\/{evil}",
            f"http://{good}%40{evil}", f"http://{good}%2f@{evil}", f"http://{good}#@{evil}",
            f"http://{good}?@{evil}", f"http://{good}/@{evil}", f"http://{good};@{evil}",
            f"http://{good}:@{evil}", f"http://{good} @{evil}", f"http://{good}\t@{evil}",
            f"http://{evil.replace('127.0.0.1', '127.1')}", f"HTTP://{evil}",
            f"http://{evil.replace('127.0.0.1', '0x7f000001')}", f"{evil}"]


class Redirects(IntegrationTest):
    place = "local"

    def test_the_token_stays_with_its_server(self):
        good, evil = self.enterContext(_Server()), self.enterContext(_Server())
        for spelling in spellings(good.place, evil.place):
            with self.subTest(spelling):
                good.location = spelling + "/org/repo.git/git-upload-pack"
                result = self.run_step("tag", remote=f"http://{good.place}/org/repo.git",
                                       token="not-a-real-token", version="v1.0.0",
                                       timeout_seconds="3", commit_sha=self.commits[0])
                self.assertEqual("refused" if result.reason_code == "invalid_input" else "failed",
                                 result.decision, str(result))
                self.assertEqual([], evil.asked)
        self.assertTrue(all(token for _, token in good.asked))

    def test_the_servers_own_other_places_are_followed(self):
        good = self.enterContext(_Server())
        for location in (f"http://{good.place}/new/repo.git/git-upload-pack",
                         f"//{good.place}/new/repo.git/git-upload-pack",
                         "/new/repo.git/git-upload-pack", "../../new/repo.git/git-upload-pack"):
            with self.subTest(location):
                good.asked.clear()
                good.location = location
                self.run_step("tag", remote=f"http://{good.place}/org/repo.git", version="v1.0.0",
                              token="not-a-real-token", commit_sha=self.commits[0])
                self.assertEqual("/new/repo.git/git-upload-pack", good.asked[1][0])


class RedirectsOfTheApi(GithubTest):
    def test_the_token_stays_with_the_api(self):
        self.add_versions("v1.0.0")
        evil = self.enterContext(_Server())
        good = self.api.url.removeprefix("http://")
        self.api.fail(with_=faults.refusal(404, "Not Found"), match="GET */@*", times=None)
        for spelling in spellings(good, evil.place):
            for name, fault in (
                    ("Location", faults.answer(301, b"", {"Location": spelling + "/x"})),
                    ("Link", faults.answer(200, {}, {"Link": f'<{spelling}/x>; rel="next"'}))):
                with self.subTest(f"{name}: {spelling}"):
                    met = self.api.fail(with_=fault, match="GET *")
                    # An override asks whether it is an administrator's.
                    self.run_step("tag", version="v1.0.0", commit_sha=self.commits[1],
                                  override="true", override_reason="urgent", timeout_seconds="5")
                    self.assertEqual(1, met.taken)
                    self.assertEqual([], evil.asked)


if __name__ == "__main__":
    unittest.main()
