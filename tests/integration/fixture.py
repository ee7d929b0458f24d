"""What the integration tests share: a project, the places it can be at, and a workflow's runner."""
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("SHIPTAG_BINARY", SOURCE / "build" / "dev" / "shiptag"))

# Nothing of the machine's own git configuration, and none of its credentials.
GIT_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Someone",
    "GIT_AUTHOR_EMAIL": "someone@example.com",
    "GIT_COMMITTER_NAME": "Someone",
    "GIT_COMMITTER_EMAIL": "someone@example.com",
}


def git(*arguments, cwd, stdin=None, env=None):
    """Runs git and returns what it printed."""
    done = subprocess.run(["git", *map(str, arguments)], cwd=cwd, input=stdin, check=True,
                          env={**GIT_ENVIRONMENT, **(env or {})}, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.decode("utf-8", "replace").strip()


class Project:
    """A bare repository with a line of commits on `main`, oldest first in `commits`."""

    def __init__(self, folder, commits=6):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        git("init", "-q", "--bare", "-b", "main", ".", cwd=self.folder)
        # git-http-backend takes pushes without a user only if it is told to.
        git("config", "http.receivepack", "true", cwd=self.folder)
        stream = "".join(
            f"commit refs/heads/main\ncommitter Someone <someone@example.com> {1700000000 + i} +0000\n"
            f"data 8\nchange {i % 10}M 100644 inline file\ndata {len(str(i)) + 1}\n{i}\n\n"
            for i in range(commits))
        git("fast-import", "--quiet", cwd=self.folder, stdin=stream.encode())
        self.commits = git("rev-list", "--reverse", "main", cwd=self.folder).split()

    def git(self, *arguments, **options):
        return git(*arguments, cwd=self.folder, **options)

    def refs(self):
        """Everything that could have been changed: each ref with its object."""
        return self.git("for-each-ref", "--format=%(refname) %(objectname)")

    def tags(self):
        """Each tag's name with the commit it is on."""
        lines = self.git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname) %(*objectname)",
                         "refs/tags").splitlines()
        return {line.split()[0]: line.split()[-1] for line in lines}

    def message(self, tag):
        return self.git("for-each-ref", "--format=%(contents)", f"refs/tags/{tag}")

    def ledger(self, tag):
        """The ledger's lines, newest first, as plain git shows them."""
        block = self.message(tag).rstrip().split("\n\n")[-1].splitlines()
        return [json.loads(line) for line in block if line.startswith("{")]

    def add_tag(self, name, commit, message=None):
        """A tag made by hand: lightweight without a message."""
        if message is None:
            self.git("update-ref", f"refs/tags/{name}", commit)
        else:
            self.git("tag", "-f", "--cleanup=verbatim", "-F", "-", name, commit,
                     stdin=message if isinstance(message, bytes) else message.encode())

    def hook(self, name, script):
        path = self.folder / "hooks" / name
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)


class Result:
    """What came of one run."""

    def __init__(self, status, stdout, stderr, files):
        self.status = status
        self.stdout = stdout.decode("utf-8", "replace")
        self.stderr = stderr.decode("utf-8", "replace")
        self.outputs = read_outputs(files["GITHUB_OUTPUT"])
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text() if files[
            "GITHUB_STEP_SUMMARY"].exists() else ""
        self.decision = self.outputs.get("decision", "")
        self.reason_code = self.outputs.get("reason_code", "")

    @property
    def result(self):
        return json.loads(self.outputs["result"])

    @property
    def errors(self):
        """The error annotations."""
        return [line for line in self.stdout.splitlines() if line.startswith("::error")]

    def __str__(self):
        return (f"exit {self.status}, {self.decision}/{self.reason_code}\n"
                f"--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}")


def read_outputs(path):
    """Reads the heredoc form as the runner does: every entry has its delimiter's line."""
    outputs = {}
    lines = iter(path.read_text().split("\n")) if path.exists() else iter(())
    for line in lines:
        if not line:
            continue
        match = re.fullmatch(r"([A-Za-z_][A-Za-z0-9_]*)<<(.+)", line)
        if not match:
            raise ValueError(f"the runner does not understand {line!r}")
        outputs[match[1]] = "\n".join(itertools.takewhile(lambda l: l != match[2], lines))
    return outputs


