"""What can go wrong with one request to the stand-in for GitHub; see GithubApi.fail()."""
import dataclasses
import fnmatch
import json
from collections.abc import Callable

from github_rest import Response

FILLING = b" " * 65536


@dataclasses.dataclass(frozen=True)
class Fault:
    """How a request is met: `deliver` gets the handler and the true answer, None without one."""

    deliver: Callable
    takes_effect: bool = False
    then: Callable | None = None  # called once the request has come, or has taken effect

    def meet(self, handler, request):
        response = handler.server.api.respond(request) if self.takes_effect else None
        if self.then:
            self.then()
        self.deliver(handler, response)


def answer(status, body=b"", headers=None, then=None):
    """Another answer instead; a body that is no bytes becomes JSON."""
    response = (Response(status, headers or {}, body) if isinstance(body, bytes)
                else Response.of_json(status, body, headers))
    return Fault(lambda handler, _: handler.send(response), then=then)


def refusal(status, message, headers=None):
    """An error of GitHub's REST API, or of either API before it looks at a request."""
    response = Response.refused(status, message, headers)
    return Fault(lambda handler, _: handler.send(response))


def graphql_error(message, kind=None, data=None):
    """An answer of 200 with an error in it, as GraphQL has them."""
    entry = {"message": message, **({"type": kind} if kind else {})}
    return answer(200, {"data": data, "errors": [entry]})


def hang(then=None):
    """No answer, until the client has gone or the stand-in ends. Nothing takes effect."""
    return Fault(lambda handler, _: handler.wait_for_the_end(), then=then)


def drop_request(then=None):
    """The connection ends before anything takes effect."""
    return Fault(lambda handler, _: handler.end_connection(), then=then)


def lose_answer(then=None):
    """The request takes effect, and the connection ends without an answer."""
    return Fault(lambda handler, _: handler.end_connection(), takes_effect=True, then=then)


def cut_body():
    """The request takes effect, and the connection ends in the middle of the answer."""
    def deliver(handler, response):
        handler.send(response, body=response.body[:len(response.body) // 2])
        handler.end_connection()
    return Fault(deliver, takes_effect=True)


def oversize(size=64 * 1024 * 1024):
    """The request takes effect; blanks, which JSON allows, make its answer longer than `size`."""
    def deliver(handler, response):
        handler.send(response, length=len(response.body) + size)
        for _ in range(size // len(FILLING)):
            handler.wfile.write(FILLING)
        handler.end_connection()
    return Fault(deliver, takes_effect=True)


def changed(change):
    """The request takes effect; `change` turns the answer's JSON into another."""
    def deliver(handler, response):
        body = json.dumps(change(json.loads(response.body))).encode()
        handler.send(Response(response.status, response.headers, body))
    return Fault(deliver, takes_effect=True)


def wrong_types():
    """The request takes effect; the answer has its members, but each value of another type."""
    return changed(_with_wrong_types)


def _with_wrong_types(value):
    if isinstance(value, dict):
        return {name: _with_wrong_types(each) for name, each in value.items()}
    if isinstance(value, list):
        return {str(i): _with_wrong_types(each) for i, each in enumerate(value)}
    return {"instead of": value} if isinstance(value, str) else "instead"


@dataclasses.dataclass
class Injection:
    """A fault for the requests from the `nth` matching one on; `taken` says how often it was."""

    fault: Fault
    match: str
    nth: int
    times: int | None
    seen: int = 0
    taken: int = 0

    def take(self, name):
        """Whether the request called `name` is met with it."""
        if not fnmatch.fnmatchcase(name, self.match):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times is not None and self.taken >= self.times):
            return False
        self.taken += 1
        return True
