"""A proxy on loopback between shiptag and a git server, which cuts a connection at a chosen stage."""
import http.client
import http.server
import socket
import struct
import threading
import urllib.parse

STAGES_BEFORE_THE_SERVER = ("connect", "request_head", "request_body", "request")
STAGES_BEHIND_THE_SERVER = ("answered", "response_head", "response_body")


class Cut:
    """Where one connection ends: at `stage` of the first request whose path ends in `path`."""

    def __init__(self, path, stage, reset=False, then=None, times=1):
        self.path, self.stage, self.reset = path, stage, reset
        self.then = then      # called when the server has answered, before the connection ends
        self.times = times

    def __str__(self):
        return f"{self.path} {self.stage}, {'reset' if self.reset else 'closed'}"

    def take(self, path):
        """Whether a request for `path` is to be cut now."""
        if self.times == 0 or not path.endswith(self.path):
            return False
        self.times -= 1
        return True


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def end_connection(self):
        self.close_connection = True
        if self.server.cut.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def read_body(self, cut):
        """The request's body; None if the connection was cut in its middle."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
                if cut and self.server.cut.stage == "request_body":
                    return None
            self.rfile.readline()
            return body
        length = int(self.headers.get("Content-Length", 0))
        if cut and self.server.cut.stage == "request_body":
            self.rfile.read(length // 2)
            return None
        return self.rfile.read(length)

    def forward(self, body):
        """Asks the real server. Returns the whole response: its head and its body."""
        server = http.client.HTTPConnection("127.0.0.1", self.server.target_port, timeout=30)
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ("connection", "transfer-encoding", "content-length")}
        server.request(self.command, self.path, body or None, headers)
        response = server.getresponse()
        content = response.read()
        server.close()
        head = f"HTTP/1.1 {response.status} {response.reason}\r\n"
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                head += f"{name}: {value}\r\n"
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode("latin-1"), content

    def handle_request(self):
        cut = (self.server.cut and self.server.cut.stage != "connect"
               and self.server.cut.take(self.path))
        stage = self.server.cut.stage if cut else None
        if stage == "request_head":
            return self.end_connection()
        body = self.read_body(cut)
        if body is None or stage == "request":
            return self.end_connection()
        self.server.forwarded.append((self.command, self.path, dict(self.headers), body))
        head, content = self.forward(body)
        if cut and self.server.cut.then:
            self.server.cut.then()
        if stage == "response_head":
            self.wfile.write(head[:len(head) // 2])
        elif stage == "response_body":
            self.wfile.write(head + content[:len(content) // 2])
        elif stage is None:
            self.wfile.write(head + content)
        self.wfile.flush()
        return self.end_connection() if cut else None

    do_GET = do_POST = handle_request


class CuttingProxy(http.server.ThreadingHTTPServer):
    """Forwards to the server at `url`; set `cut` to say what happens to the next requests."""

    daemon_threads = True

    def __init__(self, url):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target_port = urllib.parse.urlsplit(url).port
        self.cut = None
        self.forwarded = []  # (method, path, headers, body) of each request
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def verify_request(self, request, client_address):
        """Whether a new connection is served at all."""
        return not (self.cut and self.cut.stage == "connect" and self.cut.take(self.cut.path))

    def handle_error(self, request, client_address):
        pass  # a client that went away, as clients do that are cut off

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
        self.thread.join()
