"""A finished, labelled table or network, and its forms for other programs: CSV, XLSX, GeoJSON, GraphML."""

from exchange.tables.csv import csv_bytes, safe_cell, unsafe_cell
from exchange.tables.geojson import geojson_bytes
from exchange.tables.graphml import graphml_bytes
from exchange.tables.network import Link, Network, Node
from exchange.tables.table import About, Cell, Column, ColumnType, Kind, Table
from exchange.tables.xlsx import xlsx_bytes

__all__ = [
    "About",
    "Cell",
    "Column",
    "ColumnType",
    "Kind",
    "Link",
    "Network",
    "Node",
    "Table",
    "csv_bytes",
    "geojson_bytes",
    "graphml_bytes",
    "safe_cell",
    "unsafe_cell",
    "xlsx_bytes",
]
