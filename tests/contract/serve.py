"""Runs a command beside a git server on loopback, which the command finds by
SHIPTAG_TEST_GIT_URL and SHIPTAG_TEST_GIT_ROOT:

    python3 tests/contract/serve.py 2 COMMAND ARGUMENT...

The first argument is the version of git's protocol: 2, or 0 as behind an old proxy.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

from git_server import GitServer  # noqa: E402


def main(version, *command):
    with tempfile.TemporaryDirectory(prefix="shiptag-served-") as root:
        with GitServer(root, protocol_v2=version == "2") as server:
            environment = {**os.environ, "SHIPTAG_TEST_GIT_URL": server.url,
                           "SHIPTAG_TEST_GIT_ROOT": root}
            return subprocess.run(command, env=environment, timeout=300).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
