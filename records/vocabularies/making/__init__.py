"""Makes `regions.csv` from published tables of division codes; run by hand, never at run time."""
