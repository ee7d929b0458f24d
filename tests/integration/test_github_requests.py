"""docs/api-requests.md says what each operation asks of GitHub's API; here each row is run."""
import collections
import copy
import functools
import re
import unittest

import github_faults
from fixture import SOURCE
from github_fixture import GithubTest
from github_repository import Ruleset

DOCUMENT = SOURCE / "docs" / "api-requests.md"


def read_tables():
    """Each table of the document: its rows' first cells, with what stands in the others."""
    for block in re.findall(r"(?:^\|.*\n)+", DOCUMENT.read_text(), re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|\n").split("|")]
                for line in block.splitlines()[2:]]
        yield {row[0]: row[1:] for row in rows}


KINDS, OPERATIONS, EXTRAS = read_tables()
REQUESTS = {row: re.findall("`(.+?)`", cells[0]) for row, cells in (OPERATIONS | EXTRAS).items()}
COMPLETE = "`deploy`, `phase: complete`"
tested = set()


def documented(row, on_top_of=None, times=1):
    """Makes a test of a function that prepares something and returns a step, or several: its
    requests are those of `row`, in order, or `times` those beside the ones of another row."""
    tested.add(row)

    def decorate(prepare):
        @functools.wraps(prepare)
        def test(self):
            steps = prepare(self)
            for step in steps if isinstance(steps, list) else [steps]:
                made = self.made_by(step)
                if on_top_of is None:
                    self.assertEqual(REQUESTS[row], made)
                else:
                    self.assertEqual(
                        collections.Counter(REQUESTS[on_top_of] + REQUESTS[row] * times),
                        collections.Counter(made))
        return test
    return decorate


class DocumentTest(unittest.TestCase):
    def test_every_row_is_run(self):
        self.assertEqual(set(REQUESTS), tested)

    def test_the_numbers_are_those_of_the_requests(self):
        for row, (_, number) in (OPERATIONS | EXTRAS).items():
            self.assertEqual(int(number), len(REQUESTS[row]), row)

    def test_every_request_is_explained(self):
        self.assertEqual({kind.strip("`") for kind in KINDS}, set(sum(REQUESTS.values(), [])))

    def test_the_limits_are_kept(self):
        for word, limit in (("start", 6), ("finish", 3)):
            rows = [row for row in OPERATIONS if f"`phase: {word}`" in row]
            self.assertTrue(rows)
            for row in rows:
                self.assertLessEqual(len(REQUESTS[row]), limit, row)


