"""A stateful stand-in on loopback for the parts of GitHub's API that shiptag uses.

    with GithubApi(server_url) as api:
        repository = api.add_repository("org/project", folder)   # a bare git repository
        repository.add_run(1000)
        api.fail(nth=2, with_=github_faults.lose_answer())
        ... api.url, api.graphql_url, api.requests, repository.deployments ...

What it keeps is in github_repository; what it answers in github_rest and github_graph, in the shape
that GitHub describes, to which tests/contract/github holds it; what can go wrong in github_faults.
"""
import http.server
import itertools
import json
import os
import pathlib
import re
import select
import socket
import tempfile
import threading
import traceback

import github_graphql
from github_faults import Injection
from github_graph import Graph
from github_repository import Refusal, Repository
from github_rest import Request, Response, Rest

TOKEN = "not-a-real-token"
API_VERSION = "2022-11-28"
HANG_LIMIT = 120  # seconds
LEVELS = ("none", "read", "write")


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or an answer's body waits for its head to be acknowledged

    def log_message(self, *_):
        pass

    def handle_request(self):
        api = self.server.api
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        if fault := api.arrived(request):
            fault.meet(self, request)
        else:
            response = api.respond(request)
            api.record(request, response)
            self.send(response)

    do_GET = do_POST = handle_request

    def send(self, response, body=None, length=None):
        """Sends an answer; another body or length than its own makes a broken one of it."""
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            size = len(response.body) if length is None else length
            self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(response.body if body is None else body)
        self.wfile.flush()

    def end_connection(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def wait_for_the_end(self):
        """Until the client has closed the connection, or the stand-in ends."""
        select.select([self.connection, self.server.api.end_of_all], [], [], HANG_LIMIT)
        self.end_connection()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that went away, as clients do that are cut off


class GithubApi:
    """GitHub's API at `url` and `graphql_url` while its context lasts.

    permissions  What the token was granted; reading metadata always is.
    requests     What came, in order: `POST /repos/org/x/deployments`, or an operation of GraphQL.
    exchanges    The whole of each exchange that went without a fault.
    """

    def __init__(self, server_url, rest_path="", graphql_path="/graphql", token=TOKEN):
        self.server_url = server_url  # of the repositories' pages
        self.rest_path, self.graphql_path, self.token = rest_path, graphql_path, token
        self.permissions = {"contents": "write", "deployments": "write", "actions": "write"}
        self.repositories = {}  # full name -> Repository
        self.tells_dispatched_runs = True  # older servers do not
        self.requests, self.exchanges = [], []
        self._injections = []
        self._lock = threading.RLock()
        self._answered = itertools.count(1)
        self._rest, self._graph = Rest(self), Graph(self)
        self._file = _file_for_exchanges()

    def __enter__(self):
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        origin = f"http://127.0.0.1:{self._server.server_port}"
        self.url, self.graphql_url = origin + self.rest_path, origin + self.graphql_path
        self.end_of_all, self._living = socket.socketpair()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,),
                                        daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._living.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.end_of_all.close()

    def add_repository(self, full_name, folder):
        self.repositories[full_name] = Repository(full_name, folder, self.server_url)
        return self.repositories[full_name]

    def fail(self, *, with_, match="*", nth=1, times=1):
        """Meets the `nth` request from now on, and `times - 1` after it (None: all), with a fault.

        match  Counts only these: a pattern for what `requests` has, `POST */git/tags`.
        Returns an object whose `taken` says how often it happened.
        """
        injection = Injection(with_, match, nth, times)
        with self._lock:
            self._injections.append(injection)
        return injection

    def is_granted(self, permission, level):
        granted = "read" if permission == "metadata" else self.permissions.get(permission, "none")
        return LEVELS.index(granted) >= LEVELS.index(level)

    def arrived(self, request):
        """Notes a request. Returns the fault that it is to be met with, if any."""
        name = self._operation(request) or f"{request.method} {self._below(request.path)}"
        with self._lock:
            self.requests.append(name)
            taken = [each.fault for each in self._injections if each.take(name)]
        return taken[0] if taken else None

    def respond(self, request):
        """What GitHub would answer; what the request asks for has been done then."""
        with self._lock:
            try:
                response = self._answer(request)
            except Refusal as refusal:
                response = Response.refused(refusal.status, refusal.message, refusal.headers)
            except Exception:  # a defect of the stand-in's own, or a request nobody foresaw
                response = Response(500, {"Content-Type": "text/plain"},
                                    traceback.format_exc().encode())
            used = next(self._answered)
        response.headers |= {"X-RateLimit-Limit": "1000", "X-RateLimit-Used": str(used),
                             "X-RateLimit-Remaining": str(max(0, 1000 - used)),
                             "X-GitHub-Request-Id": f"0000:0000:{used:08X}"}
        return response

    def record(self, request, response):
        operation = self._operation(request)
        exchange = {"method": request.method, "path": self._below(request.target),
                    "request_headers": {**request.headers, "authorization": "Bearer ***"},
                    "request_body": request.body.decode("utf-8", "replace"),
                    "status": response.status, "response_headers": response.headers,
                    "response_body": response.body.decode(), "operation": operation}
        if operation:
            try:
                sent = request.json()
            except Refusal:
                sent = {}
            exchange |= {"document": sent.get("query", ""), "variables": sent.get("variables", {})}
        with self._lock:
            self.exchanges.append(exchange)
            if self._file:
                with open(self._file, "a") as file:
                    file.write(json.dumps(exchange) + "\n")

    def _answer(self, request):
        if not request.headers.get("user-agent"):
            raise Refusal(403, "Request forbidden by administrative rules. Please make sure your "
                               "request has a User-Agent header")
        if "authorization" not in request.headers:
            raise Refusal(401, "Requires authentication")
        if request.headers["authorization"] not in (f"Bearer {self.token}", f"token {self.token}"):
            raise Refusal(401, "Bad credentials")
        if request.method == "POST" and request.path == self.graphql_path:
            return self._answer_graphql(request)
        if request.headers.get("x-github-api-version", API_VERSION) != API_VERSION:
            raise Refusal(400, "The requested API version is not supported")
        if not request.path.startswith(self.rest_path + "/"):
            raise Refusal(404, "Not Found")
        return self._rest.answer(Request(request.method, self._below(request.target),
                                         request.headers, request.body))

    def _answer_graphql(self, request):
        sent = request.json()
        try:
            operation = github_graphql.parse(sent.get("query", ""))
            answer = github_graphql.execute(operation, sent.get("variables") or {},
                                            self._graph.roots)
        except github_graphql.Malformed as malformed:
            answer = {"errors": [malformed.entry]}
        return Response.of_json(200, answer)

    def _operation(self, request):
        """The name of the GraphQL operation that is asked for; None if it is none."""
        if request.path != self.graphql_path:
            return None
        found = re.search(rb"(?:query|mutation) +(\w+)", request.body)
        return found[1].decode() if found else "GraphQL"

    def _below(self, target):
        """A request's target as GitHub describes it, below the API's own path."""
        return target.removeprefix(self.rest_path)


def _file_for_exchanges():
    """A file of one's own in the folder that SHIPTAG_EXCHANGES names, or None."""
    folder = os.environ.get("SHIPTAG_EXCHANGES")
    if not folder:
        return None
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    file, path = tempfile.mkstemp(prefix="exchanges-", suffix=".jsonl", dir=folder)
    os.close(file)
    return path
