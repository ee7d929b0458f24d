"""Integration tests of a project on GitHub: the real git server, and a stand-in for the API."""
import itertools

from fixture import IntegrationTest
from github_api import TOKEN, GithubApi


class GithubTest(IntegrationTest):
    """One project for each test; `self.api` is GitHub's API, `self.github` what it keeps of it.

    Each step belongs to a run of its own, in progress and started by octocat, unless it is handed
    the number of an earlier one: `self.deploy("v1.0.0", phase="finish", run=started.run)`.
    """

    place = "http"
    rest_path, graphql_path = "", "/graphql"  # GitHub Enterprise Server: /api/v3, /api/graphql

    def setUp(self):
        super().setUp()
        self.api = self.enterContext(GithubApi(self.server.url, self.rest_path, self.graphql_path))
        repository = self.runner.environment["GITHUB_REPOSITORY"]
        self.github = self.api.add_repository(repository, self.project.folder)
        self.github.people["octocat"] = "write"
        self.run_numbers = itertools.count(20_000_000_001)  # beyond 32 bits, as on github.com
        self.runner.environment |= {
            "GITHUB_API_URL": self.api.url, "GITHUB_GRAPHQL_URL": self.api.graphql_url,
            "GITHUB_TRIGGERING_ACTOR": "octocat", "INPUT_TOKEN": TOKEN}

    def new_run(self, **members):
        """The number of a run that is now in progress; `members` are those of its Run."""
        return self.github.add_run(next(self.run_numbers), **members).number

    def run_step(self, operation, expect=None, run=None, env=None, **options):
        """As ever; the result's `run` is the number of its run."""
        run = run or self.new_run()
        result = super().run_step(operation, expect, **options,
                                  env={"GITHUB_RUN_ID": str(run), **(env or {})})
        result.run = run
        return result

    def start(self, operation="deploy", expect="started", environment="production", **options):
        return self.run_step(operation, expect, environment=environment, phase="start", **options)

    def finish(self, started, job_status="success", expect=None, **options):
        """Ends what the step `started` began, in the same run."""
        return self.run_step(started.result["operation"], expect, run=started.run, phase="finish",
                             job_status=job_status, **options,
                             deployment_state=started.outputs["deployment_state"])

    def last_states(self):
        """What became of each deployment, oldest first."""
        return [each.states[-1] for each in self.github.deployments]

    def run_page(self, run):
        return f"{self.server.url}/{self.github.full_name}/actions/runs/{run}"

    def requests_of(self, step):
        """Calls `step`; returns what it returned, and the API's requests that it made."""
        before = len(self.api.requests)
        result = step()
        return result, self.api.requests[before:]
