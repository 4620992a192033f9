"""Problems: every error as `application/problem+json` (RFC 9457), from one table of exceptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from api import links
from api.errors import (
    ApiError,
    BadParameters,
    BeyondWindow,
    BrokenJson,
    CursorRefused,
    Fault,
    FileGone,
    KeyInAddress,
    KeyNeeded,
    KeyNotValid,
    KeysDiffer,
    NotAcceptable,
    NotDone,
    NotItsMaker,
    NotKnown,
    OriginNotAllowed,
    Overloaded,
    ScopeMissing,
    TooManyKeys,
    Withdrawn,
    WrongContentType,
)
from api.keys.presenting import HOW
from api.logs import without_keys
from api.reasons import ENGLISH, asked_language, told
from exchange.errors import CannotShow, PictureError, PictureRefused
from records.errors import InvalidKey, KeyRefused, StoreUnavailable, TooManyJobs
from search.errors import EngineError, QueryError, QueryRefused, QuerySyntaxError, SearchError
from search.reasons import Reason

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
JOB_SECONDS = 15
_REALM = 'Bearer realm="wenmai"'


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: its stable name, the status it comes with, and its title in both languages."""

    name: str
    status: int
    title: str
    title_zh: str

    @property
    def type(self) -> str:
        """The problem type: a full path on the node, the same everywhere, that leads to its explanation."""
        return f"/problems/{self.name}"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("bad-parameter", 400, "A parameter cannot be used as given", "参数有误"),
        Kind("beyond-window", 400, "The page lies beyond the window of numbered pages", "页码超出分页窗口"),
        Kind("broken-json", 400, "The body is not valid JSON", "请求体不是有效的 JSON"),
        Kind("cannot-show", 400, "The answer cannot be shown in this form", "此回答不能以该格式呈现"),
        Kind("bad-request", 400, "The request cannot be understood", "请求无法理解"),
        Kind("key-in-address", 400, "A key does not belong into the address", "密钥不应出现在网址中"),
        Kind("keys-differ", 400, "Two different keys were sent", "请求中有两个不同的密钥"),
        Kind("key-not-valid", 401, "The key opens nothing", "密钥无效"),
        Kind("key-needed", 401, "This cannot be done without a key", "此操作需要密钥"),
        Kind("origin-not-allowed", 403, "The key is not for pages of this origin", "密钥不适用于此来源的网页"),
        Kind("scope-missing", 403, "The key may not do this", "密钥没有此项权限"),
        Kind("key-refused", 403, "This cannot be done with the key", "此密钥不能执行该操作"),
        Kind("too-many-keys", 429, "Too many keys were asked for", "申请密钥过于频繁"),
        Kind("not-found", 404, "There is nothing at this address", "此地址没有内容"),
        Kind("method-not-allowed", 405, "This address does not take this method", "此地址不支持该方法"),
        Kind("too-slow", 408, "The request did not arrive in time", "请求未及时到达"),
        Kind("not-acceptable", 406, "The answer has none of the forms asked for", "没有所要的格式"),
        Kind("withdrawn", 410, "The record was withdrawn", "记录已撤回"),
        Kind("export-not-done", 409, "The export is not done yet", "导出尚未完成"),
        Kind("export-gone", 410, "The export has no file any more", "导出文件已不存在"),
        Kind("not-its-maker", 403, "Only who asked for the export may cancel it", "仅申请者可取消该导出"),
        Kind("too-many-exports", 429, "Too many exports are waiting", "等待中的导出过多"),
        Kind("precondition-failed", 412, "The file is another one than If-Match names", "文件与 If-Match 所指不同"),
        Kind("range-not-satisfiable", 416, "The file has no such range", "文件没有所要的范围"),
        Kind("too-large", 413, "The body is too large", "请求体过大"),
        Kind("address-too-long", 414, "The address is too long; POST /v1/search takes long questions", "地址过长"),
        Kind("headers-too-large", 431, "The headers of the request are too large", "请求头过大"),
        Kind("unsupported-type", 415, "The body must be sent as application/json", "请求体须为 application/json"),
        Kind("rate-limited", 429, "More was asked than may be at this time", "请求超出额度"),
        Kind("internal", 500, "Something went wrong on our side", "服务器内部错误"),
        Kind("engine-unavailable", 503, "Search does not answer at the moment", "检索暂不可用"),
        Kind("store-unavailable", 503, "The record store does not answer at the moment", "记录库暂不可用"),
        Kind("overloaded", 503, "More is asked than can be answered at the moment", "当前请求过多"),
        Kind("picture-unavailable", 503, "The picture could not be drawn at the moment", "图片暂时无法绘制"),
        Kind("not-ready", 503, "This node is not ready to answer", "节点尚未就绪"),
    )
}

