"""Answers kept for the next asker: in the process and in Redis, each made once however many want it."""
