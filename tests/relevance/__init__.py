"""How well the search finds what people mean: judged queries, how they were drawn, a runner, thresholds."""
