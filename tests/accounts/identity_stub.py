"""An identity service on loopback: OpenID Connect as an institution runs it, which can be told to do it wrong."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "due-regard", "a shared secret of forty characters or more"


@dataclass
class Service:
    """`person` is who signs in there; `claims` replace or, with None, remove what its token says."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    describes: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] | None = None
    algorithm: str = "RS256"
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    signs_with: Any = None
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def describe(self, _: dict[str, str]) -> dict[str, Any]:
        paths = {"authorization": "authorise", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in paths.items()}
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **found, **self.describes}

    def keys(self, _: dict[str, str]) -> dict[str, Any]:
        known = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**known, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorise(self, given: dict[str, str]) -> str:
        """The address to which the browser is sent back."""
        self.asked.append(given)
        code = secrets.token_urlsafe()
        self.codes[code] = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code: once, with our secret, and for whoever began (PKCE)."""
        begun = self.codes.pop(given.get("code", ""), None)
        if begun is None or given.get("client_secret") != SECRET:
            return None
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != begun["code_challenge"]:
            return None
        if self.answers is not None:
            return self.answers
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.signed(begun["nonce"])}

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        said = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        key = None if self.algorithm == "none" else self.signs_with or self.key
        return jwt.encode(said, key, algorithm=self.algorithm, headers={"kid": "one"})


def handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(address.query).items()}
            pages = {"/.well-known/openid-configuration": service.describe, "/keys": service.keys}
            if service.down:
                self.send_error(503)
            elif address.path == "/authorise":
                self.send_response(302)
                self.send_header("Location", service.authorise(given))
                self.end_headers()
            elif address.path == "/userinfo":
                self._send(service.person)
            else:
                self._send(pages[address.path](given))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = service.token({name: values[0] for name, values in parse_qs(sent).items()})
            self._send(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _send(self, answer: Any, status: int = 200) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Answers


@contextmanager
def running() -> Iterator[Service]:
    service = Service()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(service)) as listening:
        service.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield service
        listening.shutdown()
        thread.join()
