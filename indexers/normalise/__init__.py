"""Normalising: what publishers write about dates, places, text and rights, made plain; pure, and never a guess."""
