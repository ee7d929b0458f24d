"""A server that wants a token gets it with the first request, and nobody else sees it."""
import unittest

from fixture import IntegrationTest
from git_server import GitServer

TOKEN = "not-a-real-token"


class TokenHttp(IntegrationTest):
    place = "http"
    protocol_v2 = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guarded = cls.enterClassContext(
            GitServer(cls.root / "served", protocol_v2=cls.protocol_v2, token=TOKEN))

    def setUp(self):
        super().setUp()
        self.runner.environment["GITHUB_SERVER_URL"] = self.guarded.url
        self.add_versions("v1.0.0", "v1.0.1")

    def everything(self, result):
        """All that a run left behind, but for the mask that the runner itself takes away."""
        log = result.stdout.replace(f"::add-mask::{TOKEN}\n", "")
        self.assertNotEqual(log, result.stdout, "the token is masked")
        refs = self.project.git("for-each-ref", "--format=%(contents)", "refs/tags")
        return "\n".join([log, result.stderr, result.summary, refs, *result.outputs.values()])

    def test_with_the_token_everything_works(self):
        debug = {"RUNNER_DEBUG": "1"}
        for operation, inputs, code in (
                ("deploy", {"version": "v1.0.0"}, "created"),
                ("deploy", {"version": "v1.0.1"}, "moved"), ("rollback", {}, "moved"),
                ("resume", {}, "recorded"),
                ("deploy", {"version": "v1.0.1", "phase": "start"}, "started")):
            result = self.run_step(operation, code, environment="production", token=TOKEN,
                                   env=debug, **inputs)
            self.assertNotIn(TOKEN, self.everything(result))

    def test_no_request_goes_without_it(self):
        before = len(self.guarded.requests())
        self.run_step("tag", "created", version="v2.0.0", commit_sha=self.commits[2], token=TOKEN)
        statuses = self.guarded.statuses()[before:]
        self.assertNotIn(401, statuses)
        if self.protocol_v2:
            self.assertEqual([200, 200], statuses)

    def test_another_token_or_none_is_refused_with_what_to_do(self):
        before = self.project.refs()
        for token in ("", "another-unreal-token"):
            with self.subTest(token):
                result = self.deploy("v1.0.0", token=token)
                self.assert_refused("permission", result)
                self.assertIn("token", result.errors[0])
                self.assertEqual(before, self.project.refs())

    def test_a_user_in_the_address_is_refused_and_not_repeated(self):
        remote = self.guarded.url.replace("http://", f"http://x-access-token:{TOKEN}@")
        result = self.deploy("v1.0.0", remote=f"{remote}/org/x.git")
        self.assert_refused("invalid_input", result)
        self.assertNotIn(TOKEN, result.stdout + result.summary + result.outputs["result"])


class TokenHttpV0(TokenHttp):
    protocol_v2 = False


if __name__ == "__main__":
    unittest.main()
