"""The part of GitHub's REST API that the stand-in answers to."""
import calendar
import dataclasses
import json
import re
import subprocess
import time
import urllib.parse

from github_bodies import Bodies
from github_repository import Refusal, now

DOCUMENTATION = "https://docs.github.com/rest"
INPUT_LIMIT = 25


@dataclasses.dataclass
class Request:
    """A request for what is below the API's address; its path is still percent-encoded."""

    method: str
    target: str  # path and query
    headers: dict  # names in lower case
    body: bytes

    @property
    def path(self):
        return self.target.partition("?")[0]

    @property
    def query(self):
        return dict(urllib.parse.parse_qsl(self.target.partition("?")[2]))

    def json(self):
        try:
            members = json.loads(self.body)
        except ValueError:
            members = None
        if not isinstance(members, dict):
            raise Refusal(400, "Problems parsing JSON")
        return members


@dataclasses.dataclass
class Response:
    status: int
    headers: dict = dataclasses.field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of_json(cls, status, value, headers=None):
        kind = {"Content-Type": "application/json; charset=utf-8"}
        return cls(status, {**kind, **(headers or {})}, json.dumps(value).encode())

    @classmethod
    def refused(cls, status, message, headers=None):
        """An error in GitHub's shape."""
        return cls.of_json(status, {"message": message, "documentation_url": DOCUMENTATION,
                                    "status": str(status)}, headers)


def not_found():
    return Refusal(404, "Not Found")


class Rest:
    """Answers requests out of the state of `api`."""

    # Method, path below the repository, the permission it takes, the function that answers.
    ROUTES = [(method, re.compile(path), *rest) for method, path, *rest in (
        ("POST", "/deployments", "deployments=write", "create_deployment"),
        ("GET", "/actions/concurrency_groups/([^/]+)", "actions=read", "get_group"),
        ("GET", "/actions/runs/([0-9]+)", "actions=read", "get_run"),
        ("GET", "/actions/runs/([0-9]+)/approvals", "actions=read", "list_approvals"),
        ("GET", "/collaborators/([^/]+)/permission", "metadata=read", "get_permission"),
        ("POST", "/actions/workflows/([^/]+)/dispatches", "actions=write", "dispatch"),
        ("POST", "/git/tags", "contents=write", "create_tag"),
        ("GET", "/rulesets", "metadata=read", "list_rulesets"),
        ("GET", "/rulesets/([0-9]+)", "metadata=read", "get_ruleset"))]

    def __init__(self, api):
        self.api = api

    def answer(self, request):
        found = re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)", request.path)
        repository = found and self.api.repositories.get(urllib.parse.unquote(found[1]))
        if not repository:
            raise not_found()
        bodies = Bodies(repository, self.api.url)
        for method, path, permission, answer in self.ROUTES:
            match = path.fullmatch(found[2])
            if match and method == request.method:
                self.require(permission)
                groups = map(urllib.parse.unquote, match.groups())
                return getattr(self, answer)(request, repository, bodies, *groups)
        raise not_found()

    def require(self, permission):
        if not self.api.is_granted(*permission.split("=")):
            raise Refusal(403, "Resource not accessible by integration",
                          headers={"X-Accepted-GitHub-Permissions": permission})

    def create_deployment(self, request, repository, bodies):
        asked = request.json()
        sha = repository.resolve(f"{asked['ref']}^{{commit}}")
        if sha is None:
            raise Refusal(422, f"No ref found for: {asked['ref']}")
        if asked.get("auto_merge", True) and sha != repository.resolve("HEAD"):
            return Response.of_json(202, {
                "message": f"Auto-merged {repository.default_branch()} into {asked['ref']} on "
                           "deployment."})
        environment = asked.get("environment", "production")
        created = repository.add_deployment(
            environment, sha, ref=asked["ref"], task=asked.get("task", "deploy"),
            payload=asked.get("payload", ""), description=asked.get("description", ""),
            production_environment=asked.get("production_environment", environment == "production"),
            transient_environment=asked.get("transient_environment", False))
        return Response.of_json(201, bodies.deployment(created))

    def get_group(self, _, repository, bodies, name):
        members = repository.groups.get(name.lower())
        if not members:
            raise not_found()
        return Response.of_json(200, bodies.group(name, members))

    def get_run(self, _, repository, bodies, number):
        if int(number) not in repository.runs:
            raise not_found()
        return Response.of_json(200, bodies.run(repository.runs[int(number)]))

    def list_approvals(self, _, repository, bodies, number):
        if int(number) not in repository.runs:
            raise not_found()
        approvals = repository.approvals.get(int(number), [])
        return Response.of_json(200, [bodies.approval(each) for each in approvals])

    def get_permission(self, _, repository, bodies, login):
        if login not in repository.people:
            raise Refusal(404, f"{login} is not a user")
        return Response.of_json(200, bodies.permission(login, repository.people[login]))

    def dispatch(self, request, repository, bodies, workflow):
        asked = request.json()
        inputs = asked.get("inputs", {})
        if workflow not in repository.workflows:
            raise not_found()
        if not repository.resolve(asked["ref"]):
            raise Refusal(422, f"No ref found for: {asked['ref']}")
        unexpected = [name for name in inputs if name not in repository.workflows[workflow]]
        if unexpected or len(inputs) > INPUT_LIMIT:
            raise Refusal(422, f"Unexpected inputs provided: {json.dumps(unexpected)}")
        run = repository.add_run(max(repository.runs, default=0) + 1, status="queued",
                                 event="workflow_dispatch", workflow=workflow)
        repository.dispatches.append({"workflow": workflow, "run": run, **asked})
        if not asked.get("return_run_details") or not self.api.tells_dispatched_runs:
            return Response(204)
        return Response.of_json(200, bodies.dispatch(run))

    def create_tag(self, request, repository, bodies):
        asked = {"tagger": {}, **request.json()}
        asked["tagger"] = {"name": "github-actions[bot]", "email": "bot@example.com",
                           "date": now(), **asked["tagger"]}
        tagger = asked["tagger"]
        seconds = calendar.timegm(time.strptime(tagger["date"], "%Y-%m-%dT%H:%M:%SZ"))
        content = (f"object {asked['object']}\ntype {asked['type']}\ntag {asked['tag']}\n"
                   f"tagger {tagger['name']} <{tagger['email']}> {seconds} +0000\n\n"
                   f"{asked['message']}")
        try:
            sha = repository.git("mktag", stdin=content.encode())
        except subprocess.CalledProcessError as error:
            raise Refusal(422, error.stderr.decode("utf-8", "replace").strip()) from None
        return Response.of_json(201, bodies.tag(sha, asked))

    def list_rulesets(self, request, repository, bodies):
        targets = request.query.get("targets", "branch,tag,push").split(",")
        found = [each for each in repository.rulesets if each.target in targets]
        size, page = (int(request.query.get(name, default))
                      for name, default in (("per_page", "30"), ("page", "1")))
        headers = {}
        if len(found) > page * size:
            query = urllib.parse.urlencode({**request.query, "page": page + 1})
            headers["Link"] = f'<{self.api.url}{request.path}?{query}>; rel="next"'
        shown = found[(page - 1) * size:page * size]
        return Response.of_json(200, [bodies.ruleset(each, whole=False) for each in shown], headers)

    def get_ruleset(self, _, repository, bodies, number):
        for ruleset in repository.rulesets:
            if ruleset.number == int(number):
                shows_bypass = self.api.is_granted("administration", "write")
                return Response.of_json(200, bodies.ruleset(ruleset, True, shows_bypass))
        raise not_found()
