"""Whether a web face answers; for the runner, and as the health check of a container.

python -m config.runner.http_check PORT PUBLIC_URL [PATH [HOST]]
"""

import http.client
import sys
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit


def answers_http(port: int, url: str, path: str = "/gezond", host: str = "127.0.0.1") -> Callable[[], bool]:
    """A check that the web server on this port gives an answer that is not a failure of its own."""
    parts = urlsplit(url)
    headers = {"Host": parts.netloc}
    if parts.scheme == "https":
        headers["X-Forwarded-Proto"] = "https"

    def check() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", path, headers=headers)
            return connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return check


if __name__ == "__main__":
    sys.exit(0 if answers_http(int(sys.argv[1]), *sys.argv[2:])() else 1)
