"""What the stand-in for GitHub keeps of a repository. Tests set it and read it as it is."""
import dataclasses
import itertools
import subprocess
import time

from fixture import git

ZEROS = "0" * 40
# Numbers of deployments have outgrown 32 bits on github.com.
deployment_numbers = itertools.count(3_000_000_001)
numbers = itertools.count(7_000_001)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Refusal(Exception):
    """What GitHub does not do: an HTTP status for REST, a type for GraphQL, and its words."""

    def __init__(self, status, message, kind="UNPROCESSABLE", headers=None):
        super().__init__(message)
        self.status, self.message, self.kind, self.headers = status, message, kind, headers or {}


@dataclasses.dataclass
class Status:
    """A status of a deployment; `state` in REST's words: queued, in_progress, success, …"""

    state: str
    description: str = ""
    environment_url: str = ""
    log_url: str = ""
    auto_inactive: bool = True
    created_at: str = dataclasses.field(default_factory=now)
    number: int = dataclasses.field(default_factory=lambda: next(deployment_numbers))


@dataclasses.dataclass
class Deployment:
    """A deployment; its statuses come oldest first."""

    sha: str
    environment: str
    ref: str = ""
    task: str = "deploy"
    payload: object = ""
    description: str | None = None
    creator: str = "github-actions[bot]"
    production_environment: bool = False
    transient_environment: bool = False
    created_at: str = dataclasses.field(default_factory=now)
    number: int = dataclasses.field(default_factory=lambda: next(deployment_numbers))
    statuses: list = dataclasses.field(default_factory=list)

    @property
    def node_id(self):
        return f"DE_kwDOAB{self.number}"

    @property
    def states(self):
        """The states it went through, oldest first."""
        return [status.state for status in self.statuses]

    def add_status(self, state, **members):
        self.statuses.append(Status(state, **members))
        return self.statuses[-1]


@dataclasses.dataclass
class Run:
    """A run of a workflow; `status` is queued, in_progress, waiting, completed, …"""

    number: int
    status: str = "in_progress"
    conclusion: str | None = None
    name: str = "Deploy"
    workflow: str = "deploy.yml"
    event: str = "push"
    actor: str = "octocat"
    head_branch: str = "main"
    run_attempt: int = 1
    created_at: str = dataclasses.field(default_factory=now)


@dataclasses.dataclass
class Member:
    """A run, or one job of it, in a concurrency group: `in_progress` holds it, `pending` waits."""

    run: Run
    status: str = "in_progress"
    job: str = ""
    number: int = dataclasses.field(default_factory=lambda: next(numbers))


@dataclasses.dataclass
class Approval:
    """What a person said to a run; `state` is approved, rejected or pending."""

    environments: list
    state: str = "approved"
    user: str = "octocat"
    comment: str = ""


@dataclasses.dataclass
class Ruleset:
    name: str
    rules: list  # like {"type": "deletion"}
    include: list = dataclasses.field(default_factory=lambda: ["~ALL"])
    target: str = "tag"
    enforcement: str = "active"
    bypass_actors: list = dataclasses.field(default_factory=list)
    current_user_can_bypass: str = "never"
    number: int = dataclasses.field(default_factory=lambda: next(numbers))


class Repository:
    """`owner/name` on the stand-in, over the bare git repository in `folder`."""

    def __init__(self, full_name, folder, server_url):
        self.full_name = full_name
        self.owner, self.name = full_name.split("/")
        self.folder = folder
        self.server_url = server_url  # of its pages
        self.number = next(numbers)
        self.deployments = []   # oldest first
        self.environments = {}  # name -> the types of its protection rules, in GraphQL's words
        self.runs = {}          # number -> Run
        self.groups = {}        # name in lower case -> Members, in the order they run
        self.approvals = {}     # run's number -> Approvals, oldest first
        self.people = {}        # login -> admin, write, read or none; others are no users
        self.rulesets = []
        self.workflows = {}     # file of a workflow with workflow_dispatch -> its inputs' names
        self.dispatches = []    # what was asked for, with the `run` that it started

    @property
    def node_id(self):
        return f"R_kgDOAB{self.number}"

    def add_deployment(self, environment, sha=None, states=(), **members):
        """A deployment as anybody could have made it, with a status for each of `states`."""
        self.environments.setdefault(environment, [])
        sha = sha or self.resolve("HEAD")
        deployment = Deployment(sha, environment, **{"ref": sha, **members})
        for state in states:
            deployment.add_status(state)
        self.deployments.append(deployment)
        return deployment

    def add_job_deployment(self, environment, run, job=1, state="in_progress", **members):
        """The deployment that GitHub makes for a job with `environment:`."""
        deployment = self.add_deployment(environment, **{"ref": "main", **members})
        log = f"{self.server_url}/{self.full_name}/actions/runs/{run}/job/{job}"
        for step in ("queued", state) if state != "queued" else ("queued",):
            deployment.add_status(step, log_url=log)
        return deployment

    def add_run(self, number, **members):
        self.runs[int(number)] = Run(int(number), **members)
        return self.runs[int(number)]

    def add_to_group(self, name, run, status="in_progress", job=""):
        """Puts a run into a concurrency group, behind those that are in it."""
        self.groups.setdefault(name.lower(), []).append(Member(self.runs[int(run)], status, job))

    def approve(self, run, environment, **members):
        self.approvals.setdefault(int(run), []).append(Approval([environment], **members))

    def protect(self, environment, *types):
        """Gives an environment protection rules: REQUIRED_REVIEWERS, WAIT_TIMER, BRANCH_POLICY."""
        self.environments[environment] = list(types)

    def find_deployment(self, node_id):
        return next((each for each in self.deployments if each.node_id == node_id), None)

    def set_status(self, deployment, status):
        """Adds a status; a success with auto_inactive ends the older ones, as GitHub describes."""
        deployment.statuses.append(status)
        if status.state != "success" or not status.auto_inactive:
            return
        for other in self.deployments[:self.deployments.index(deployment)]:
            permanent = other.production_environment or other.transient_environment
            if other.environment == deployment.environment and not permanent and (
                    other.states[-1:] == ["success"]):
                other.add_status("inactive")

    def git(self, *arguments, **options):
        return git(*arguments, cwd=self.folder, **options)

    def resolve(self, expression):
        """The object that an expression like `HEAD:.github/workflows` names, or None."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", "--end-of-options", expression)
        except subprocess.CalledProcessError:
            return None

    def default_branch(self):
        """Its name; None while there is no commit on it."""
        return self.git("symbolic-ref", "--short", "HEAD") if self.resolve("HEAD") else None

    def is_fast_forward(self, name, new):
        old = self.resolve(f"{name}^{{commit}}")
        return old is None or new == ZEROS or self.git("merge-base", old, new) == old

    def update_refs(self, updates):
        """Moves refs, all or none: (name, old, new, force), where an old one of None is any."""
        lines = []
        for name, old, new, force in updates:
            if not force and not self.is_fast_forward(name, new):
                raise Refusal(422, f"Update is not a fast forward: {name}")
            expected = "" if old is None else f" {old}"
            lines.append(f"delete {name}{'' if old == ZEROS else expected}" if new == ZEROS
                         else f"update {name} {new}{expected}")
        try:
            self.git("update-ref", "--stdin", stdin="\n".join([
                "start", *lines, "prepare", "commit", ""]).encode())
        except subprocess.CalledProcessError as error:
            complaint = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1]
            raise Refusal(422, f"Reference update failed: {complaint}") from None
