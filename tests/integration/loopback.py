"""Servers on loopback that answer as a test tells them to."""
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers; says nothing of it, and keeps connections."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Runs while its context lasts."""

    daemon_threads = True

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.place = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.place}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
