"""What the end-to-end stories share: a project on a git server with GitHub's API, and act."""
import itertools
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(SOURCE / "tests" / "integration"), str(SOURCE / "tests" / "container")]

from fixture import Project, git  # noqa: E402
from git_server import GitServer  # noqa: E402
from github_api import TOKEN, GithubApi  # noqa: E402

from act import Act  # noqa: E402

IMAGE = os.environ.get("SHIPTAG_IMAGE", "shiptag:local")
PRODUCED = pathlib.Path(os.environ.get("SHIPTAG_E2E_FOLDER", SOURCE / "build" / "e2e"))
SUMMARIES = PRODUCED / "summaries"
WORKFLOWS = SOURCE / "tests" / "e2e" / "workflows"
ACTIONS = SOURCE / "tests" / "e2e" / "actions"

# The action with the image that is there, instead of one that each step builds anew.
ACTION = {"action.yml": (SOURCE / "action.yml").read_text(), "Dockerfile": f"FROM {IMAGE}\n"}
DEPLOY_SCRIPT = "echo deploying $VERSION with $SECRETS_FILE $CLOUD_REGION\n"
ENCRYPTED = "ENC[AES256_GCM,data:bm90LXJlYWw=,iv:bm90LXJlYWw=,tag:bm90LXJlYWw=,type:str]"
SECRETS_FILE = f"""password: {ENCRYPTED}
sops:
    mac: {ENCRYPTED}
    version: 3.8.1
    lastmodified: "2025-11-21T10:30:45Z"
"""
run_numbers = itertools.count(20_000_000_001)  # beyond 32 bits, as on github.com


def keep_summary(name, text):
    """Keeps a summary for test_summaries, which renders it."""
    if text:
        SUMMARIES.mkdir(parents=True, exist_ok=True)
        (SUMMARIES / f"{name}.md").write_text(text)


class StoryTest(unittest.TestCase):
    """A project for each test, `org/project`, served with a token, and GitHub's API beside it.

    `self.github` is what the API keeps of it. Every run of a workflow is octocat's.
    """

    maxDiff = None

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="shiptag-e2e-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.server = self.enterContext(GitServer(self.root / "served", token=TOKEN))
        self.api = self.enterContext(GithubApi(self.server.url))
        self.project = Project(self.root / "served" / "org" / "project.git", commits=1)
        self.commit({**ACTION, "deploy.sh": DEPLOY_SCRIPT})
        self.github = self.api.add_repository("org/project", self.project.folder)
        self.github.people["octocat"] = "write"
        self.act = Act(PRODUCED / "act" / "bin" / "act", self.root / "act", self.repositories())
        self.act.secrets["GITHUB_TOKEN"] = TOKEN
        self.runs = 0

    def repositories(self):
        """Where the actions of others than the project come from."""
        action = self.root / "shiptag"
        action.mkdir()
        for name, text in ACTION.items():
            (action / name).write_text(text)
        return {"your-org/shiptag@v1": action}

    def commit(self, files):
        """Adds a commit with these files to `main` and returns its id."""
        stream = ("commit refs/heads/main\n"
                  "committer Someone <someone@example.com> 1700000100 +0000\n"
                  "data 8\na changefrom refs/heads/main^0\n")
        for path, text in files.items():
            stream += f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
        self.project.git("fast-import", "--quiet", stdin=stream.encode())
        return self.project.git("rev-parse", "main")

    def commit_environment(self, name, regions=()):
        """Adds an environment's configuration to the project."""
        folder = f"environments/{name}"
        files = {f"{folder}/secrets.enc": SECRETS_FILE,
                 f"{folder}/environment.json": '{"requires_approval": false}\n'}
        for region in regions:
            files[f"{folder}/regions/{region}/region.json"] = (
                f'{{"cloud_mappings": {{"aws": "{region}-1"}}}}\n')
        return self.commit(files)

    def commit_versions(self, *versions):
        """A commit for each, tagged; returns them by version."""
        commits = {}
        for version in versions:
            commits[version] = self.commit({"VERSION": version + "\n"})
            self.project.add_tag(version, commits[version])
        return commits

    def run_workflow(self, workflow, event="push", inputs=None):
        """Runs a workflow file for the newest commit of `main`, in a run of its own."""
        return self.finish_workflow(self.start_workflow(workflow, event, inputs))

    def start_workflow(self, workflow, event, inputs=None):
        """Starts it; give what comes back to finish_workflow()."""
        run = self.github.add_run(next(run_numbers), event=event).number
        checkout = self.check_out()
        commit = git("rev-parse", "HEAD", cwd=checkout)
        environment = {
            "GITHUB_SERVER_URL": self.server.url, "GITHUB_API_URL": self.api.url,
            "GITHUB_GRAPHQL_URL": self.api.graphql_url, "GITHUB_REPOSITORY": "org/project",
            "GITHUB_RUN_ID": run, "GITHUB_REF": "refs/heads/main", "SHA_REF": commit}
        payload = {"ref": "refs/heads/main", "inputs": inputs or {}, "sender": {"login": "octocat"},
                   "repository": {"full_name": "org/project", "default_branch": "main"}}
        return self.act.start(event, workflow, checkout, environment, payload)

    def finish_workflow(self, started):
        """Waits for its end and keeps its summaries."""
        ran = started.wait()
        self.runs += 1
        test = self.id().rsplit(".test_", 1)[-1]
        for step in ran.steps:
            words = [test, str(self.runs), step.job, *map(str, step.matrix.values()), step.name,
                     step.stage]
            keep_summary(re.sub(r"[^\w.]+", "-", "-".join(words)), step.summary)
        return ran

    def check_out(self):
        """What actions/checkout makes of it by default: one commit, and no tags."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="checkout-", dir=self.root))
        git("init", "-q", "-b", "main", ".", cwd=folder)
        git("fetch", "-q", "--depth=1", "--no-tags", f"file://{self.project.folder}", "main",
            cwd=folder)
        git("checkout", "-q", "-B", "main", "FETCH_HEAD", cwd=folder)
        git("remote", "add", "origin", f"{self.server.url}/org/project.git", cwd=folder)
        return folder

    def wait_for(self, condition, limit=60):
        deadline = time.monotonic() + limit
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it does not come")
            time.sleep(0.01)

    def assert_passed(self, ran):
        self.assertEqual(0, ran.status, str(ran))

    def assert_runs(self, environment, version):
        """That is the version's commit that the environment tag names, and the ledger says so."""
        tags = self.project.tags()
        self.assertEqual(tags[version], tags[environment])
        self.assertEqual(version, self.project.ledger(environment)[0]["version"])

    def assert_nothing_runs(self, environment):
        self.assertNotIn(environment, self.project.tags())

    def assert_statuses(self, *expected):
        """The statuses that each deployment on GitHub went through, oldest deployment first."""
        self.assertEqual(list(expected), [each.states for each in self.github.deployments])
