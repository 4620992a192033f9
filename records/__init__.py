"""The record: its model, vocabularies, store and changes; knows no HTTP and no engine."""
