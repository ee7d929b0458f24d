"""The program is ended by a signal between any two of its requests, to GitHub's API or to git. Its
job runs again, as the second attempt of the same run, and ends as if nothing had happened."""
import dataclasses
import signal
import threading
import time
import unittest

import github_faults as faults
from cutting_proxy import CuttingProxy, Cut
from fixture import Runner
from github_scenarios import (DEPLOY_BY_API, DEPLOY_COMPLETE, DEPLOY_START, ROLLBACK_COMPLETE,
                              ROLLBACK_START, STATUSES, ScenarioTest)

WORKERS = 6
DEPLOYMENT = "POST */deployments"
TERM_LIMIT = 30  # seconds, on a busy machine
AGAIN = {"GITHUB_RUN_ATTEMPT": "2"}


class Blow:
    """Sends a signal to a process once, which need not have been started yet."""

    def __init__(self, number):
        self.number = number
        self.process = None
        self.is_started = threading.Event()

    def aim(self, process):
        self.process = process
        self.is_started.set()

    def fall(self):
        self.is_started.wait(10)
        self.process.send_signal(self.number)


class BlowAtGit(Cut):
    """Falls when the `nth` request to git has come, or has been answered."""

    def __init__(self, blow, point):
        is_behind = point.moment == "behind"
        super().__init__(point.request, "answered" if is_behind else "request_head",
                         then=blow.fall if is_behind else None)
        self.blow, self.point, self.seen = blow, point, 0

    def take(self, path):
        if not path.endswith(self.path):
            return False
        self.seen += 1
        if self.seen != self.point.nth:
            return False
        if self.then is None:
            self.blow.fall()
        return self.point.moment != "during"  # Else the connection lives on.


@dataclasses.dataclass(frozen=True)
class Point:
    """Where a job is hit: at the `nth` such request of a step, which takes no effect (`before`), or
    has taken it (`behind`), or takes it and is answered (`during`)."""

    step: int
    server: str  # api or git
    request: str
    nth: int
    moment: str

    def __str__(self):
        return f"step {self.step}, {self.moment} {self.server} {self.request} {self.nth}"

    def fault(self, blow):
        if self.moment == "before":
            return faults.drop_request(then=blow.fall)
        if self.moment == "behind":
            return faults.lose_answer(then=blow.fall)
        return faults.Fault(lambda handler, response: handler.send(response), takes_effect=True,
                            then=blow.fall)


