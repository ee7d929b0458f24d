"""Answers without end: refused at a bound that the message names, and never kept."""
import os
import resource
import time
import unittest

from fixture import IntegrationTest
from loopback import Handler, Server
from test_hostile_servers import COMMIT, RESULT, packet, ref

MIB = 1 << 20
MOST_MEMORY = 128 * MIB
ENOUGH = 512 * MIB  # Where the server gives up.
REPORT = "application/x-git-receive-pack-result"
ADVERTISEMENT = "application/x-git-upload-pack-advertisement"


def band(number, payload):
    return packet(bytes([number]) + payload)


def a_mebibyte_of(piece):
    return piece * (MIB // len(piece) + 1)


class Flood:
    """What one request, by the end of its path, is answered: `head` once, then `piece` for ever."""

    def __init__(self, path, type_, piece, head=b"", status=200, trailers=False, says=""):
        self.path, self.type, self.head, self.status = path, type_, head, status
        self.piece = a_mebibyte_of(piece)
        self.trailers, self.says = trailers, says


FETCHED = packet(b"%s refs/tags/production peeled:%s\n" % (b"1" * 40, b"2" * 40)) + b"0000"
V2 = packet(b"# service=git-upload-pack\n") + b"0000" + packet(b"version 2\n")
V0 = packet(b"# service=git-upload-pack\n") + b"0000" + packet(COMMIT + b" HEAD\0side-band-64k\n")
TAKES_PUSHES = (packet(b"# service=git-receive-pack\n") + b"0000" +
                packet(b"0" * 40 + b" capabilities^{}\0report-status side-band-64k\n") + b"0000")

TAG = {"operation": "tag", "version": "v2.0.0"}
HOLD = {"operation": "hold", "environment": "production", "reason": "freeze"}
FLOODS = {
    "a listing's refs": (TAG, Flood("git-upload-pack", RESULT, ref(b"v1.0.0"), says="2000000")),
    "a listing's long names": (TAG, Flood("git-upload-pack", RESULT, ref(b"v2.0.0" + b"x" * 60000))),
    "version 0's refs": (TAG, Flood("info/refs", ADVERTISEMENT, ref(b"v2.0.0-1"), V0)),
    "version 2's capabilities": (TAG, Flood("info/refs", ADVERTISEMENT, packet(b"x=y\n"), V2,
                                            says="65536")),
    "one capability": (TAG, Flood("info/refs", ADVERTISEMENT, packet(b"x" * 60000), V2)),
    "a report's lines": (TAG, Flood("git-receive-pack", REPORT,
                                    band(1, packet(b"ok refs/tags/v2.0.0\n")),
                                    band(1, packet(b"unpack ok\n")), says="1048576")),
    "a report's words": (TAG, Flood("git-receive-pack", REPORT, band(2, b"remote: words\n"))),
    "a pack": (HOLD, Flood("fetch", RESULT, band(1, b"x" * 60000),
                           packet(b"packfile\n") + band(1, b"PACK\0\0\0\2\0\0\0\1"), says="1048576")),
    "a fetch's progress": (HOLD, Flood("fetch", RESULT, band(2, b"counting\r"),
                                       packet(b"packfile\n"))),
    "a fetch's acknowledgments": (HOLD, Flood("fetch", RESULT, packet(b"ACK " + COMMIT + b"\n"),
                                              packet(b"acknowledgments\n"))),
    "a page of an error": (TAG, Flood("git-upload-pack", "text/html", b"<p>words</p>",
                                      status=403)),
    "a redirect's page": (TAG, Flood("git-upload-pack", "text/html", b"<p>words</p>", status=302)),
    "headers": (TAG, Flood("git-upload-pack", None, b"X-Word: word\r\n", says="256 KiB")),
    "trailers": (TAG, Flood("git-upload-pack", RESULT, b"X-Word: word\r\n", b"4\r\n0000\r\n0\r\n",
                            trailers=True, says="256 KiB")),
}


class _Handler(Handler):
    def do_GET(self):
        self.answer(self.path.partition(".git/")[2].partition("?")[0])

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer("fetch" if b"command=fetch" in body else self.path.rsplit("/", 1)[-1])

    def answer(self, path):
        flood = self.server.flood
        self.close_connection = True
        try:
            if path == flood.path:
                self.overflow(flood)
            elif "service=git-receive-pack" in self.path:
                self.send_whole(TAKES_PUSHES, "application/x-git-receive-pack-advertisement")
            elif path == "info/refs":
                self.send_whole(V2 + packet(b"ls-refs\n") + packet(b"fetch\n") + b"0000",
                                ADVERTISEMENT)
            elif flood.path == "info/refs":
                self.send_whole(b"hello")  # So that it asks what the server speaks.
            else:
                self.send_whole(FETCHED if flood.path == "fetch" else b"0000")
        except OSError:
            pass  # The client has seen enough.

    def send_whole(self, body, type_=RESULT):
        self.send_response(200)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        self.wfile.write(body)

    def overflow(self, flood):
        self.send_response(flood.status)
        if flood.type is not None:
            self.send_header("Content-Type", flood.type)
            if flood.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header(*(("Transfer-Encoding", "chunked") if flood.trailers else
                               ("Content-Length", 1 << 40)))
            self.end_headers()
        else:
            self.flush_headers()
        self.wfile.write(flood.head)
        for _ in range(ENOUGH // len(flood.piece)):
            self.wfile.write(flood.piece)


class HostileFloods(IntegrationTest):
    place = "local"

    def test_a_flood_ends_at_a_bound_and_fills_no_memory(self):
        server = self.enterContext(Server(_Handler))
        for name, (options, flood) in FLOODS.items():
            with self.subTest(name):
                server.flood = flood
                begun = time.monotonic()
                # A bound that is named is met however busy the machine is; else the time limit is.
                limit = 60 if flood.says else 3
                result = self.run_step(**options, timeout_seconds=str(limit), **(
                    {"commit_sha": self.commits[0]} if options is TAG else {}),
                    remote=f"{server.url}/org/repo.git")
                self.assertLess(time.monotonic() - begun, limit + 9, str(result)[:2000])
                self.assertIn(result.reason_code, ("protocol", "unavailable", "permission",
                                                   "rejected_by_server"), str(result)[:2000])
                self.assertEqual(1, len(result.errors))
                if flood.says and os.environ.get("SHIPTAG_SANITIZED") != "ON":
                    self.assertIn(flood.says, result.errors[0])
                self.assertLess(len(result.stdout), 10 * MIB)
        if os.environ.get("SHIPTAG_SANITIZED") != "ON":
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            self.assertLess(most, MOST_MEMORY, f"{most / MIB:.1f} MiB")


if __name__ == "__main__":
    unittest.main()
