"""HTTP: routes, schemas and representations over the search ports."""
