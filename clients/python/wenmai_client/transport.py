"""Asks until there is an answer: waits as the node says, tries again what broke, and no longer than it may."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from wenmai_client.errors import Problem, TooManyRequests, Unreachable, problem
from wenmai_client.pacing import LEAST_WAIT, longer, told_to_wait, until_paid

AGAIN = (429, 502, 503, 504)
"""Statuses after which the same may be asked again. All this client sends reads, or does once what is sent twice."""

ATTEMPTS = 6
"""How often something is asked where no answer comes, if nothing else is said."""

Pairs = Sequence[tuple[str, str]]
Headers = Mapping[str, str]


class Transport:
    """One connection pool to one node; `attempts` is how often one thing is asked, `patience` seconds of waiting.

    None for `attempts`: ATTEMPTS where no answer comes, and as often as patience allows where the node says later.
    """

    def __init__(self, http: httpx.Client, attempts: int | None, patience: float) -> None:
        self._http = http
        self._unheard = ATTEMPTS if attempts is None else attempts
        self._told_later = math.inf if attempts is None else attempts
        self._patience = patience
        self._not_before = 0.0

    @property
    def base_url(self) -> str:
        return str(self._http.base_url)

    def close(self) -> None:
        self._http.close()

    def json(self, method: str, path: str, params: Pairs = (), body: Any = None, headers: Headers | None = None) -> Any:
        """The JSON of a good answer."""
        response = self.get(method, path, params, body, headers)
        try:
            return response.json()
        except ValueError as error:
            raise Unreachable(f"{response.url}: what answers there is no node: it does not answer in JSON") from error

    def get(
        self, method: str, path: str, params: Pairs = (), body: Any = None, headers: Headers | None = None
    ) -> httpx.Response:
        """A good answer, read whole; Problem, Unreachable."""
        request = self._http.build_request(method, path, params=list(params), json=body, headers=headers)
        return self._good(request, whole=True)

    @contextmanager
    def stream(
        self, method: str, path: str, params: Pairs = (), *, headers: Headers | None = None
    ) -> Iterator[httpx.Response]:
        """A good answer, of which nothing is read yet."""
        request = self._http.build_request(method, path, params=list(params), headers=headers)
        response = self._good(request, whole=False)
        try:
            yield response
        finally:
            response.close()

    def _good(self, request: httpx.Request, *, whole: bool) -> httpx.Response:
        waited, asked, unheard = 0.0, 0, 0
        while asked < self._told_later and unheard < self._unheard:
            waited += self._pause(self._not_before - time.monotonic())
            try:
                response = self._sent(request, whole=whole)
                if response.status_code < 400:
                    self._noted(response.headers)
                    return response
            except httpx.RequestError as error:
                failed: Exception = Unreachable(f"{request.url}: {error or type(error).__name__}")
                failed.__cause__ = error
                wait = longer(asked)
                unheard += 1
            else:
                failed = problem(response)
                wait = self._wait(response, failed, asked)
            asked += 1
            if asked >= self._told_later or unheard >= self._unheard or waited + wait > self._patience:
                raise failed
            waited += self._pause(wait)
        raise Unreachable(f"{request.url}: was not asked, since no attempt is allowed")

    def _sent(self, request: httpx.Request, *, whole: bool) -> httpx.Response:
        """What is told instead of a good answer is read whole in any case."""
        response = self._http.send(request, stream=True)
        if whole or response.status_code >= 400:
            try:
                response.read()
            finally:
                response.close()
        return response

    def _wait(self, response: httpx.Response, failed: Problem, attempt: int) -> float:
        """Seconds until it may be asked again; never, where that would change nothing."""
        if response.status_code not in AGAIN:
            raise failed
        told = told_to_wait(response.headers)
        if told is not None:
            return max(told, LEAST_WAIT)
        return (
            until_paid(response.headers) or longer(attempt) if isinstance(failed, TooManyRequests) else longer(attempt)
        )

    def _noted(self, headers: Mapping[str, str]) -> None:
        """Who is sent away, or has used up what is his, waits before he asks again; but not for a day."""
        wait = max(told_to_wait(headers) or 0.0, until_paid(headers))
        self._not_before = time.monotonic() + wait if wait <= self._patience else 0.0

    def _pause(self, seconds: float) -> float:
        if seconds <= 0:
            return 0.0
        time.sleep(seconds)
        return seconds
