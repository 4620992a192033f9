"""The gunicorn worker: clients' connections, and requests gathered from them until they are whole."""
