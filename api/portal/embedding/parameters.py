"""The parameters of pages for frames: the API's own, and how the page looks, each value out of a closed set."""

from __future__ import annotations

from api.schemas.breaking import By, breaking
from api.schemas.forms import OF_TABLES, forms
from api.schemas.parameters import Fields, about, filters, language, made, ordering, question, relaxing, text
from api.schemas.values import Flag, OneOf, Shaped, Text, Whole
from records.ids import LONGEST_ID
from search.reasons import Reason

MOST_RECORDS = 50
USUAL_RECORDS = 5
LEAST_WIDTH, LEAST_HEIGHT, LARGEST_FRAME = 200, 120, 10_000
"""Pixels. In less nothing could be read."""

SCHEMES = ("auto", "light", "dark")
FONTS = ("sans", "serif")
FORMATS = ("json", "xml")
COLOUR = r"^[0-9A-Fa-f]{6}$"
NOT_A_COLOUR = Reason("not-a-colour", "is not a colour such as 2f6f4f")


def accent() -> Text:
    """Six hexadecimal digits, so that nothing else of a style can come in by it."""
    told = about("Colour of lines and bars, six hexadecimal digits.", "强调色，六位十六进制数。", "2f6f4f")
    return Text(validate=Shaped(COLOUR, error=NOT_A_COLOUR), metadata=told)


def look() -> Fields:
    scheme = about("Light or dark; `auto` as the reader's system says.", "明暗，auto 随读者系统。", "dark")
    font = about("Kind of letters.", "字体。", "serif")
    plain = about("Without a border.", "不要边框。", True)
    return {
        "theme": Text(validate=OneOf(SCHEMES), metadata={**scheme, "default": SCHEMES[0]}),
        "accent": accent(),
        "font": Text(validate=OneOf(FONTS), metadata={**font, "default": FONTS[0]}),
        "plain": Flag(metadata={**plain, "default": False}),
    }


def few() -> Fields:
    told = about("How many records.", "条数。", 3)
    return {"page_size": Whole(1, MOST_RECORDS, metadata={**told, "default": USUAL_RECORDS})}


_NOT_OF_FRAMES = ("layout", "page_size", "cursor")
_OF_PICTURES = ("chart", "width")


def _pictures() -> Fields:
    found = {name: field for name, field in forms(OF_TABLES).items() if name in _OF_PICTURES}
    found["chart"].metadata = {**found["chart"].metadata, "example": "heatmap"}
    return found


EmbedListParameters = made(
    "EmbedListParameters", question(), filters(), ordering(), few(), language(), relaxing(), look()
)
EmbedRecordParameters = made("EmbedRecordParameters", language(), look())
EmbedChartParameters = made(
    "EmbedChartParameters",
    {name: field for name, field in breaking().items() if name not in _NOT_OF_FRAMES},
    _pictures(),
    question(),
    filters(),
    relaxing(),
    language(),
    look(),
)
WIDGETS = ("list", "search", "card", "chart", "map")
"""What a page of someone else may hold, the usual one first."""

_WIDGET = about("What to put into a page.", "嵌入什么。", "chart")
_RECORD = about("The record of a card, by its id.", "卡片的记录编号。", "classical-poems:jing-ye-si")
_OF_BUILDER = {name: field for name, field in EmbedChartParameters._declared_fields.items() if name != "by"}
WidgetPageParameters = made(
    "WidgetPageParameters",
    {"widget": Text(validate=OneOf(WIDGETS), metadata={**_WIDGET, "default": WIDGETS[0]})},
    {"record": text(LONGEST_ID, metadata=_RECORD)},
    {"by": By(metadata=breaking()["by"].metadata)},
    {**_OF_BUILDER, **EmbedListParameters._declared_fields},
)
ThemeParameters = made("ThemeParameters", {"accent": accent()})
ThemeParameters._declared_fields["accent"].required = True


def _size(what: str, what_zh: str, least: int) -> Whole:
    told = about(
        f"The most {what} there is room for, in pixels; less than {least} is refused.", f"可用的最大{what_zh}。", 400
    )
    return Whole(least, LARGEST_FRAME, metadata=told)


_URL = about("The address of a page of this site: a record, a search, a table.", "本站页面的网址。", "/search?q=月")
_FORMAT = about("JSON or XML.", "回答的格式。", "xml")
_DNT = about("That the reader is not to be tracked, which is never done.", "请勿跟踪（本站从不跟踪）。", "1")
OembedParameters = made(
    "OembedParameters",
    {
        "url": text(4_000, required=True, metadata=_URL),
        "format": Text(validate=OneOf(FORMATS), metadata={**_FORMAT, "default": FORMATS[0]}),
        "maxwidth": _size("width", "宽度", LEAST_WIDTH),
        "maxheight": _size("height", "高度", LEAST_HEIGHT),
        "dnt": Text(metadata=_DNT),
    },
    language(),
    {name: field for name, field in look().items() if name in ("theme", "accent")},
)
