"""GitHub's answers for REST, whole: every member that its description requires."""
import urllib.parse

USER_LINKS = {"followers_url": "/followers", "following_url": "/following{/other_user}",
              "gists_url": "/gists{/gist_id}", "starred_url": "/starred{/owner}{/repo}",
              "subscriptions_url": "/subscriptions", "organizations_url": "/orgs",
              "repos_url": "/repos", "events_url": "/events{/privacy}",
              "received_events_url": "/received_events"}
REPOSITORY_LINKS = {
    "archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}", "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}", "contributors_url": "/contributors",
    "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
    "forks_url": "/forks", "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}", "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}",
    "languages_url": "/languages", "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}", "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}", "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}", "subscribers_url": "/subscribers",
    "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}"}


class Bodies:
    """The answers about one repository, with the API's addresses below `url`."""

    def __init__(self, repository, url):
        self.repository = repository
        self.root = url
        self.url = f"{url}/repos/{repository.full_name}"
        self.server = repository.server_url
        self.page = f"{self.server}/{repository.full_name}"

    def user(self, login, **more):
        encoded = urllib.parse.quote(login)
        url = f"{self.root}/users/{encoded}"
        links = {name: url + rest for name, rest in USER_LINKS.items()}
        return {"login": login, "id": 583231, "node_id": "MDQ6VXNlcjU4MzIzMQ==", "gravatar_id": "",
                "avatar_url": f"{self.server}/images/{encoded}.png", "url": url,
                "html_url": f"{self.server}/{encoded}", "type": "User", "site_admin": False,
                **links, **more}

    def minimal_repository(self):
        repository = self.repository
        links = {name: self.url + rest for name, rest in REPOSITORY_LINKS.items()}
        return {"id": repository.number, "node_id": repository.node_id, "name": repository.name,
                "full_name": repository.full_name, "owner": self.user(repository.owner),
                "private": True, "html_url": self.page, "description": None, "fork": False,
                "url": self.url, **links}

    def deployment(self, deployment):
        url = f"{self.url}/deployments/{deployment.number}"
        return {"url": url, "id": deployment.number, "node_id": deployment.node_id,
                "sha": deployment.sha, "ref": deployment.ref, "task": deployment.task,
                "payload": deployment.payload, "original_environment": deployment.environment,
                "environment": deployment.environment, "description": deployment.description,
                "creator": self.user(deployment.creator, type="Bot"),
                "created_at": deployment.created_at, "updated_at": deployment.created_at,
                "statuses_url": f"{url}/statuses", "repository_url": self.url,
                "transient_environment": deployment.transient_environment,
                "production_environment": deployment.production_environment}

    def run(self, run):
        url, page = (f"{place}/actions/runs/{run.number}" for place in (self.url, self.page))
        head = self.repository.resolve("HEAD")
        tree = self.repository.resolve("HEAD^{tree}")
        someone = {"name": "Someone", "email": "someone@example.com"}
        links = {f"{name}_url": f"{url}/{name}" for name in
                 ("jobs", "logs", "artifacts", "cancel", "rerun")}
        return {"id": run.number, "name": run.name, "node_id": f"WFR_kwLOAB{run.number}",
                "head_branch": run.head_branch, "head_sha": head,
                "path": f".github/workflows/{run.workflow}", "display_title": "change",
                "run_number": 1, "event": run.event, "status": run.status,
                "conclusion": run.conclusion, "workflow_id": 1, "url": url, "html_url": page,
                "check_suite_url": f"{self.url}/check-suites/1", "pull_requests": [],
                "created_at": run.created_at, "updated_at": run.created_at,
                "run_started_at": run.created_at, "actor": self.user(run.actor),
                "triggering_actor": self.user(run.actor), "run_attempt": run.run_attempt,
                "workflow_url": f"{self.url}/actions/workflows/1", **links,
                "head_commit": {"id": head, "tree_id": tree, "message": "change",
                                "timestamp": run.created_at, "author": someone,
                                "committer": someone},
                "repository": self.minimal_repository(),
                "head_repository": self.minimal_repository()}

    def group(self, name, members):
        encoded = urllib.parse.quote(name, safe="")
        return {"group_name": name,
                "group_url": f"{self.url}/actions/concurrency_groups/{encoded}",
                "total_count": len(members), "group_members": [self.member(m) for m in members]}

    def member(self, member):
        run = member.run
        url, page = (f"{place}/actions/runs/{run.number}" for place in (self.url, self.page))
        job = {"job_id": member.number, "job_name": member.job,
               "job_url": f"{self.url}/actions/jobs/{member.number}",
               "job_html_url": f"{page}/job/{member.number}"} if member.job else {}
        return {"run_id": run.number, "run_name": run.name, "run_url": url, "run_html_url": page,
                "status": member.status, **job}

    def approval(self, approval):
        environments = [{"id": 56780428 + i, "node_id": f"EN_kwDOAB{i}", "name": name,
                         "url": f"{self.url}/environments/{name}",
                         "html_url": f"{self.page}/deployments/activity_log",
                         "created_at": "2020-11-23T22:00:40Z", "updated_at": "2020-11-23T22:00:40Z"}
                        for i, name in enumerate(approval.environments)]
        return {"state": approval.state, "comment": approval.comment,
                "user": self.user(approval.user), "environments": environments}

    def permission(self, login, role):
        may = {"pull": ("read", "triage", "write", "maintain", "admin"),
               "triage": ("triage", "write", "maintain", "admin"),
               "push": ("write", "maintain", "admin"), "maintain": ("maintain", "admin"),
               "admin": ("admin",)}
        basic = {"maintain": "write", "triage": "read"}.get(role, role)
        return {"permission": basic, "role_name": role,
                "user": self.user(login, role_name=role, permissions={
                    name: role in roles for name, roles in may.items()})}

    def dispatch(self, run):
        return {"workflow_run_id": run.number, "run_url": f"{self.url}/actions/runs/{run.number}",
                "html_url": f"{self.page}/actions/runs/{run.number}"}

    def tag(self, sha, asked):
        return {"node_id": f"TA_kwDOAB{sha}", "tag": asked["tag"], "sha": sha,
                "url": f"{self.url}/git/tags/{sha}", "message": asked["message"],
                "tagger": asked["tagger"],
                "object": {"sha": asked["object"], "type": asked["type"],
                           "url": f"{self.url}/git/{asked['type']}s/{asked['object']}"},
                "verification": {"verified": False, "reason": "unsigned", "signature": None,
                                 "payload": None, "verified_at": None}}

    def ruleset(self, ruleset, whole, shows_bypass=False):
        """As listed, or whole; who may bypass it is shown only to those who may change it."""
        brief = {"id": ruleset.number, "name": ruleset.name, "target": ruleset.target,
                 "source_type": "Repository", "source": self.repository.full_name,
                 "enforcement": ruleset.enforcement, "node_id": f"RRS_lACkAB{ruleset.number}",
                 "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
                 "_links": {"self": {"href": f"{self.url}/rulesets/{ruleset.number}"},
                            "html": {"href": f"{self.page}/rules/{ruleset.number}"}}}
        if not whole:
            return brief
        bypass = {"bypass_actors": ruleset.bypass_actors} if shows_bypass else {}
        return {**brief, "rules": ruleset.rules, **bypass,
                "current_user_can_bypass": ruleset.current_user_can_bypass,
                "conditions": {"ref_name": {"include": ruleset.include, "exclude": []}}}
