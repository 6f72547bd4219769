"""A browser without a screen: cookies, redirects, forms as they stand in a page; and it sends what no browser would."""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.forms import Form, forms_of

BOUNDARY = "grens7f3a"


@dataclass
class Answer:
    """What came back in the end, and from where."""

    status: int
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def forms(self) -> list[Form]:
        return forms_of(self.text, self.path)

    def form_with(self, name: str) -> Form:
        """The form in which this field stands."""
        for form in self.forms:
            if name in form.typed or name in form.files or any(name == one for one, _ in form.values):
                return form
        raise AssertionError(f"no form with {name} on {self.path} ({self.status})")


class PlainBrowser:
    """One person's browser on one face."""

    def __init__(self, base: str, **headers: str) -> None:
        self.base = base
        self.headers = headers
        self.cookies: dict[str, str] = {}
        self.answers: list[Answer] = []

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, follow=True, **headers)

    def ask(
        self, method: str, path: str, body: bytes | None = None, *, follow: bool = True, **headers: str
    ) -> Answer:
        """Sends this, and follows where it leads."""
        answer = self._once(method, path, body, headers)
        for _ in range(6):
            if not follow or answer.status not in (301, 302, 303, 307):
                return answer
            target = urlsplit(urljoin(self.base + answer.path, answer.headers["location"]))
            answer = self._once(
                "GET", f"{target.path}?{target.query}" if target.query else target.path, None, {}
            )
        raise AssertionError(f"round and round at {answer.path}")

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        place = urlsplit(self.base)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        own = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if cookie and "Cookie" not in own:
            own["Cookie"] = cookie
        connection.putrequest(method, path, skip_host="Host" in own, skip_accept_encoding=True)
        for name, value in own.items():
            connection.putheader(name, value.encode("latin-1"))
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        found = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, path, found, response.read())
        connection.close()
        self.answers.append(answer)
        return answer

    def send(
        self,
        page: Answer,
        form: Form,
        values: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        **headers: str,
    ) -> Answer:
        """Sends a form of a page with these values in place of what stood in it."""
        values = values or {}
        pairs = [(name, value) for name, value in form.values if name not in values] + list(values.items())
        if form.method == "get":
            return self.get(f"{urlsplit(form.action).path}?{urlencode(pairs)}", **headers)
        own = {
            "Content_Type": "application/x-www-form-urlencoded",
            "Referer": self.base + page.path,
            **headers,
        }
        body = urlencode(pairs, errors="surrogateescape").encode()
        if files is not None:
            own["Content_Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            body = _multipart(pairs, files)
        return self.ask("POST", form.action, body, follow=True, **own)


def _multipart(pairs: list[tuple[str, str]], files: dict[str, tuple[str, bytes]]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
        if name not in files
    ]
    for name, (file_name, content) in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
