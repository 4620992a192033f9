"""How gunicorn runs the application; `wenmai serve` passes bind, workers and threads."""

import ctypes
import os
import resource
import signal
import sys

from structlog.processors import JSONRenderer

from api.metrics import retire
from indexers.logs import lines_as

worker_class = "api.serving.worker.Worker"
keepalive = 30
timeout = 60
# The worker waits for those who are being answered but for the last three seconds, in which it ends.
graceful_timeout = 18
# Whatever a library may lose hold of over weeks is given back; not by all workers at once.
max_requests = 500_000
max_requests_jitter = 100_000
forwarded_allow_ips = "127.0.0.1,::1"
# None may set SCRIPT_NAME or PATH_INFO by a header.
forwarder_headers = ""
worker_connections = 1000
accesslog = None
errorlog = "-"
loglevel = "warning"
# The engine and the database open their threads and connections in the worker, after the fork.
preload_app = False
logconfig_dict = lines_as(JSONRenderer(ensure_ascii=False)) | {
    "loggers": {"gunicorn.error": {"handlers": [], "propagate": True}},
}

FILES = 16_384

_DEATH_SIGNAL = 1
"""Linux's PR_SET_PDEATHSIG: what a process is sent when the one that started it is gone."""


def on_starting(_server):
    """With `wenmai serve` killed, what it started ends too, and the port is free for the next."""
    _allow_files()
    starter = os.environ.get("WENMAI_STARTER")
    if starter and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != int(starter):
            raise SystemExit(1)


def _allow_files():
    """Each client is an open file; many systems allow 1,024 unless one asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def child_exit(_server, worker):
    """What a worker counted outlives it; in `/metrics` it is no longer among the living."""
    retire(worker.pid)
