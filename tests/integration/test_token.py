"""A server that requires a token gets it with the first request, and nobody else sees it, whatever the
server says."""
import base64
import html
import json
import unittest
import urllib.parse

import github_faults
from fixture import IntegrationTest
from git_server import GitServer
from loopback import Handler, Server
from github_fixture import GithubTest

TOKEN = "not-a-real-token"
ODD_TOKEN = "ghx_NotAReal+Token/'0123456789&<abc>"
SENT = f"x-access-token:{ODD_TOKEN}"
LISTING, REPORT = (f"application/x-git-{service}-result" for service in ("upload-pack", "receive-pack"))


def encoded(text, to=base64.b64encode):
    return to(text.encode()).decode()


def echoes():
    """The token, and the header that carries it, as servers may repeat them."""
    plain = [ODD_TOKEN, SENT, f"Bearer {ODD_TOKEN}", f"Basic {encoded(SENT)}", encoded(ODD_TOKEN),
             encoded(f"?{SENT}", base64.urlsafe_b64encode)]
    halves = [half for text in plain for half in (text[:len(text) // 2], text[len(text) // 2:])]
    quoted = [urllib.parse.quote(text, safe="") for text in plain]
    lower = [text.replace("%2B", "%2b").replace("%2F", "%2f") for text in quoted[:2]]
    return [*plain, *halves, *quoted, *lower, json.dumps(ODD_TOKEN).replace("<", "\\u003c"),
            html.escape(SENT)]


def pieces():
    """What must be seen nowhere: each run of 8 characters of what tells the token."""
    telling = [ODD_TOKEN, encoded(SENT)[20:], encoded(f"?{SENT}")[22:], html.escape(ODD_TOKEN),
               urllib.parse.quote(ODD_TOKEN), urllib.parse.quote(encoded(SENT)[20:], safe="")]
    return {text[i:i + 8] for text in telling for i in range(len(text) - 7)}


def packet(text):
    return b"%04x" % (len(text) + 4) + text


def left_behind(started, result):
    """All that a run printed and wrote, but for the mask that the runner itself takes away."""
    files = [path.read_text() for path in started[1]["GITHUB_OUTPUT"].parent.iterdir()]
    log = [line for line in result.stdout.splitlines() if not line.startswith("::add-mask::")]
    return "\n".join([*log, result.stderr, *files])


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


class _Echo(Handler):
    """Answers as `server.replies` says for the end of the path, or for "" in all other cases."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self):
        self.server.sent.append(self.headers.get("Authorization", ""))
        replies = self.server.replies
        status, kind, body = replies.get(self.path.rsplit("/", 1)[-1]) or replies[""]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        self.wfile.write(body)


class Echoes(IntegrationTest):
    """A git server that repeats the request in what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.echo = cls.enterClassContext(Server(_Echo))

    def hear(self, replies, **inputs):
        """Runs a step that gets these replies: they are heard, and nothing tells the token."""
        self.echo.replies, self.echo.sent = replies, []
        remote = f"{self.echo.url}/org/repo.git"
        started = self.runner.start("tag", remote=remote, version="v2.0.0", token=ODD_TOKEN,
                                    commit_sha=self.commits[0], timeout_seconds="1",
                                    env={"RUNNER_DEBUG": "1"}, **inputs)
        result = self.runner.wait(started)
        self.assertEqual(1, result.status, str(result))
        self.assertEqual(f"Basic {encoded(SENT)}", self.echo.sent[0])
        text = left_behind(started, result)
        self.assertIn("you said", text)
        self.assertEqual([], sorted(piece for piece in pieces() if piece in text), text)
        self.assertIn("***", text)
        json.loads(result.outputs["result"])

    def test_a_page_of_any_status(self):
        page = "\n".join(f"you said {echo}!" for echo in echoes()).encode()
        for status in (400, 401, 403, 404, 429, 500):
            with self.subTest(status):
                self.hear({"": (status, "text/plain", page)})

    def test_what_is_no_answer(self):
        for echo in echoes():
            words = f"you said {echo}".encode()
            for reply in ((200, words.decode(), b""), (200, LISTING, packet(b"ERR " + words)),
                          (200, LISTING, packet(b"\x03" + words))):
                with self.subTest(reply):
                    self.hear({"": reply})

    def test_the_report_of_a_push(self):
        for echo in echoes():
            words = f"you said {echo}".encode()
            side = b"".join(packet(band + words + b"\n") for band in (b"\x02", b"\x02remote: "))
            no = packet(b"unpack ok\n") + packet(b"ng refs/tags/v2.0.0 " + words + b"\n") + b"0000"
            for name, body in (("the report", no), ("unpack", packet(b"unpack " + words) + b"0000"),
                               ("the side band", side + packet(b"\x01" + no) + b"0000"),
                               ("a fatal error", packet(b"\x03" + words) + b"0000")):
                with self.subTest(f"{name}: {echo}"):
                    self.hear({"git-upload-pack": (200, LISTING, b"0000"), "": (200, REPORT, body)})


class EchoesOfGithub(GithubTest):
    """GitHub's API that repeats the request in what it says."""

    def test_the_message_of_an_error(self):
        self.add_versions("v1.0.0")
        self.api.token = ODD_TOKEN
        words = "\n".join(f"you said {echo}" for echo in echoes())
        for fault in (*(github_faults.refusal(status, words) for status in (401, 403, 422, 500)),
                      github_faults.graphql_error(words)):
            with self.subTest(fault):
                self.api.fail(with_=fault, times=None)
                started = self.runner.start(
                    "deploy", version="v1.0.0", environment="production", token=ODD_TOKEN,
                    timeout_seconds="2", env={"RUNNER_DEBUG": "1",
                                              "GITHUB_RUN_ID": str(self.new_run())})
                text = left_behind(started, self.runner.wait(started))
                self.assertIn("you said", text)
                self.assertEqual([], sorted(piece for piece in pieces() if piece in text), text)


class SecretsInInputs(IntegrationTest):
    place = "http"

    def test_an_input_with_the_token_in_it_is_refused_and_nothing_is_written(self):
        self.add_versions("v1.0.0")
        before, asked = self.project.refs(), len(self.server.requests())
        for text in (ODD_TOKEN, f"see {encoded(SENT)}", urllib.parse.quote(ODD_TOKEN)):
            with self.subTest(text):
                started = self.runner.start("hold", environment="production", reason=text,
                                            token=ODD_TOKEN)
                result = self.runner.wait(started)
                self.assert_refused("invalid_input", result)
                self.assertIn("reason contains one of this run's secrets", result.errors[0])
                self.assertEqual([], [piece for piece in pieces()
                                      if piece in left_behind(started, result)])
        self.assertEqual((before, asked), (self.project.refs(), len(self.server.requests())))


if __name__ == "__main__":
    unittest.main()
