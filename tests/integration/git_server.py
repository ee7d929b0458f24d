"""A real git server on loopback: git's http-backend behind lighttpd, over a folder of repositories.

    with GitServer(folder) as server:
        server.create_repo("org/project.git")
        ... server.url + "/org/project.git" ... server.requests()

Or around a command, which finds it by SHIPTAG_TEST_GIT_URL and SHIPTAG_TEST_GIT_ROOT:

    python3 tests/integration/git_server.py --run COMMAND ARGUMENT...
"""
import itertools
import os
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PROGRAM_FOLDERS = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
START_LIMIT = 10  # seconds
LOG_LIMIT = 10  # seconds
MARKER = "/.counted-so-far-"

CONFIGURATION = """
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{state}"
server.upload-dirs = ( "{state}" )
server.errorlog = "{state}/error.log"
server.stream-response-body = 1
server.modules = ( {modules} )
accesslog.filename = "|exec cat >> {state}/access.log"
accesslog.format = "%s %O %r"
alias.url = ( "/" => "{state}/backend/" )
cgi.assign = ( "" => "" )
"""

AUTHENTICATION = """
auth.backend = "plain"
auth.backend.plain.userfile = "{state}/users"
auth.require = ( "" => ( "method" => "basic", "realm" => "git", "require" => "valid-user" ) )
"""

# Nobody's git configuration, and repositories of whichever user made them.
BACKEND = """#!/bin/sh
export GIT_PROJECT_ROOT={root} GIT_HTTP_EXPORT_ALL=1 HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1
export GIT_CONFIG_COUNT=2
export GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
export GIT_CONFIG_KEY_1=http.receivepack GIT_CONFIG_VALUE_1=true
export GIT_COMMITTER_NAME=git GIT_COMMITTER_EMAIL=git@localhost
{hide_protocol}
exec git http-backend
"""


class GitServer:
    """Serves the bare repositories under `root` at `url` while its context lasts.

    protocol_v2  False: the Git-Protocol header does not reach git, as behind an old proxy.
    token        If given, every request must carry it: user x-access-token, HTTP Basic.
    """

    def __init__(self, root, protocol_v2=True, token=None):
        self.root = pathlib.Path(root).resolve()
        self.protocol_v2 = protocol_v2
        self.token = token
        self.url = None
        self._state = None
        self._process = None
        self._markers = itertools.count()

    def __enter__(self):
        self.root.mkdir(parents=True, exist_ok=True)
        self._state = pathlib.Path(tempfile.mkdtemp(prefix="shiptag-server-"))
        try:
            self._write_backend()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._state, ignore_errors=True)

    def create_repo(self, name):
        """Makes an empty bare repository and returns its folder; `name` is like org/project.git."""
        folder = self.root / name
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(folder)],
                       check=True, timeout=60, env=_git_environment())
        return folder

    def commit(self, name, message="a change"):
        """Adds a commit without files to `main` of the repository and returns its id."""
        def git(*arguments):
            done = subprocess.run(["git", "-C", str(self.root / name), *arguments], check=True,
                                  timeout=60, env=_git_environment(), stdout=subprocess.PIPE,
                                  stdin=subprocess.DEVNULL)
            return done.stdout.decode().strip()

        parent = git("for-each-ref", "--format=%(objectname)", "refs/heads/main")
        tree = git("hash-object", "-t", "tree", "-w", "/dev/null")
        commit = git("commit-tree", tree, "-m", message, *(["-p", parent] if parent else []))
        git("update-ref", "refs/heads/main", commit)
        return commit

    def requests(self):
        """Every request so far, in order: `POST /org/project.git/git-upload-pack`."""
        return [request for _, _, request in self._log()]

    def statuses(self):
        """The HTTP status of each of requests()."""
        return [status for status, _, _ in self._log()]

    def bytes_sent(self):
        """Bytes of all answers so far, with their heads."""
        return sum(size for _, size, _ in self._log())

    def error_log(self):
        """What git and lighttpd complained about."""
        log = self._state / "error.log"
        return log.read_text() if log.exists() else ""

    def _log(self):
        """The access log as (status, bytes, request). A request of our own marks its end: lighttpd
        writes a line only behind the answer that a client may have read already."""
        marker = f"{MARKER}{next(self._markers)} "
        try:
            urllib.request.urlopen(self.url + marker.rstrip(), timeout=LOG_LIMIT).close()
        except urllib.error.HTTPError:
            pass  # There is no such repository.
        log = self._state / "access.log"
        deadline = time.monotonic() + LOG_LIMIT
        while marker not in (text := log.read_text() if log.exists() else ""):
            if time.monotonic() > deadline:
                raise TimeoutError("lighttpd wrote no log:\n" + self.error_log())
            time.sleep(0.01)
        lines = re.findall(r"^(\d+) (\d+) (\S+ \S+) HTTP/\S+$", text, re.MULTILINE)
        return [(int(status), int(size), request) for status, size, request in lines
                if MARKER not in request]

    def _write_backend(self):
        backend = self._state / "backend"
        hide = "" if self.protocol_v2 else "unset HTTP_GIT_PROTOCOL"
        backend.write_text(BACKEND.format(root=shlex.quote(str(self.root)), hide_protocol=hide))
        backend.chmod(0o755)

    def _write_configuration(self, port):
        modules = ["mod_accesslog", "mod_alias", "mod_cgi"]
        text = CONFIGURATION
        if self.token is not None:
            modules[:0] = ["mod_auth", "mod_authn_file"]
            text += AUTHENTICATION
            users = self._state / "users"
            users.write_text(f"x-access-token:{self.token}\n")
            users.chmod(0o600)
        path = self._state / "lighttpd.conf"
        names = ", ".join(f'"{name}"' for name in modules)
        path.write_text(text.format(port=port, state=self._state, modules=names))
        return path

    def _start(self):
        program = shutil.which("lighttpd", path=PROGRAM_FOLDERS)
        if program is None:
            raise FileNotFoundError("lighttpd is not installed: apt-get install lighttpd")
        for _ in range(5):  # Somebody else may take the port before lighttpd does.
            port = _free_port()
            configuration = self._write_configuration(port)
            with open(self._state / "error.log", "ab") as log:  # git's own complaints, too
                self._process = subprocess.Popen([program, "-D", "-f", str(configuration)],
                                                 stdin=subprocess.DEVNULL, stderr=log)
            if self._answers(port):
                self.url = f"http://127.0.0.1:{port}"
                return
        raise RuntimeError("lighttpd does not start:\n" + self.error_log())

    def _answers(self, port):
        """Whether lighttpd takes connections, soon; False if it ended instead."""
        deadline = time.monotonic() + START_LIMIT
        while self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return True
            except OSError:
                if time.monotonic() > deadline:
                    raise TimeoutError("lighttpd takes no connections:\n" + self.error_log())
                time.sleep(0.01)
        return False


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _git_environment():
    someone = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
               for key, value in (("NAME", "Someone"), ("EMAIL", "someone@example.com"))}
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
            **someone}


def main(arguments):
    if len(arguments) < 2 or arguments[0] != "--run":
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="shiptag-served-") as root:
        with GitServer(root) as server:
            environment = {**os.environ, "SHIPTAG_TEST_GIT_URL": server.url,
                           "SHIPTAG_TEST_GIT_ROOT": root}
            return subprocess.run(arguments[1:], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
