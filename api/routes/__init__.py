"""The routes, a module for each group of paths."""

from api.routes import about, datasets, facets, pages, probes, records, trees

BLUEPRINTS = (records.blp, facets.blp, trees.blp, datasets.blp, about.blp, probes.blp, pages.blp)
