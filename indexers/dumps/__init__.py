"""Dumps: every data set as files that anyone may take, with a manifest; a dump is there whole, or not at all."""
