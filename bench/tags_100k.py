#!/usr/bin/env python3
"""Times `shiptag tag --bump patch` on a repository of many tags, against what people do with git.

    bench/tags_100k.py --binary build/shiptag [--million]

Everything is measured in one run, against one server on loopback: git's http-backend behind
lighttpd. The exit status is 1 if one of the design's budgets is exceeded.
"""
import argparse
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests" / "integration"))
from cutting_proxy import CuttingProxy  # noqa: E402
from fixture import GIT_ENVIRONMENT, git  # noqa: E402
from git_server import GitServer  # noqa: E402
from many_tags import make_annotated, make_lightweight  # noqa: E402

TIMES_CURL = 1.1
MEBIBYTES_AT_A_MILLION = 64
FIRST_BYTE_MILLISECONDS = 10
REPEATS = 7
NEXT_VERSION = "v9.99.100"


class Peak(threading.Thread):
    """The peak memory of a process, read while it runs.

    wait4() would tell that of the process it was forked from, if that is larger.
    """

    def __init__(self, pid):
        super().__init__()
        self.status = pathlib.Path(f"/proc/{pid}/status")
        self.kibibytes = 0
        self.start()

    def run(self):
        try:
            while "VmHWM:" in (text := self.status.read_text()):
                self.kibibytes = int(text.split("VmHWM:")[1].split()[0])
                time.sleep(0.001)
        except (OSError, ProcessLookupError):
            pass  # it ended


