"""One module a revision, each with its DDL written out, never edited once released."""
