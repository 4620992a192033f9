"""The application over a real index and a real store, asked over HTTP."""
