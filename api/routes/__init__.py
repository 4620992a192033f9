"""The routes, a module for each group of paths."""

from api.routes import (
    about,
    aggregate,
    changes,
    datasets,
    discovery,
    dumps,
    export_jobs,
    exports,
    facets,
    keys,
    network,
    pages,
    probes,
    records,
    trees,
    usage,
)

BLUEPRINTS = (
    records.blp,
    facets.blp,
    trees.blp,
    aggregate.blp,
    network.blp,
    datasets.blp,
    changes.blp,
    exports.blp,
    export_jobs.blp,
    dumps.blp,
    about.blp,
    keys.blp,
    usage.blp,
    probes.blp,
    discovery.blp,
    pages.blp,
)
