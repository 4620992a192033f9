"""The clients, asking real nodes."""