class RequestsTest(GithubTest):
    """Each test runs on a project where v1.0.0 and then v1.0.1 went to production."""

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")

    def made_by(self, step):
        """The requests that `step` makes, as the document writes them."""
        made = []
        for request in self.requests_of(step)[1]:
            request = request.replace(f"/repos/{self.github.full_name}", "…")
            for folder, name in (("concurrency_groups", "{group}"), ("runs", "{run}"),
                                 ("collaborators", "{login}"), ("workflows", "{file}"),
                                 ("rulesets", "{id}")):
                request = re.sub(rf"/{folder}/[^/]+", f"/{folder}/{name}", request)
            made.append(request)
        return made

    def deploy_next(self, **inputs):
        return lambda: self.deploy("v1.0.2", expect="moved", **inputs)

    def approved_run(self):
        run = self.new_run()
        self.github.approve(run, "production")
        return run

    def let_another_run_have_the_group(self):
        self.github.add_to_group("deploy-production", self.new_run())

    def add_foreign(self, count):
        """As many deployments of another sub-project, newer than all that are there."""
        payload = copy.deepcopy(self.github.deployments[0].payload)
        payload["shiptag"]["version"] = "web/v7.0.0"
        for _ in range(count):
            self.github.add_deployment("production", states=["success"], payload=payload,
                                       created_at="2099-01-01T00:00:00Z")

    @documented("`deploy`, `phase: start`")
    def test_a_start(self):
        return lambda: self.start(version="v1.0.2")

    @documented("the same, where another run has the concurrency group and approval is enforced")
    def test_a_start_that_looks_at_everything(self):
        self.let_another_run_have_the_group()
        run = self.approved_run()
        return lambda: self.start(version="v1.0.2", approval="required", run=run)

    @documented("`deploy`, `phase: finish` after a success")
    def test_a_finish(self):
        started = self.start(version="v1.0.2")
        return lambda: self.finish(started, expect="moved")

    @documented("the same with `dispatch_workflow`")
    def test_a_finish_that_starts_a_workflow(self):
        started = self.start(version="v1.0.2")
        return lambda: self.finish(started, expect="moved", dispatch_workflow="smoke.yml")

    @documented("`deploy`, `phase: finish` after a failure or cancellation")
    def test_a_finish_of_a_failure(self):
        return [functools.partial(self.finish, self.start("deploy", environment=environment,
                                                          version="v1.0.2"), job_status)
                for environment, job_status in (("production", "failure"),
                                                ("staging", "cancelled"))]

    @documented(COMPLETE)
    def test_a_deploy(self):
        return self.deploy_next()

    @documented("`rollback`, `phase: start`")
    def test_a_start_of_a_rollback(self):
        return lambda: self.start("rollback")

    @documented("`rollback`, `phase: finish`")
    def test_a_finish_of_a_rollback(self):
        started = self.start("rollback")
        return lambda: self.finish(started, expect="moved")

    @documented("`rollback`, `phase: complete`")
    def test_a_rollback(self):
        return lambda: self.roll_back("moved")

    @documented("`phase: auto` at the end of a job whose step left nothing behind")
    def test_an_end_that_has_no_state(self):
        steps = []
        for environment, status in (("production", "success"), ("staging", "failure")):
            here = {"environment": environment, "version": "v1.0.2"}
            run = self.start(**here).run
            steps.append(functools.partial(
                self.run_step, "deploy", run=run, phase="auto", arguments=["--post"],
                job_status=f"this_job:{status}", **here))
        return steps

    @documented("a finished job, run again")
    def test_a_run_again(self):
        run = self.new_run()
        self.deploy("v1.0.2", run=run)
        return lambda: self.deploy("v1.0.2", run=run, expect="already_there")

    @documented("a dry run of `deploy` or `rollback`, `phase: complete`")
    def test_a_dry_run(self):
        return [self.deploy_next(dry_run="true"),
                lambda: self.roll_back("moved", dry_run="true")]

    @documented("the same, `phase: start`")
    def test_a_dry_run_of_a_start(self):
        return [lambda: self.start(version="v1.0.2", dry_run="true"),
                lambda: self.start("rollback", dry_run="true")]

    @documented("`move_env_tag: false`, `phase: complete`")
    def test_a_deploy_that_moves_no_tag(self):
        return lambda: self.deploy("v1.0.2", expect="recorded", move_env_tag="false")

    @documented("`github_deployment: off`")
    def test_a_deploy_that_leaves_githubs_deployments_alone(self):
        return self.deploy_next(github_deployment="off")

    @documented("`tag` of an environment")
    def test_a_tag_of_an_environment(self):
        return lambda: self.run_step("tag", "created", tag_type="environment", version="v1.0.2",
                                     environment="staging")

    @documented("`tag` of a version, `tag` of a state")
    def test_other_tags(self):
        state = {"tag_type": "state", "state": "stable", "version": "v1.0.0"}
        return [lambda: self.tag("v2.0.0", self.commits[0], aliases="true"),
                lambda: self.run_step("tag", "created", **state)]

    @documented("`hold`, `resume`")
    def test_a_hold_and_its_end(self):
        here = {"environment": "production"}
        return [lambda: self.run_step("hold", "recorded", reason="freeze", **here),
                lambda: self.run_step("resume", "recorded", **here)]

    def test_the_deployment_of_a_job_takes_the_place_of_one(self):
        run = self.new_run()
        self.github.add_job_deployment("production", run)
        made = self.made_by(lambda: self.start(version="v1.0.2", run=run))
        self.assertEqual([name for name in REQUESTS["`deploy`, `phase: start`"]
                          if name != "POST …/deployments"], made)

    @documented("another run has the concurrency group", "`rollback`, `phase: start`")
    def test_a_group_that_another_run_has(self):
        self.let_another_run_have_the_group()
        return lambda: self.start("rollback")

    @documented("approval is enforced", COMPLETE)
    def test_an_approval(self):
        return self.deploy_next(approval="required", run=self.approved_run())

    @documented("another run's deployment to the same place is under way; for each such run",
                COMPLETE, 2)
    def test_deployments_under_way(self):
        run = self.start(version="v1.0.2").run
        self.github.runs[run].status = "completed"
        left = self.github.deployments[-1]
        for number, of_run in enumerate((run, self.new_run(status="completed")), 1):
            another = copy.deepcopy(left)
            another.number += number
            another.payload["shiptag"]["workflow_run_id"] = str(of_run)
            self.github.deployments.append(another)
        return self.deploy_next()

    @documented("the ledger does not have the version in `require_deployed_in`", COMPLETE)
    def test_a_version_that_must_have_been_elsewhere(self):
        self.deploy("v1.0.2", "staging", "created")
        self.project.git("tag", "-d", "staging")
        return self.deploy_next(require_deployed_in="staging")

    FURTHER = ("the ledger is lost, or the newest 100 deployments have neither a rollback target "
               "nor the version in `require_deployed_in`; for each further 100 deployments, up to "
               "900")

    @documented(FURTHER, COMPLETE, 2)
    def test_a_lost_ledger(self):
        self.add_foreign(200)
        self.project.git("tag", "-d", "production")
        return lambda: self.deploy("v1.0.2", expect="created")

    def lose_history(self, foreign):
        """The ledger of a lone deployment; the one before it is behind others on GitHub."""
        self.project.git("tag", "-d", "production")
        self.deploy("v1.0.1", github_deployment="off")
        self.add_foreign(foreign)

    @documented(FURTHER, "`rollback`, `phase: complete`")
    def test_a_target_further_back(self):
        self.lose_history(101)
        return lambda: self.roll_back("moved")

    @documented("`hold` or `resume` finds no ledger", "`hold`, `resume`")
    def test_a_hold_without_a_ledger(self):
        self.project.add_tag("production", self.commits[1])
        return lambda: self.run_step("hold", "recorded", environment="production", reason="freeze")

    @documented(FURTHER, "a dry run of `deploy` or `rollback`, `phase: complete`", 9)
    def test_a_target_too_far_back(self):
        self.lose_history(1200)
        return lambda: self.roll_back("no_target", dry_run="true")

    @documented("an override lifts something", COMPLETE)
    def test_an_override(self):
        self.github.people["octocat"] = "admin"
        return lambda: self.deploy("v1.0.0", expect="moved", override="true",
                                   override_reason="known to work")

    @documented("`dispatch_workflow`", "`tag` of a version, `tag` of a state")
    def test_a_workflow_that_is_started(self):
        return lambda: self.tag("v2.0.0", self.commits[3], dispatch_workflow="smoke.yml")

    @documented("the response to `POST …/deployments` was lost", COMPLETE)
    def test_a_lost_answer(self):
        self.api.fail(match="POST */deployments", with_=github_faults.lose_answer())
        return self.deploy_next()

    def refuse_pushes(self, words):
        self.project.hook("pre-receive", f"echo '{words}' >&2\nexit 1\n")

    @documented("a push is refused because of workflow files; `POST …/git/tags` for each tag",
                COMPLETE)
    def test_a_push_refused_for_workflow_files(self):
        self.refuse_pushes("refusing to allow a GitHub App to create or update workflow `a.yml` "
                           "without `workflows` permission")
        return self.deploy_next()

    @documented("a push is refused by a ruleset; `GET …/rulesets/{id}` for each that is active, "
                "up to 10", "`tag` of a version, `tag` of a state")
    def test_a_push_refused_by_a_ruleset(self):
        self.refuse_pushes("GH013: Repository rule violations found for refs/tags/v2.0.0.")
        self.github.rulesets.append(Ruleset("release tags", [{"type": "creation"}]))
        return lambda: self.run_step("tag", "rejected_by_server", version="v2.0.0",
                                     commit_sha=self.commits[0])


if __name__ == "__main__":
    unittest.main()
