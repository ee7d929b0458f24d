"""Servers that answer wrongly: no crash, no hang, nothing believed."""
import time
import unittest

from fixture import IntegrationTest
from loopback import Handler, Server

COMMIT = b"0123456789abcdef0123456789abcdef01234567"
RESULT = "application/x-git-upload-pack-result"


def packet(text):
    return b"%04x" % (len(text) + 4) + text


def ref(name, commit=COMMIT):
    return packet(commit + b" refs/tags/" + name + b"\n")


class _Handler(Handler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        replies = self.server.replies
        status, headers, body, repeated = replies.get(self.path.rsplit("/", 1)[-1], replies[""])
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", len(body) * repeated)
        self.end_headers()
        try:
            for _ in range(repeated):
                self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the client has seen enough


class HostileServers(IntegrationTest):
    place = "local"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.enterClassContext(Server(_Handler))
        cls.url = cls.answers.url

    def ask(self, status=200, headers=None, body=b"", repeated=1, where=""):
        """Runs a step of which the requests for `where`, or all, are answered like this."""
        self.answers.replies = {"git-upload-pack": (200, {"Content-Type": RESULT}, b"0000", 1)}
        if not where:
            self.answers.replies.clear()
        self.answers.replies[where] = self.answers.replies[""] = (
            status, {"Content-Type": RESULT, **(headers or {})}, body, repeated)
        begun = time.monotonic()
        result = self.run_step("tag", remote=f"{self.url}/org/repo.git", timeout_seconds="2",
                               version="v2.0.0", commit_sha=self.commits[0])
        self.assertLess(time.monotonic() - begun, 20)
        self.assertIn(result.status, (1, 2), str(result))
        self.assertEqual(1, len(result.errors), str(result))
        self.assertNotIn("\0", result.stdout + result.summary)
        self.assertNotIn("\x1b", result.stdout + result.summary)
        return result

    def test_a_listing_that_is_none(self):
        rows = {
            "nothing": b"", "words": b"hello", "half a length": b"00", "no length": b"zzzz",
            "length 1": b"0001", "length 3": b"0003", "a length beyond the limit": b"ffff" + b"x" * 70000,
            "cut off": ref(b"v1.0.0")[:20], "no flush": ref(b"v1.0.0"), "NUL": b"\0" * 100,
            "a NUL in a name": ref(b"v1\0.0") + b"0000", "a short id": packet(b"0123 refs/tags/v1\n"),
            "an id of no hex": ref(b"v1.0.0", b"x" * 40) + b"0000",
            "invalid UTF-8": ref(b"\xff\xfe") + b"0000", "no name": packet(COMMIT + b"\n") + b"0000",
            "a name with an escape": ref(b"v1\x1b[2J") + b"0000",
            "a peeled id of no hex": packet(COMMIT + b" refs/tags/v1 peeled:xyz\n") + b"0000",
            "an error": packet(b"ERR \x1b[2J::error::x\n"), "HTML": b"<html><body>Sign in</body></html>",
        }
        for name, body in rows.items():
            with self.subTest(name):
                result = self.ask(body=body)
                self.assertNotIn("created", result.reason_code)

    def test_statuses_and_types_that_are_no_answer(self):
        rows = [(200, {"Content-Type": "text/html"}, ("protocol",)), (204, {}, ("protocol",)),
                (301, {}, ("protocol", "unavailable")),
                (302, {"Location": "http://127.0.0.2:1/x.git/git-upload-pack"}, None),
                (302, {"Location": "/org/repo.git/git-upload-pack"}, ("protocol",)),
                (302, {"Location": "file:///etc/passwd"}, None),
                (401, {}, ("permission",)), (403, {}, ("permission",)), (404, {}, ("permission",)),
                (418, {}, None), (429, {"Retry-After": "999999999999"}, ("unavailable",)),
                (500, {}, ("unavailable",)), (503, {"Retry-After": "-1"}, ("unavailable",))]
        for status, headers, codes in rows:
            with self.subTest(f"{status} {headers}"):
                result = self.ask(status, headers, b"\x1b[2J::error::words\n")
                if codes:
                    self.assertIn(result.reason_code, codes, str(result))

    def test_an_answer_without_end_is_not_kept(self):
        line = packet(b"x" * 60000)
        self.ask(body=line, repeated=2000)
        self.ask(status=500, body=b"x" * 60000, repeated=2000)
        self.ask(status=403, body=b"x" * 60000, repeated=2000)

    def test_an_answer_that_is_compressed_to_nothing_is_no_bomb(self):
        self.ask(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b" + b"x" * 100)

    def test_a_report_that_is_none(self):
        """The listing is right and empty; what the push is answered, is not."""
        report = {"Content-Type": "application/x-git-receive-pack-result"}
        rows = {"nothing": b"", "words": b"hello", "only a flush": b"0000",
                "unpack failed": packet(b"unpack index-pack failed\n") + b"0000",
                "another ref": packet(b"unpack ok\n") + packet(b"ok refs/tags/v9\n") + b"0000",
                "a band that is none": packet(b"\x09hello") + b"0000",
                "a fatal error": packet(b"\x03fatal: \x1b[2J\n") + b"0000",
                "no": packet(b"unpack ok\n") + packet(b"ng refs/tags/v2.0.0 ::error::no\n") + b"0000"}
        for name, body in rows.items():
            with self.subTest(name):
                self.ask(headers=report, body=body, where="git-receive-pack")


if __name__ == "__main__":
    unittest.main()
