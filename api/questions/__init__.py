"""From a request to a query: parameters and bodies read, checked together, made into filters, clauses and cursors."""