class GithubKills(ScenarioTest):
    def test_a_deploy_in_two_steps(self):
        self.check_job(DEPLOY_START, "start", "finish")

    def test_a_complete_deploy(self):
        self.check_job(DEPLOY_COMPLETE, "complete")

    def test_a_deploy_whose_tag_the_api_writes(self):
        self.check_job(DEPLOY_BY_API, "complete")

    def test_a_rollback_in_two_steps(self):
        self.check_job(ROLLBACK_START, "start", "finish")

    def test_a_complete_rollback(self):
        self.check_job(ROLLBACK_COMPLETE, "complete")

    def check_job(self, scenario, *phases):
        run = self.prepare(scenario)["run"]
        points = self.find_points(scenario, phases, run)
        self.check_each(points, lambda point: self.check_point(point, scenario, phases, run),
                        WORKERS)

    def find_points(self, scenario, phases, run):
        """Every request of a job that is left alone, with everything that is to happen there."""
        points = []
        with CuttingProxy(self.server.url) as proxy, self.twin(proxy.url) as twin:
            result = None
            for step, phase in enumerate(phases):
                before = len(proxy.forwarded)
                result, requests = twin.requests_of(lambda: twin.run_step(
                    **twin.options(scenario, phase, run, result)))
                self.assertEqual(0, result.status, str(result))
                requests = [each.replace(twin.github.full_name, "*") for each in requests]
                to_git = [path.partition(".git")[2] for _, path, *_ in proxy.forwarded[before:]]
                points += [Point(step, server, each, all_of_it[:at + 1].count(each), moment)
                           for server, all_of_it in (("api", requests), ("git", to_git))
                           for at, each in enumerate(all_of_it)
                           for moment in ("before", "behind", "during")]
            twin.check_once(scenario, run)
        return points

    def options(self, scenario, phase, run, started):
        """What a step takes that belongs to the job of `scenario`."""
        options = {"operation": scenario.operation, "run": run, "phase": phase,
                   "environment": "production"}
        if phase != "finish":
            return options | scenario.inputs
        return options | {"job_status": "success",
                          "deployment_state": started.outputs["deployment_state"]}

    def check_point(self, point, scenario, phases, run):
        with CuttingProxy(self.server.url) as proxy, self.twin(proxy.url) as twin:
            result = None
            for phase in phases[:point.step]:
                result = twin.run_step(**twin.options(scenario, phase, run, result))
            hit = twin.options(scenario, phases[point.step], run, result)
            twin.check_end(point, twin.run_until(point, proxy, hit))
            twin.check_moved_once_or_not(scenario, run)
            result = None
            for phase in phases:
                result = twin.run_step(**twin.options(scenario, phase, run, result), env=AGAIN)
                self.assertEqual(0, result.status, str(result))
            twin.check_once(scenario, run)

    def run_until(self, point, proxy, options):
        """Starts a step that is hit at `point`, and waits for its end."""
        blow = Blow(signal.SIGTERM if point.moment == "during" else signal.SIGKILL)
        if point.server == "api":
            self.api.fail(with_=point.fault(blow), match=point.request, nth=point.nth)
        else:
            proxy.cut = BlowAtGit(blow, point)
        run = str(options.pop("run"))
        started = self.runner.start(**options, env={"GITHUB_RUN_ID": run})
        blow.aim(started[0])
        begun = time.monotonic()
        result = Runner.wait(started)
        self.assertLess(time.monotonic() - begun, TERM_LIMIT)
        proxy.cut = None
        return result

    def check_end(self, point, result):
        """Whether a step that was hit ended as it may: after a SIGTERM, by itself."""
        self.assertEqual("", result.stderr)
        if point.moment != "during":
            return self.assertEqual(-signal.SIGKILL, result.status, str(result))
        if result.status == 0:
            return self.assertEqual("done", result.decision, str(result))
        self.assertEqual((128 + signal.SIGTERM, "failed", "interrupted"),
                         (result.status, result.decision, result.reason_code), str(result))
        self.assertEqual(1, len(result.errors), str(result))

    def records_of(self, run):
        return [each for each in self.github.deployments
                if each.payload["shiptag"]["workflow_run_id"] == str(run)]

    def check_once(self, scenario, run):
        self.check_done(scenario, run)
        record, = self.records_of(run)
        self.assertEqual("success", record.states[-1])

    # Where the start of a deployment can be killed that GitHub has recorded as queued by then.
    queued = (Point(0, "api", DEPLOYMENT, 1, "behind"), Point(0, "api", STATUSES, 1, "before"))

    def start_and_kill(self, point, proxy, run):
        self.run_until(point, proxy, self.options(DEPLOY_START, "start", run, None))
        record, = self.records_of(run)
        self.assertEqual(([], self.before), (record.states, self.project.tags()))

    def check_cancelled(self, run, words):
        record, = self.records_of(run)
        self.assertEqual("error", record.states[-1])
        self.assertIn(words, record.statuses[-1].description)
        self.assertEqual(self.before, self.project.tags())
        self.assertEqual([], self.lines_of(run))

    def test_a_deployment_that_was_queued_is_cancelled_by_a_run_again(self):
        run = self.prepare(DEPLOY_START)["run"]
        for point in self.queued:
            with self.subTest(str(point)), CuttingProxy(self.server.url) as proxy:
                with self.twin(proxy.url) as twin:
                    twin.start_and_kill(point, proxy, run)
                    started = twin.run_step(**twin.options(DEPLOY_START, "start", run, None),
                                            env=AGAIN)
                    ended = twin.finish(started, "cancelled", "recorded", env=AGAIN)
                    self.assertEqual("cancelled", ended.outputs["status"])
                    twin.check_cancelled(run, "Cancelled")

    def test_a_deployment_that_was_queued_is_cancelled_by_the_next_one(self):
        run = self.prepare(DEPLOY_START)["run"]
        for point in self.queued:
            with self.subTest(str(point)), CuttingProxy(self.server.url) as proxy:
                with self.twin(proxy.url) as twin:
                    twin.start_and_kill(point, proxy, run)
                    twin.assert_refused("conflict", twin.roll_back())
                    twin.end_run(run, "cancelled")
                    twin.start(version="v1.0.2")
                    twin.check_cancelled(run, "Its run ended without reporting a result")

    def test_a_cancellation_whose_finish_is_killed_is_recorded_by_the_next(self):
        started = self.start(version="v1.0.2")
        for moment in ("before", "behind"):
            with self.subTest(moment), CuttingProxy(self.server.url) as proxy:
                with self.twin(proxy.url) as twin:
                    options = {**twin.options(DEPLOY_START, "finish", started.run, started),
                               "job_status": "cancelled"}
                    twin.run_until(Point(0, "api", STATUSES, 1, moment), proxy, dict(options))
                    ended = twin.run_step(**options, expect="recorded", env=AGAIN)
                    self.assertEqual("cancelled", ended.outputs["status"])
                    twin.check_cancelled(started.run, "Cancelled")


if __name__ == "__main__":
    unittest.main()
