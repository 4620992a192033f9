"""How gunicorn runs the application; `wenmai serve` passes bind, workers and threads."""

worker_class = "api.worker.Worker"
keepalive = 30
timeout = 60
graceful_timeout = 15
max_requests = 0
forwarded_allow_ips = "127.0.0.1,::1"
limit_request_line = 8190
accesslog = None
errorlog = "-"
loglevel = "warning"
# The engine and the database open their threads and connections in the worker, after the fork.
preload_app = False


def child_exit(_server, worker):
    """A worker that is gone no longer counts among the living in `/metrics`."""
    import os

    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
