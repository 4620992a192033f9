"""Dates, places and text as publishers write them, made regular; pure."""