class Runner:
    """Starts shiptag as a workflow's runner starts a container action: inputs by environment."""

    run_ids = itertools.count(1000)

    def __init__(self, folder, environment):
        self.folder = pathlib.Path(folder)
        self.environment = environment
        self.workspace = self.folder / "workspace"
        self.workspace.mkdir(parents=True, exist_ok=True)

    def _environment(self, operation, env, inputs, files):
        workflow = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": "octocat", "GITHUB_JOB": "deploy", "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": str(next(self.run_ids)), "GITHUB_WORKSPACE": str(self.workspace),
            **{name: str(path) for name, path in files.items()}}
        given = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
        sanitizer = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")
                     if name in os.environ}
        return {**workflow, **sanitizer, **self.environment, **(env or {}),
                "INPUT_OPERATION": operation, "INPUT_PHASE": "complete", **given}

    def start(self, operation, *, env=None, cwd=None, arguments=(), **inputs):
        """Starts a step; give what comes back to wait()."""
        place = pathlib.Path(tempfile.mkdtemp(prefix="step-", dir=self.folder))
        files = {name: place / name for name in
                 ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_STATE")}
        for path in files.values():
            path.touch()
        process = subprocess.Popen(
            [str(BINARY), *arguments], env=self._environment(operation, env, inputs, files),
            cwd=cwd or self.workspace, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return process, files

    @staticmethod
    def wait(started, timeout=90):
        process, files = started
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return Result(process.returncode, stdout, stderr, files)

    def step(self, operation, **options):
        return self.wait(self.start(operation, **options))


class IntegrationTest(unittest.TestCase):
    """One project for each test, at `place`: `local`, `http` or `http_v0` (without protocol 2)."""

    place = "local"
    server = None

    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="shiptag-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        if cls.place != "local":
            from git_server import GitServer
            cls.server = cls.enterClassContext(
                GitServer(cls.root / "served", protocol_v2=cls.place == "http"))

    def setUp(self):
        name = re.sub(r"\W", "-", self.id().rsplit(".", 1)[-1])
        self.project = Project(self.root / "served" / "org" / f"{name}.git")
        self.commits = self.project.commits
        self.runner = Runner(self.root / name, self.whereabouts(name))

    def whereabouts(self, name):
        """What tells a run where the project is."""
        if self.server is None:
            return {"INPUT_REMOTE": str(self.project.folder)}
        return {"GITHUB_SERVER_URL": self.server.url, "GITHUB_REPOSITORY": f"org/{name}"}

    def run_step(self, operation, expect=None, **options):
        """Runs a step; `expect` is its reason code, None where the caller looks itself."""
        result = self.runner.step(operation, **options)
        if expect is not None:
            self.assertEqual(expect, result.reason_code, str(result))
        return result

    def tag(self, version, commit, **inputs):
        return self.run_step("tag", "created", version=version, commit_sha=commit, **inputs)

    def deploy(self, version, environment="production", expect=None, **inputs):
        return self.run_step("deploy", expect, version=version, environment=environment, **inputs)

    @staticmethod
    def same_run(state):
        """The environment of another step in the run whose `phase: start` left `state`."""
        return {"GITHUB_RUN_ID": json.loads(state)["identity"]["run_id"]}

    def add_versions(self, *versions):
        """Lightweight version tags, each on a commit of its own from the oldest on."""
        for version, commit in zip(versions, self.commits):
            self.project.add_tag(version, commit)

    def roll_back(self, expect=None, environment="production", **inputs):
        return self.run_step("rollback", expect, environment=environment, **inputs)

    def assert_refused(self, code, result):
        """A refusal has its code, one error annotation, and an exit status to match."""
        self.assertEqual(code, result.reason_code, str(result))
        self.assertEqual("refused", result.decision)
        self.assertEqual(2 if code == "invalid_input" else 1, result.status)
        self.assertEqual(1, len(result.errors), str(result))

    def configure(self, environment, region=None, **attributes):
        """Makes an environment's configuration in the workspace, with an encrypted secrets file."""
        folder = self.runner.workspace / "environments" / environment
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "secrets.enc").write_text(
            "password: ENC[AES256_GCM,data:bm90LXJlYWw=,iv:bm90LXJlYWw=,tag:bm90LXJlYWw=,type:str]\n"
            "sops:\n    mac: ENC[AES256_GCM,data:bm90LXJlYWw=,iv:bm90LXJlYWw=,tag:bm90LXJlYWw=,"
            "type:str]\n    version: 3.8.1\n    lastmodified: \"2025-11-21T10:30:45Z\"\n")
        if attributes:
            (folder / "environment.json").write_text(json.dumps(attributes))
        if region:
            place = folder / "regions" / region
            place.mkdir(parents=True, exist_ok=True)
            (place / "region.json").write_text(json.dumps({"cloud_mappings": {"aws": region + "-1"}}))
        return folder
