"""The stand-in for GitHub keeps the promises that the other tests rely on."""
import http.client
import json
import pathlib
import shutil
import tempfile
import unittest
import urllib.error
import urllib.request

import github_faults
from fixture import Project
from github_api import TOKEN, GithubApi
from github_repository import ZEROS, Ruleset

DEPLOYMENT = {"environment": "staging", "auto_merge": False, "required_contexts": []}
DEPLOYMENTS = """query Deployments($name: String!, $after: String) {
  repository(owner: "org", name: $name) {
    deployments(first: 2, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor } nodes { id state }
    }
  }
}"""
CHANGE = """mutation Change($a: CreateDeploymentStatusInput!, $b: CreateDeploymentStatusInput!) {
  a: createDeploymentStatus(input: $a) { deploymentStatus { state } }
  b: createDeploymentStatus(input: $b) { deploymentStatus { state } }
}"""
UPDATE = """mutation Update($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}"""


class GithubApiTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="shiptag-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.project = Project(self.folder / "x.git", commits=3)
        self.api = self.enterContext(GithubApi("http://127.0.0.1:9", "/api/v3", "/api/graphql"))
        self.repository = self.api.add_repository("org/x", self.project.folder)

    def ask(self, url, body=None, token=TOKEN):
        """The status, the headers and the JSON of an answer."""
        request = urllib.request.Request(
            url, data=None if body is None else json.dumps(body).encode(), headers={
                "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.load(error)

    def rest(self, path, body=None, **options):
        return self.ask(f"{self.api.url}/repos/org/x{path}", body, **options)

    def graphql(self, document, **variables):
        status, _, answer = self.ask(self.api.graphql_url,
                                     {"query": document, "variables": variables})
        self.assertEqual(200, status)
        return answer

    def deploy(self, commit=-1):
        status, _, answer = self.rest("/deployments",
                                      {**DEPLOYMENT, "ref": self.project.commits[commit]})
        self.assertEqual(201, status)
        return answer["node_id"]

    def test_a_success_ends_the_older_ones_unless_it_is_told_not_to(self):
        ids = [self.deploy() for _ in range(3)]
        for i, auto_inactive in enumerate((True, False, True)):
            self.graphql(CHANGE, a={"deploymentId": ids[i], "state": "IN_PROGRESS"},
                         b={"deploymentId": ids[i], "state": "SUCCESS",
                            "autoInactive": auto_inactive})
            if i == 1:
                self.assertEqual("success", self.repository.deployments[0].states[-1])
        self.assertEqual(["inactive", "inactive", "success"],
                         [each.states[-1] for each in self.repository.deployments])

    def test_deployments_come_in_pages_newest_first(self):
        ids = [self.deploy() for _ in range(3)]
        self.repository.deployments[0].add_status("success")
        pages, after = [], None
        for _ in range(2):
            data = self.graphql(DEPLOYMENTS, name="x", after=after)["data"]
            page = data["repository"]["deployments"]
            after = page["pageInfo"]["endCursor"]
            pages.append(page["nodes"])
        self.assertEqual([ids[2], ids[1], ids[0]], [node["id"] for page in pages for node in page])
        self.assertEqual("ACTIVE", pages[1][0]["state"])
        self.assertFalse(page["pageInfo"]["hasNextPage"])

    def test_of_several_mutations_one_may_fail(self):
        node_id = self.deploy()
        answer = self.graphql(CHANGE, a={"deploymentId": "gone", "state": "QUEUED"},
                              b={"deploymentId": node_id, "state": "QUEUED"})
        self.assertEqual({"a": None, "b": {"deploymentStatus": {"state": "QUEUED"}}},
                         answer["data"])
        self.assertEqual([("NOT_FOUND", ["a"])],
                         [(error["type"], error["path"]) for error in answer["errors"]])

    def update(self, *updates):
        return self.graphql(UPDATE, input={"repositoryId": self.repository.node_id, "refUpdates": [
            {"name": f"refs/tags/{name}", "beforeOid": old, "afterOid": new, "force": True}
            for name, old, new in updates]})

    def test_refs_are_moved_all_or_none_from_the_values_they_must_have(self):
        first, second, third = self.project.commits
        self.assertNotIn("errors", self.update(("a", ZEROS, first), ("b", ZEROS, first)))
        self.assertNotIn("errors", self.update(("a", first, third), ("b", first, second)))
        for updates in ((("a", third, first), ("b", first, third)),
                        (("a", third, first), ("b", ZEROS, third)),
                        (("a", third, ZEROS), ("c", first, second))):
            self.assertIn("errors", self.update(*updates))
            self.assertEqual({"a": third, "b": second}, self.project.tags())
        self.assertNotIn("errors", self.update(("a", third, ZEROS), ("b", second, first)))
        self.assertEqual({"b": first}, self.project.tags())

    def test_a_tag_is_written_as_an_object_and_not_yet_as_a_ref(self):
        tagger = {"name": "A", "email": "a@example.com", "date": "2026-01-02T03:04:05Z"}
        asked = {"tag": "v1", "object": self.project.commits[0], "type": "commit",
                 "message": "hi\n", "tagger": tagger}
        status, _, answer = self.rest("/git/tags", asked)
        self.assertEqual(201, status)
        self.assertEqual({}, self.project.tags())
        self.assertIn("tagger A <a@example.com> 1767323045 +0000\n\nhi",
                      self.project.git("cat-file", "tag", answer["sha"]))

    def test_a_wrong_token_and_a_missing_permission_are_refused(self):
        self.assertEqual(401, self.rest("/rulesets", token="another-unreal-token")[0])
        self.api.permissions["deployments"] = "read"
        status, headers, answer = self.rest("/deployments", {**DEPLOYMENT, "ref": "main"})
        self.assertEqual((403, "deployments=write", "Resource not accessible by integration"),
                         (status, headers["X-Accepted-GitHub-Permissions"], answer["message"]))
        status = {"deploymentId": self.repository.add_deployment("staging").node_id,
                  "state": "QUEUED"}
        self.assertEqual({"FORBIDDEN"}, {error["type"] for error in self.graphql(
            CHANGE, a=status, b=status)["errors"]})
        self.assertEqual([], self.repository.deployments[0].statuses)

    def test_only_a_token_that_may_change_a_ruleset_sees_who_may_bypass_it(self):
        self.repository.rulesets.append(Ruleset("fixed", [{"type": "update"}]))
        path = f"/rulesets/{self.rest('/rulesets')[2][0]['id']}"
        self.assertNotIn("bypass_actors", self.rest(path)[2])
        self.api.permissions["administration"] = "write"
        self.assertEqual([], self.rest(path)[2]["bypass_actors"])

    def test_a_fault_says_whether_the_request_took_effect(self):
        lost = (http.client.HTTPException, OSError)
        for fault, error, made in ((github_faults.drop_request(), lost, 0),
                                   (github_faults.lose_answer(), lost, 1),
                                   (github_faults.cut_body(), http.client.IncompleteRead, 1),
                                   (github_faults.answer(200, b"{"), ValueError, 0)):
            injection = self.api.fail(match="POST */deployments", nth=2, with_=fault)
            self.deploy()
            self.repository.deployments.clear()
            with self.assertRaises(error):
                self.deploy()
            self.assertEqual((1, made), (injection.taken, len(self.repository.deployments)))

    def test_a_fault_can_change_an_answer(self):
        self.api.fail(with_=github_faults.wrong_types())
        self.assertEqual((200, {}), self.rest("/rulesets")[::2])
        slow_down = github_faults.refusal(429, "Slow down", {"Retry-After": "7"})
        self.api.fail(with_=slow_down, times=None)
        for _ in range(2):
            status, headers, answer = self.rest("/rulesets")
            self.assertEqual((429, "7", "Slow down"),
                             (status, headers["Retry-After"], answer["message"]))
        self.assertEqual([], self.api.exchanges)
        self.assertEqual(["GET /repos/org/x/rulesets"] * 3, self.api.requests)


if __name__ == "__main__":
    unittest.main()