def run(command, cwd):
    """Runs a command to its end. Returns its seconds and its peak memory in KiB."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=GIT_ENVIRONMENT,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peak = Peak(process.pid)
    output, _ = process.communicate(timeout=600)
    seconds = time.perf_counter() - begun
    peak.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{output.decode(errors='replace')}")
    return seconds, peak.kibibytes


def shiptag_command(binary, url, commit):
    return [binary, "tag", "--bump", "patch", "--commit-sha", commit, "--remote", url]


def time_git(url, clone, version):
    """What a workflow does today: all tags, the highest of them, the next, and its push."""
    steps = [["fetch", "--quiet", "--tags"], ["tag", "-l", "--sort=-v:refname", "v*"],
             ["tag", "-a", "-m", version, version], ["push", "--quiet", "origin", version]]
    total = 0.0
    for step in steps:
        seconds, peak = run(["git", *step], clone)
        print(f"  git {step[0]:<8}{seconds:8.2f} s  {peak / 1024:8.1f} MiB")
        total += seconds
    return total


def forget(repository, version):
    git("update-ref", "-d", f"refs/tags/{version}", cwd=repository)


def time_one(command, repository, cwd):
    """Runs a command that makes the next tag, and forgets the tag."""
    measured = run(command, cwd)
    git("rev-parse", f"refs/tags/{NEXT_VERSION}", cwd=repository)
    forget(repository, NEXT_VERSION)
    return measured


def count(command, repository, server, cwd):
    before, sent = len(server.requests()), server.bytes_sent()
    time_one(command, repository, cwd)
    requests = len(server.requests()) - before
    print(f"  shiptag makes {requests} requests, answered with {server.bytes_sent() - sent} bytes")


def time_both(shiptag, curl, repository, cwd):
    """Each in turn, several times: what else the machine does hits both. Returns their times."""
    runs = [(time_one(shiptag, repository, cwd), time_one(curl, repository, cwd))
            for _ in range(REPEATS)]
    times = [[each[at][0] for each in runs] for at in (0, 1)]
    peaks = [max(each[at][1] for each in runs) / 1024 for at in (0, 1)]
    for name, of_one, peak in zip(("shiptag", "curl"), times, peaks):
        print(f"  {name:<12}{statistics.median(of_one):8.3f} s  {peak:8.1f} MiB  "
              f"(median of {REPEATS}; fastest {min(of_one):.3f} s)")
    return times


def record(command, server, clone):
    """What shiptag sends, byte for byte: (path, headers, body) of each request."""
    with CuttingProxy(server.url) as proxy:
        run([str(part).replace(server.url, proxy.url) for part in command], clone)
        return [request[1:] for request in proxy.forwarded]


def curl_command(requests, server, folder):
    """The same requests by curl, over one connection."""
    command = ["curl"]
    for number, (path, headers, body) in enumerate(requests):
        file = folder / f"body{number}"
        file.write_bytes(body)
        command += ["--next"] if number else []
        command += ["--silent", "--fail", "--output", "/dev/null", "--data-binary", f"@{file}",
                    "--header", "Expect:"]
        for name, value in headers.items():
            if name.lower() in ("content-type", "accept", "git-protocol", "user-agent"):
                command += ["--header", f"{name}: {value}"]
        command.append(server.url + path)
    return command


def time_to_first_byte(binary, commit):
    """Milliseconds from the start of the process to the first bytes of its first request."""
    times = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/org/many.git"
        for _ in range(20):
            begun = time.perf_counter()
            with subprocess.Popen(shiptag_command(binary, url, commit), env=GIT_ENVIRONMENT,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                connection, _ = listener.accept()
                connection.recv(1)
                times.append(1000 * (time.perf_counter() - begun))
                process.kill()
                connection.close()
    return min(times)


def verdict(words, is_kept):
    print(f"{'ok  ' if is_kept else 'FAIL'}  {words}")
    return is_kept


def bench_time(binary, folder):
    print("100000 annotated tags on 10000 commits, in a clone of depth 1 without tags")
    served = folder / "served"
    repository = served / "org" / "many.git"
    repository.mkdir(parents=True)
    make_annotated(repository, 100_000)
    with GitServer(served) as server:
        url = f"{server.url}/org/many.git"
        clone = folder / "clone"
        git("clone", "-q", "--depth", "1", "--no-tags", url, clone, cwd=folder)
        commit = git("rev-parse", "main", cwd=repository)
        command = shiptag_command(binary, url, commit)
        curl = curl_command(record(command, server, clone), server, folder)
        forget(repository, NEXT_VERSION)
        count(command, repository, server, clone)
        by_shiptag, by_curl = time_both(command, curl, repository, clone)
        by_git = time_git(url, clone, NEXT_VERSION)
    print(f"  git, all    {by_git:8.2f} s")
    faster, slower = by_git / statistics.median(by_shiptag), min(by_shiptag) / min(by_curl)
    start = time_to_first_byte(binary, commit)
    # No budget: most of shiptag's time is the server's own check of the push, and that differs from
    # one machine to the next.
    print(f"      {faster:.0f} times faster than git")
    return all([
        verdict(f"{slower:.2f} times curl's time ({TIMES_CURL} at most)", slower <= TIMES_CURL),
        verdict(f"{start:.1f} ms to the first byte sent ({FIRST_BYTE_MILLISECONDS} at most)",
                start <= FIRST_BYTE_MILLISECONDS)])


def bench_memory(binary, folder):
    kept = True
    served = folder / "million"
    repository = served / "org" / "million.git"
    repository.mkdir(parents=True)
    make_lightweight(repository, 1_000_000)
    commit = git("rev-parse", "main", cwd=repository)
    for protocol_v2 in (True, False):
        with GitServer(served, protocol_v2=protocol_v2) as server:
            command = shiptag_command(binary, f"{server.url}/org/million.git", commit)
            seconds, peak = run(command, folder)
            git("update-ref", "-d", "refs/tags/v0.999.1000", cwd=repository)
        version = 2 if protocol_v2 else 0
        print(f"1000000 tags, protocol version {version}: {seconds:.2f} s")
        kept = verdict(f"{peak / 1024:.1f} MiB of memory at its peak "
                       f"({MEBIBYTES_AT_A_MILLION} at most)",
                       peak <= MEBIBYTES_AT_A_MILLION * 1024) and kept
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=SOURCE / "build" / "shiptag")
    parser.add_argument("--million", action="store_true",
                        help="also measure the memory at 1,000,000 tags")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shiptag-bench-") as folder:
        folder = pathlib.Path(folder)
        kept = bench_time(options.binary.resolve(), folder)
        if options.million:
            kept = bench_memory(options.binary.resolve(), folder) and kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
