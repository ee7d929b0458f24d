"""The part of GitHub's GraphQL schema that the stand-in answers to."""
import base64
import json

from github_repository import Refusal, Status

PAGE_LIMIT = 100
DESCRIPTION_LIMIT = 140
# What GraphQL calls the state of a deployment by its newest status.
DEPLOYMENT_STATES = {"success": "ACTIVE", None: "PENDING"}


def connection(items, as_node, first, after=None):
    """A page of `items`. Cursors are opaque to everybody else."""
    if not 1 <= first <= PAGE_LIMIT:
        raise Refusal(200, f"Requesting {first} records on a connection exceeds the `first` limit "
                           f"of {PAGE_LIMIT} records.", "EXCESSIVE_PAGINATION")
    start = int(base64.b64decode(after)[len("cursor:"):]) if after else 0
    end = start + len(items[start:start + first])
    cursor = base64.b64encode(f"cursor:{end}".encode()).decode() if end > start else None
    return {"totalCount": len(items), "nodes": [as_node(item) for item in items[start:end]],
            "pageInfo": {"__typename": "PageInfo", "hasNextPage": end < len(items),
                         "endCursor": cursor}}


def status_node(status):
    return {"__typename": "DeploymentStatus", "id": f"DES_kwDOAB{status.number}",
            "state": status.state.upper(), "createdAt": status.created_at,
            "logUrl": status.log_url or None, "environmentUrl": status.environment_url or None,
            "description": status.description}


def deployment_node(deployment):
    newest_first = deployment.statuses[::-1]
    state = newest_first[0].state if newest_first else None
    return {"__typename": "Deployment", "id": deployment.node_id,
            "state": DEPLOYMENT_STATES.get(state) or state.upper(),
            "createdAt": deployment.created_at, "environment": deployment.environment,
            "commitOid": deployment.sha, "task": deployment.task,
            "description": deployment.description, "payload": json.dumps(deployment.payload),
            "latestStatus": status_node(newest_first[0]) if newest_first else None,
            "statuses": lambda first, after=None: {
                "__typename": "DeploymentStatusConnection",
                **connection(newest_first, status_node, first, after)}}


class Graph:
    """What a document can reach, as execute() takes it."""

    def __init__(self, api):
        self.api = api
        self.roots = {
            "query": {"__typename": "Query", "repository": self.repository},
            "mutation": {"__typename": "Mutation", "updateRefs": self.update_refs,
                         "createDeploymentStatus": self.create_deployment_status}}

    def repository(self, owner, name):
        found = self.api.repositories.get(f"{owner}/{name}")
        if found is None:
            raise Refusal(200, f"Could not resolve to a Repository with the name '{owner}/{name}'.",
                          "NOT_FOUND")
        branch = found.default_branch()
        return {"__typename": "Repository", "id": found.node_id, "nameWithOwner": found.full_name,
                "defaultBranchRef": branch and {"__typename": "Ref", "name": branch},
                "object": lambda expression=None: self.object(found, expression),
                "environment": lambda name: self.environment(found, name),
                "deployments": lambda **arguments: self.deployments(found, **arguments)}

    @staticmethod
    def object(repository, expression):
        oid = repository.resolve(expression) if expression else None
        return oid and {"__typename": "GitObject", "oid": oid}

    @staticmethod
    def environment(repository, name):
        if name not in repository.environments:
            return None
        rules = repository.environments[name]
        return {"__typename": "Environment", "name": name,
                "protectionRules": lambda first, after=None: {
                    "__typename": "DeploymentProtectionRuleConnection",
                    **connection(rules, lambda rule: {"__typename": "DeploymentProtectionRule",
                                                      "type": rule}, first, after)}}

    # The names of the arguments are the schema's.
    def deployments(self, repository, first, after=None, environments=None, orderBy=None):
        found = [each for each in repository.deployments
                 if environments is None or each.environment in environments]
        order = orderBy or {"field": "CREATED_AT", "direction": "ASC"}
        found.sort(key=lambda each: (each.created_at, each.number),
                   reverse=order["direction"] == "DESC")
        answer = connection(found, deployment_node, first, after)
        if not self.api.is_granted("deployments", "read"):
            answer["nodes"] = self.refuse
        return {"__typename": "DeploymentConnection", **answer}

    @staticmethod
    def refuse():
        raise Refusal(200, "Resource not accessible by integration", "FORBIDDEN")

    def create_deployment_status(self, input):
        if not self.api.is_granted("deployments", "write"):
            self.refuse()
        for repository in self.api.repositories.values():
            if deployment := repository.find_deployment(input["deploymentId"]):
                break
        else:
            raise Refusal(200, "Could not resolve to a node with the global id of "
                               f"'{input['deploymentId']}'.", "NOT_FOUND")
        if len(input.get("description", "")) > DESCRIPTION_LIMIT:
            raise Refusal(200, f"Description is too long (maximum is {DESCRIPTION_LIMIT} "
                               "characters)")
        status = Status(input["state"].lower(), input.get("description", ""),
                        input.get("environmentUrl", ""), input.get("logUrl", ""),
                        input.get("autoInactive", True))
        repository.set_status(deployment, status)
        return {"__typename": "CreateDeploymentStatusPayload",
                "clientMutationId": input.get("clientMutationId"),
                "deploymentStatus": status_node(status)}

    def update_refs(self, input):
        if not self.api.is_granted("contents", "write"):
            self.refuse()
        for repository in self.api.repositories.values():
            if repository.node_id == input["repositoryId"]:
                break
        else:
            raise Refusal(200, "Could not resolve to a node with the global id of "
                               f"'{input['repositoryId']}'.", "NOT_FOUND")
        repository.update_refs([
            (ref["name"], ref.get("beforeOid"), ref["afterOid"], ref.get("force", False))
            for ref in input["refUpdates"]])
        return {"__typename": "UpdateRefsPayload",
                "clientMutationId": input.get("clientMutationId")}
