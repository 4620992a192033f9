"""What a query finds as a feed: Atom, RSS 2.0, JSON Feed 1.1 and, of events, iCalendar.

What each field becomes is told in docs/guides/feeds.md.
"""

from exchange.feeds.atom import atom_bytes
from exchange.feeds.calendar import ical_bytes
from exchange.feeds.entries import entry
from exchange.feeds.feed import Entry, Feed
from exchange.feeds.json_feed import jsonfeed_bytes
from exchange.feeds.opensearch import Suggested, Template, opensearch_bytes, suggestions_bytes
from exchange.feeds.rss import rss_bytes

__all__ = [
    "Entry",
    "Feed",
    "Suggested",
    "Template",
    "atom_bytes",
    "entry",
    "ical_bytes",
    "jsonfeed_bytes",
    "opensearch_bytes",
    "rss_bytes",
    "suggestions_bytes",
]
