"""A client of Wenmai nodes.

with Client("https://node.example") as node:
    for record in node.records(q="明月", type="literary-work"):
        print(record["id"], record["title"])
"""

from wenmai_client.client import Client
from wenmai_client.errors import (
    Incomplete,
    InvalidRequest,
    JobEnded,
    Misuse,
    NotAllowed,
    NotFound,
    NotReady,
    Problem,
    TooManyRequests,
    Unreachable,
    WenmaiError,
    Withdrawn,
    WrongParameter,
)
from wenmai_client.exporting import Exported
from wenmai_client.jobs import Job
from wenmai_client.tables import Column, LeftOut, Table
from wenmai_client.values import Change, Changes, Found, Record, Value

__all__ = [
    "Change",
    "Changes",
    "Client",
    "Column",
    "Exported",
    "Found",
    "Incomplete",
    "InvalidRequest",
    "Job",
    "JobEnded",
    "LeftOut",
    "Misuse",
    "NotAllowed",
    "NotFound",
    "NotReady",
    "Problem",
    "Record",
    "Table",
    "TooManyRequests",
    "Unreachable",
    "Value",
    "WenmaiError",
    "Withdrawn",
    "WrongParameter",
]
