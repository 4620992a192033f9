"""The limits of this service, rendered from the constants that enforce them."""

from __future__ import annotations

from dataclasses import dataclass

from api.schemas import parameters
from api.schemas.breaking import MOST_ROWS
from api.schemas.changes import EACH_WAITING, LONGEST_WAIT_S, MOST_CHANGES, MOST_WAITING
from api.schemas.forms import MOST_WIDTH
from api.schemas.values import MOST_VALUES
from records.job_queue import MOST_EACH
from search.breakdown import MOST_CELLS, MOST_DIMENSIONS, MOST_NODES, MOST_TOP
from search.check import MAX_IDS, MAX_RADIUS_KM
from search.grammar import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH
from search.query import MAX_FACET_VALUES, MAX_PAGE_SIZE, WINDOW
from search.tables.checking import MOST_METRICS
from settings import Turns

LARGEST_BODY = 1024 * 1024
LONGEST_ADDRESS = 65_536
LARGEST_HEAD = 131_072
HEAD_S = 10.0
"""Seconds for a request's first line and headers to arrive."""
BODY_S = 10.0
"""Seconds for a body to arrive, or an answer to be taken; more as long as bytes keep coming or going."""
SLOWEST = 4_000
"""Bytes a second: each so many bytes of a body or answer give it one second more."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of something is taken."""

    name: str
    value: int
    unit: str
    description: str
    description_zh: str


LIMITS = (
    Limit(
        "window",
        WINDOW,
        "records",
        "How deep numbered pages reach; a cursor has no end.",
        "分页可达的记录数；游标无上限。",
    ),
    Limit("cursor", parameters.CURSOR_DAYS, "days", "How long a cursor holds.", "游标的有效天数。"),
    Limit("page_size", MAX_PAGE_SIZE, "records", "Records on a page or in a step of a walk.", "每页最多条数。"),
    Limit("batch", MAX_IDS, "ids", "Ids in a batch, or in the filter `ids`.", "一次批量的编号数。"),
    Limit("q_length", MAX_LENGTH, "characters", "Length of `q`.", "检索词长度。"),
    Limit("q_clauses", MAX_CLAUSES, "clauses", "Words and clauses in `q`; clauses in a JSON `filter`.", "检索子句数。"),
    Limit("q_depth", MAX_DEPTH, "levels", "Depth of parentheses in `q`, and of a JSON `filter`.", "括号嵌套深度。"),
    Limit("values", MOST_VALUES, "values", "Values of one filter.", "一个筛选参数的取值数。"),
    Limit(
        "facet_size", parameters.MOST_FACET_VALUES, "values", "Values of a facet in a list.", "列表中每个统计的取值数。"
    ),
    Limit(
        "facet_values",
        MAX_FACET_VALUES,
        "values",
        "Values of a field that can be paged through.",
        "可翻页浏览的取值数。",
    ),
    Limit("dimensions", MOST_DIMENSIONS, "dimensions", "Dimensions of a table.", "统计表的维度数。"),
    Limit("metrics", MOST_METRICS, "metrics", "Metrics of a table.", "统计表的指标数。"),
    Limit("cells", MOST_CELLS, "cells", "Cells of a table, metrics counted.", "统计表的格数（含指标）。"),
    Limit("table_rows", MOST_ROWS, "rows", "Rows of a table on a page.", "统计表每页行数。"),
    Limit("top", MOST_TOP, "values", "Values of a field in a table.", "统计表中一个字段的取值数。"),
    Limit("nodes", MOST_NODES, "nodes", "Nodes of a network.", "共现网络的节点数。"),
    Limit("chart_width", MOST_WIDTH, "pixels", "Width of the plot of a chart.", "图表绘图区的宽度。"),
    Limit("changes", MOST_CHANGES, "changes", "Changes at once.", "一次变更条数。"),
    Limit("wait", LONGEST_WAIT_S, "seconds", "How long `/v1/changes` waits.", "变更流最长等待秒数。"),
    Limit(
        "waiting",
        MOST_WAITING,
        "requests",
        "That wait for changes at once, in each process of the node.",
        "每个进程中同时等待变更的请求数。",
    ),
    Limit("waiting_each", EACH_WAITING, "requests", "Of these, of one caller.", "其中同一调用者的请求数。"),
    Limit("suggestions", 50, "suggestions", "Suggestions at once.", "一次联想条数。"),
    Limit(
        "export_jobs", MOST_EACH, "jobs", "Export jobs of one caller that wait or run.", "同一调用者未完成的导出数。"
    ),
    Limit("radius", MAX_RADIUS_KM, "km", "Kilometres around `near`.", "半径公里数。"),
    Limit("address", LONGEST_ADDRESS, "bytes", "Length of a request's first line.", "请求行字节数。"),
    Limit("head", LARGEST_HEAD, "bytes", "A request's first line and headers together.", "请求行与请求头字节数。"),
    Limit("head_time", int(HEAD_S), "seconds", "Until all headers must be here.", "请求头须在此时间内到达。"),
    Limit(
        "body_time",
        int(BODY_S),
        "seconds",
        "Until a body must be here or an answer taken; longer at `slowest` bytes a second or more.",
        "请求体须到达、应答须取走的时间；速率不低于 slowest 时可延长。",
    ),
    Limit("slowest", SLOWEST, "bytes/s", "The slowest rate of a body sent or an answer read.", "收发的最低速率。"),
    Limit("body", LARGEST_BODY, "bytes", "Size of a JSON body.", "请求体字节数。"),
)


def of_turns(turns: Turns) -> tuple[Limit, ...]:
    """How much is asked of the engine at once, by each process of the node."""
    return (
        Limit("turns", turns.interactive, "questions", "Asked of the engine at once.", "同时向检索引擎提出的问题数。"),
        Limit(
            "turns_bulk", turns.bulk, "questions", "Of these for many records, besides.", "另：同时进行的批量请求数。"
        ),
        Limit("turns_waiting", turns.waiting, "requests", "That wait for a turn.", "排队等候的请求数。"),
        Limit("turns_patience", int(turns.patience), "seconds", "For which they wait.", "排队等候的秒数。"),
        Limit("exports", turns.exports, "exports", "Streamed at once by each process.", "每个进程同时传输的导出数。"),
        Limit("export_time", int(turns.longest_export), "seconds", "Then an export is cut.", "单次导出的最长时间。"),
    )
