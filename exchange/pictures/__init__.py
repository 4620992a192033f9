"""Charts as pictures: SVG and PNG, drawn in a process of their own."""

from exchange.pictures.renderer import Patience, Renderer
from exchange.pictures.svg import png_bytes, svg_bytes

__all__ = ["Patience", "Renderer", "png_bytes", "svg_bytes"]
