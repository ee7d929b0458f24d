"""Deployments on GitHub that are to be disturbed, each with all that it can ask of the API."""
import concurrent.futures
import contextlib
import copy
import dataclasses
import fnmatch
import itertools
import shutil

from fixture import Runner
from github_api import TOKEN, GithubApi
from github_fixture import GithubTest

REFUSED_FOR_WORKFLOWS = """while read old new name
do echo "refusing to allow a GitHub App to create or update workflow" \\
  "\\`.github/workflows/deploy.yml\\` without \\`workflows\\` permission" >&2
done
exit 1
"""


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A step to be disturbed.

    shrugs_off  Requests without which it does what it should, with a warning or a note.
    absent      What comes of an essential request's 404 that says no more than "there is none".
    """

    operation: str
    phase: str
    inputs: dict
    shrugs_off: tuple = ()
    absent: dict = dataclasses.field(default_factory=dict)
    by_api: bool = False  # A push is refused, and the tags are written by the API.

    def can_do_without(self, request):
        return any(fnmatch.fnmatchcase(request, pattern) for pattern in self.shrugs_off)

    def code_if_absent(self, request):
        return next((code for pattern, code in self.absent.items()
                     if fnmatch.fnmatchcase(request, pattern)), None)

    def __str__(self):
        return f"{self.operation} {self.phase}{' by the API' if self.by_api else ''}"


VERSION = {"version": "v1.0.2"}
HOLDER_RUN = 30_000_000_000
GROUP, HOLDER = "GET */actions/concurrency_groups/*", f"GET */actions/runs/{HOLDER_RUN}"
APPROVALS, PERMISSION = "GET */approvals", "GET */permission"
RECORDS, STATUSES, DISPATCH = "EnvironmentRecords", "ChangeStatuses", "POST */dispatches"

DEPLOY_START = Scenario(
    "deploy", "start", {**VERSION, "approval": "required"}, (GROUP, HOLDER),
    {APPROVALS: "approval_required"})
DEPLOY_FINISH = Scenario(
    "deploy", "finish", {"dispatch_workflow": "smoke.yml"}, (RECORDS, STATUSES, DISPATCH))
DEPLOY_COMPLETE = Scenario(
    "deploy", "complete",
    {**VERSION, "approval": "required", "override": "true", "override_reason": "nobody is there",
     "require_deployed_in": "staging", "dispatch_workflow": "smoke.yml"},
    (STATUSES, DISPATCH), {PERMISSION: "override_not_permitted"})
DEPLOY_BY_API = Scenario("deploy", "complete", VERSION, (STATUSES,), by_api=True)
ROLLBACK_START = Scenario("rollback", "start", {}, ("*",))
ROLLBACK_COMPLETE = Scenario("rollback", "complete", {"dispatch_workflow": "smoke.yml"}, ("*",))

twin_numbers = itertools.count(1)


class ScenarioTest(GithubTest):
    """A project where v1.0.1 runs that replaced v1.0.0, and where a run that ended left v1.0.2
    under way. Production is v1.0.2 after a deploy, v1.0.0 after a rollback."""

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        self.github.people["octocat"] = "admin"
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        self.deploy("v1.0.2", "staging", "created")
        self.project.git("update-ref", "-d", "refs/tags/staging")  # Only the records tell it now.
        left = self.start(version="v1.0.2")
        self.end_run(left.run, "cancelled")
        self.github.add_run(HOLDER_RUN)
        self.github.add_to_group("deploy-production", HOLDER_RUN)
        self.project.git("gc", "--quiet")  # Twins are copied faster.
        self.before = self.project.tags()

    def end_run(self, run, conclusion="failure"):
        self.github.runs[run].status = "completed"
        self.github.runs[run].conclusion = conclusion

    @contextlib.contextmanager
    def twin(self, server_url=None):
        """This test with a copy of its project and an API of its own, so that many can run at once.

        server_url  Of something in front of the git server.
        """
        name = f"twin{next(twin_numbers)}"
        twin = copy.copy(self)
        twin.project = copy.copy(self.project)
        twin.project.folder = self.project.folder.with_name(f"{name}.git")
        shutil.copytree(self.project.folder, twin.project.folder)
        twin.github = copy.deepcopy(self.github)
        twin.github.full_name, twin.github.name = f"org/{name}", name
        twin.github.folder = twin.project.folder
        for deployment in twin.github.deployments:
            for status in deployment.statuses:
                status.log_url = status.log_url.replace(self.github.full_name,
                                                        twin.github.full_name)
        with GithubApi(server_url or self.server.url) as twin.api:
            twin.api.repositories[twin.github.full_name] = twin.github
            twin.runner = Runner(self.root / name, {
                **self.runner.environment, "GITHUB_REPOSITORY": twin.github.full_name,
                "GITHUB_SERVER_URL": server_url or self.server.url,
                "GITHUB_API_URL": twin.api.url, "GITHUB_GRAPHQL_URL": twin.api.graphql_url})
            yield twin

    def prepare(self, scenario):
        """What comes before the step; returns the inputs that it takes besides its own."""
        if scenario.phase == "finish":
            started = self.start(scenario.operation, **VERSION)
            return {"run": started.run, "job_status": "success",
                    "deployment_state": started.outputs["deployment_state"]}
        run = self.new_run()
        if scenario is DEPLOY_START:
            self.github.approve(run, "production")
        if scenario.by_api:
            self.project.hook("pre-receive", REFUSED_FOR_WORKFLOWS)
        return {"run": run}

    def learn_requests(self, scenario, prepared):
        """What the step asks of the API if nothing disturbs it, the same for every twin."""
        with self.twin() as twin:
            result, requests = twin.requests_of(lambda: twin.step(scenario, prepared))
            self.assertEqual(0, result.status, str(result))
            twin.run_again(scenario, prepared)
            return [request.replace(twin.github.full_name, "*") for request in requests]

    def step(self, scenario, prepared, **options):
        """The step itself, or the same once more."""
        return self.run_step(scenario.operation, environment="production", phase=scenario.phase,
                             **scenario.inputs, **{**prepared, **options})

    def run_again(self, scenario, prepared):
        """The step in a second attempt of its run, to the end of the deployment."""
        env = {"GITHUB_RUN_ATTEMPT": "2"}
        again = self.step(scenario, prepared, env=env)
        if scenario.phase == "start":
            self.assertEqual("started", again.reason_code, str(again))
            again = self.finish(again, env=env)
        self.assertEqual(0, again.status, str(again))
        self.check_done(scenario, prepared["run"])

    def lines_of(self, run):
        return [line for line in self.project.ledger("production")
                if line["workflow_run_id"] == str(run)]

    def check_moved_once_or_not(self, scenario, run):
        """Tag and ledger are as they were, or as they are to be; no record appears twice."""
        lines, tags = self.lines_of(run), self.project.tags()
        goal = {**self.before, "production": self.goal(scenario)} if lines else self.before
        self.assertEqual((goal, 2 + len(lines)), (tags, len(self.project.ledger("production"))))
        self.assertLessEqual(len(lines), 1)
        ids = [each.payload["shiptag"]["deployment_id"] for each in self.github.deployments]
        self.assertEqual(len(ids), len(set(ids)), ids)

    def goal(self, scenario):
        return self.commits[2 if scenario.operation == "deploy" else 0]

    def state(self):
        """All that a run again can depend on."""
        return (self.project.tags()["production"], len(self.project.ledger("production")),
                *(tuple(each.states) for each in self.github.deployments))

    def check_done(self, scenario, run):
        """One line and one record of the run, which succeeded, and all others ended."""
        self.check_moved_once_or_not(scenario, run)
        line, = self.lines_of(run)
        records = {each.payload["shiptag"]["deployment_id"]: each.states
                   for each in self.github.deployments if each.environment == "production"}
        self.assertEqual("success", records.pop(line["deployment_id"])[-1])
        # One that succeeded, but whose tag could not be moved, is replaced as others are.
        self.assertEqual(["inactive", "inactive", "error"],
                         [states[-1] for states in records.values()][:3])
        self.assertLessEqual({states[-1] for states in list(records.values())[3:]}, {"inactive"})

    def said(self, result):
        """All that a run left behind, but for the mask that the runner itself takes away."""
        log = result.stdout.replace(f"::add-mask::{TOKEN}\n", "")
        messages = self.project.git("for-each-ref", "--format=%(contents)", "refs/tags")
        return "\n".join([log, result.stderr, result.summary, messages, *result.outputs.values()])

    def check_each(self, cells, check, workers):
        """Checks all cells, several at a time, and says of each that fails which one it was."""
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            checks = [(cell, pool.submit(check, cell)) for cell in cells]
            for cell, checked in checks:
                with self.subTest(str(cell)):
                    checked.result()
