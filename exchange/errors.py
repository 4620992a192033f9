"""What can go wrong when a table is put in another form.

ExchangeError
├── CannotShow          this form cannot hold this table; the message says why and what can
├── ShapesInvalid       the operator's file of region shapes; the message says where and how to mend it
└── PictureError
    ├── PictureRefused  the specification names an address or is too big
    ├── PictureLate     drawing took longer than it may, or waited that long for its turn
    └── PictureFailed   the drawing process died or could not draw
"""

from __future__ import annotations


class ExchangeError(Exception):
    """Above all errors of this package."""


class CannotShow(ExchangeError):
    """This form cannot hold this table."""


class ShapesInvalid(ExchangeError):
    """The file of region shapes cannot be used."""


class PictureError(ExchangeError):
    """No picture came of it."""


class PictureRefused(PictureError):
    """Not drawn, and never will be as it stands."""


class PictureLate(PictureError):
    """Out of time; may be tried again."""


class PictureFailed(PictureError):
    """The drawing process died or said no."""
