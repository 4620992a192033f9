"""The routes, a module for each group of paths."""

from api.routes import about, datasets, facets, keys, pages, probes, records, trees, usage

BLUEPRINTS = (records.blp, facets.blp, trees.blp, datasets.blp, about.blp, keys.blp, usage.blp, probes.blp, pages.blp)