_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    412: "precondition-failed",
    413: "too-large",
    415: "unsupported-type",
    416: "range-not-satisfiable",
    500: "internal",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as it will be answered; `more` are members beside the standard ones, `faults` what these are of."""

    kind: Kind
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    faults: tuple[Fault, ...] = ()


def problem(name: str, detail: str, **more: Any) -> Problem:
    """A problem of a kind; one that will pass (503) asks to be tried again."""
    kind = KINDS[name]
    headers = {"Retry-After": str(RETRY_SECONDS)} if kind.status == 503 else {}
    return Problem(kind, detail, more, headers)


def respond(wrong: Problem) -> Response:
    """The HTTP answer to a problem; the page that people are shown instead tells its faults in their language."""
    g.faults = wrong.faults
    status = wrong.status or wrong.kind.status
    body = {
        "type": wrong.kind.type,
        "title": wrong.kind.title,
        "status": status,
        "detail": wrong.detail,
        "instance": without_keys(request.path),
        "request_id": g.get("request_id", ""),
        **wrong.more,
    }
    return Response(
        orjson.dumps(body),
        status,
        {"Cache-Control": "no-store", **wrong.headers},
        content_type=MEDIA_TYPE,
    )


def _told(fault: Fault) -> dict[str, Any]:
    one: dict[str, Any] = {"parameter": fault.parameter, "reason": told(fault.reason)}
    if isinstance(fault.reason, Reason):
        one["code"] = fault.reason.code
    if fault.suggestion:
        one["suggestion"] = fault.suggestion
    if fault.position is not None:
        one["position"] = fault.position
    return one


_MEANT = {"en": " (did you mean {}?)", "zh-Hans": "（您是不是要找：{}）", "zh-Hant": "（您是不是要找：{}）"}


def _sentence(fault: Fault) -> str:
    meant = _MEANT[asked_language()].format(fault.suggestion) if fault.suggestion else ""
    return f"{fault.parameter}: {told(fault.reason)}{meant}"


def _of_faults(name: str, detail: str, faults: Sequence[Fault], **more: Any) -> Problem:
    """Told in the language that the address asks for, as far as there are words."""
    found = problem(name, detail, errors=[_told(fault) for fault in faults], **more)
    tongue = {} if asked_language() == ENGLISH else {"Content-Language": asked_language()}
    return replace(found, headers={**found.headers, **tongue}, faults=tuple(faults))


def _of_parameters(error: BadParameters) -> Problem:
    return _of_faults("bad-parameter", "; ".join(map(_sentence, error.faults)), error.faults)


def _of_window(error: BeyondWindow) -> Problem:
    fault = error.faults[0]
    return _of_faults("beyond-window", fault.reason, error.faults, cursor=error.cursor)


def _of_cursor(error: CursorRefused) -> Problem:
    found = _of_parameters(error)
    return replace(found, more={**found.more, "cursor": links.walk()})


def fault_of(error: QueryError) -> Fault:
    """A refusal by the search side, as a fault of the request."""
    position = error.position if isinstance(error, QuerySyntaxError) else None
    return Fault(error.parameter, error.reason, error.suggestion, position)


def _of_query(error: QueryError) -> Problem:
    return _of_parameters(BadParameters([fault_of(error)]))


def _of_refusal(error: QueryRefused) -> Problem:
    return _of_parameters(BadParameters([fault_of(one) for one in error.problems]))


def _of_withdrawal(error: Withdrawn) -> Problem:
    return problem("withdrawn", str(error), id=error.id, reason=error.reason, withdrawn=error.at)


def _of_engine(_: EngineError) -> Problem:
    return problem("engine-unavailable", "Search does not answer; try again in a moment")


def _of_overload(error: Overloaded) -> Problem:
    return problem(
        "overloaded",
        f"All turns for {error.kind} questions are taken; try again in a moment. Small questions, and those that come "
        "with a key, go first",
    )


def _of_search(_: SearchError) -> Problem:
    return problem("internal", "Search failed; the request id finds the cause in the node's log")


def _of_store(_: StoreUnavailable) -> Problem:
    return problem(
        "store-unavailable", "This needs the record store, which does not answer; reading goes on without it"
    )


def _of_address(error: KeyInAddress) -> Problem:
    faults = [Fault(name, f"would hold a key, and an address is no place for it: {HOW}") for name in error.names]
    detail = (
        f"{', '.join(error.names)}: addresses are kept in logs, histories and other sites' statistics; {HOW}. "
        "A key that stood in an address is better replaced: POST /v1/keys/rotate"
    )
    return problem("key-in-address", detail, errors=[_told(fault) for fault in faults])


def _of_key(error: KeyNotValid) -> Problem:
    asked = {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}
    return replace(problem("key-not-valid", str(error), reason=error.reason), headers=asked)


def _of_wish(error: InvalidKey) -> Problem:
    return _of_parameters(BadParameters([Fault(problem.path, problem.reason) for problem in error.problems]))


def _of_need(error: KeyNeeded) -> Problem:
    return replace(problem("key-needed", str(error)), headers={"WWW-Authenticate": _REALM})


def _of_scope(error: ScopeMissing) -> Problem:
    asked = {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{error.needed}"'}
    return replace(problem("scope-missing", str(error), needed=error.needed), headers=asked)


def _of_many(error: TooManyKeys) -> Problem:
    return replace(problem("too-many-keys", str(error)), headers={"Retry-After": str(error.wait)})


def _of_jobs(error: TooManyJobs) -> Problem:
    """A job takes seconds to minutes."""
    detail = f"{str(error).capitalize()}; wait for one of them, or cancel it with DELETE"
    return replace(problem("too-many-exports", detail), headers={"Retry-After": str(JOB_SECONDS)})


def _of_undone(error: NotDone) -> Problem:
    found = problem("export-not-done", str(error), state=error.state)
    return replace(found, headers={"Retry-After": str(RETRY_SECONDS)})


def _of_gone(error: FileGone) -> Problem:
    return problem("export-gone", str(error), state=error.state)


def _of_forms(error: NotAcceptable) -> Problem:
    forms = [{"format": name, "media_type": media_type} for name, media_type in error.forms]
    return problem("not-acceptable", str(error), forms=forms)


def _of_too_much(error: PictureRefused) -> Problem:
    return problem("cannot-show", f"{error}: ask for fewer rows, a lower width or scale, or take format=csv")


def _of_picture(_: PictureError) -> Problem:
    return problem(
        "picture-unavailable",
        "The picture was not drawn in time; try again in a moment, or take format=vegalite and draw it yourself",
    )


def _plain(name: str) -> Callable[[Exception], Problem]:
    return lambda error: problem(name, str(error))


TABLE: Mapping[type[Exception], Callable[[Any], Problem]] = {
    BeyondWindow: _of_window,
    CursorRefused: _of_cursor,
    BadParameters: _of_parameters,
    BrokenJson: _plain("broken-json"),
    WrongContentType: _plain("unsupported-type"),
    NotAcceptable: _of_forms,
    NotKnown: _plain("not-found"),
    Withdrawn: _of_withdrawal,
    KeyInAddress: _of_address,
    KeysDiffer: _plain("keys-differ"),
    KeyNotValid: _of_key,
    KeyNeeded: _of_need,
    OriginNotAllowed: _plain("origin-not-allowed"),
    ScopeMissing: _of_scope,
    TooManyKeys: _of_many,
    TooManyJobs: _of_jobs,
    NotItsMaker: _plain("not-its-maker"),
    NotDone: _of_undone,
    FileGone: _of_gone,
    KeyRefused: _plain("key-refused"),
    InvalidKey: _of_wish,
    ApiError: _plain("bad-request"),
    QueryRefused: _of_refusal,
    QueryError: _of_query,
    Overloaded: _of_overload,
    EngineError: _of_engine,
    SearchError: _of_search,
    StoreUnavailable: _of_store,
    CannotShow: _plain("cannot-show"),
    PictureRefused: _of_too_much,
    PictureError: _of_picture,
}
"""From exceptions to problems; Flask picks the nearest class."""


def _of_http(error: HTTPException) -> Problem:
    """What Flask and Werkzeug refuse by themselves, without their words where these could show a cause."""
    status = error.code or 500
    name = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal")
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if isinstance(error, RequestedRangeNotSatisfiable):
        headers["Content-Range"] = f"bytes */{error.length}"
    return Problem(KINDS[name], _HTTP_DETAILS.get(status, KINDS[name].title), headers=headers, status=status)


_HTTP_DETAILS = {
    404: "There is nothing at this address; /docs lists what there is",
    405: "This address does not take this method; the Allow header lists those it takes",
    412: "The file is another one than If-Match names; ask without it, from the beginning",
    413: "The body is larger than /v1/limits allows",
    500: "The request id finds the cause in the node's log",
}


def register(app: Flask) -> None:
    """Make every error of the application a problem."""
    for error_type, of in TABLE.items():
        app.register_error_handler(error_type, lambda error, of=of: respond(of(error)))
    app.register_error_handler(HTTPException, lambda error: respond(_of_http(error)))
