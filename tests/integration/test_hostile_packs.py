"""Packs that are bombs: refused soon, and in little memory. The files in packs/ were found by trial:
libgit2's indexer takes 5 GiB and a minute for the first, 1 GiB for the second."""
import functools
import hashlib
import os
import resource
import signal
import threading
import time
import unittest
import zlib

from fixture import SOURCE, IntegrationTest
from loopback import Handler, Server
from test_hostile_servers import packet

PACKS = SOURCE / "tests" / "integration" / "packs"
COMMIT, TREE, BLOB, TAG, OFFSET_DELTA = 1, 2, 3, 4, 6
MIB = 1 << 20
MOST_MEMORY = 128 * MIB


def number(value):
    """Seven bits a byte, the lowest first."""
    more = bytearray()
    while value > 0x7f:
        more.append(0x80 | value & 0x7f)
        value >>= 7
    return bytes(more + bytes([value]))


def head(kind, size):
    low, rest = size & 0xf, size >> 4
    return bytes([kind << 4 | low]) if not rest else bytes([0x80 | kind << 4 | low]) + number(rest)


def whole(kind, content, size=None):
    return head(kind, len(content) if size is None else size) + zlib.compress(content)


def pack(*objects, count=None):
    body = b"PACK\0\0\0\2" + (len(objects) if count is None else count).to_bytes(4, "big")
    body += b"".join(objects)
    return body + hashlib.sha1(body).digest()


@functools.cache
def zeros(size):
    """`size` zeros, deflated, without ever having them all."""
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(bytes(MIB)) for _ in range(size // MIB)) + deflate.flush()


def many_deltas_on_one_base(count):
    """Each makes 4 MiB of the first object."""
    base = whole(TREE, bytes(4 * MIB))
    delta = number(4 * MIB) * 2 + b"\xf0\xff\xff\x3f" + b"\x91\0\1"
    objects = [base]
    distance = len(base)
    for _ in range(count):
        body = zlib.compress(delta)
        spelled = bytearray([distance & 0x7f])
        rest = distance >> 7
        while rest:
            rest -= 1
            spelled.insert(0, 0x80 | rest & 0x7f)
            rest >>= 7
        objects.append(head(OFFSET_DELTA, len(delta)) + bytes(spelled) + body)
        distance += len(objects[-1])
    return pack(*objects)


def bombs():
    yield from ((path.name, path.read_bytes()) for path in sorted(PACKS.iterdir()))
    for kind, name in ((COMMIT, "commit"), (TREE, "tree"), (BLOB, "blob"), (TAG, "tag")):
        yield f"a {name} of 512 MiB", pack(head(kind, 512 * MIB) + zeros(512 * MIB))
        yield f"a {name} that says 2^62 bytes", pack(whole(kind, b"x", 1 << 62))
        yield f"a {name} of more than it says", pack(head(kind, 10) + zeros(64 * MIB))
    yield "four thousand million objects", pack(whole(BLOB, b""), count=0xffffffff)
    yield "twenty objects of 4 MiB", pack(*[whole(TREE, bytes(4 * MIB))] * 20)
    yield "many deltas on one base", many_deltas_on_one_base(1000)
    yield "a chain without its base", pack(head(OFFSET_DELTA, 4) + b"\x7f" + zlib.compress(b"abcd"))


class _Handler(Handler):
    """A server of one annotated tag, `production`, whose object comes in the pack that is set."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        listing = packet(b"%s refs/tags/production peeled:%s\n" % (b"1" * 40, b"2" * 40)) + b"0000"
        if b"command=ls-refs" in body:
            return self.answer(listing)
        bands = b"".join(packet(b"\1" + server.pack[at:at + 60000])
                         for at in range(0, len(server.pack), 60000))
        server.asked.set()
        self.answer(packet(b"packfile\n") + bands + b"0000", missing=server.kept_back)

    def answer(self, body, missing=0):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-result")
        self.send_header("Content-Length", len(body) + missing)
        self.end_headers()
        self.wfile.write(body)
        if missing:
            self.server.ended.wait(30)


class PackServer(Server):
    """Serves `pack`, but for the last `kept_back` bytes."""

    def __init__(self):
        super().__init__(_Handler)
        self.pack = b""
        self.kept_back = 0
        self.asked, self.ended = threading.Event(), threading.Event()

    def __exit__(self, *_):
        self.ended.set()
        super().__exit__()


class HostilePacks(IntegrationTest):
    place = "local"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server_of_packs = cls.enterClassContext(PackServer())
        cls.remote = f"{cls.server_of_packs.url}/org/repo.git"

    def inputs(self):
        return {"environment": "production", "reason": "freeze", "remote": self.remote,
                "timeout_seconds": "5"}

    def test_bombs_are_refused_soon_and_in_little_memory(self):
        for name, bytes_of_pack in bombs():
            with self.subTest(name):
                self.server_of_packs.pack = bytes_of_pack
                begun = time.monotonic()
                result = self.run_step("hold", **self.inputs())
                self.assertLess(time.monotonic() - begun, 7)
                self.assertIn(result.reason_code, ("protocol", "ledger_unreadable"), str(result))
                self.assertEqual(1, len(result.errors), str(result))
        if os.environ.get("SHIPTAG_SANITIZED") != "ON":
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            self.assertLess(most, MOST_MEMORY, f"{most // MIB} MiB")

    def test_a_signal_in_the_middle_of_a_pack_ends_the_run(self):
        self.server_of_packs.pack = (PACKS / "chain-5000.pack").read_bytes()
        self.server_of_packs.kept_back = 1
        self.server_of_packs.asked.clear()
        self.addCleanup(setattr, self.server_of_packs, "kept_back", 0)
        started = self.runner.start("hold", **{**self.inputs(), "timeout_seconds": "60"})
        self.assertTrue(self.server_of_packs.asked.wait(30))
        begun = time.monotonic()
        started[0].send_signal(signal.SIGTERM)
        result = self.runner.wait(started)
        self.assertLess(time.monotonic() - begun, 7)
        self.assertEqual("interrupted", result.reason_code, str(result))


if __name__ == "__main__":
    unittest.main()
