"""What browsers are told to be careful with: headers of every answer, those of an unread request too."""

from __future__ import annotations

from collections.abc import Mapping

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Open data: pages of anyone may load it, also those that isolate themselves.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Data is no page: opened by itself it may load and run nothing. Pages have their own; one that is meant to be
    # framed says so by `frame-ancestors`, for which there is no X-Frame-Options here that could not be taken back.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}
"""Where an answer has none of its own."""

TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")
"""Only where the address is known to be https: said over http it would be passed over, or wrong."""
