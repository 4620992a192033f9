"""What words of the Indianapolis catalogue mean: its materials, its dynasties and periods."""

from __future__ import annotations

import re
from functools import lru_cache

from indexers.normalise.dates import parse
from indexers.normalise.text import line

_PRINT = (
    r"aquatint|chromolithograph|collagraph|drypoint|engraving|etching|letterpress|linocut|lithograph|mezzotint|"
    r"monoprint|monotype|photolithograph|pochoir|screenprint|serigraph|woodblock print|wood block print|woodcut"
)
_PHOTOGRAPH = r"silver print|photograph|photogram|daguerreotype|ambrotype|tintype|cyanotype|albumen print|c-print"
_DRAWN = (
    r"(?:pencil|charcoal|graphite|(?:conte )?crayons?|pastel|chalk|pen and (?:[\w-]+ )?ink|colored pencil|felt tip pen)"
)

_BY_TITLE = (
    (
        "museum/costume",
        r"\b(?:dress|gown|suit|coat|jacket|shirt|blouse|skirt|robe|kimono|trousers|pants|shoes?|hats?|sandals?|"
        r"stockings|vest|cape|necklace|earrings?|bracelet|brooch)\b",
    ),
)
_BY_MATERIALS = (
    ("museum/photograph", rf"(?:{_PHOTOGRAPH})s?\b"),
    ("museum/print", rf"\b(?:[a-z]+-)?(?:{_PRINT})s?\b"),
    ("museum/rubbing", r"^rubbing\b"),
    ("museum/painting", r"^(?:oil|acrylic|tempera|gouache|watercolou?r)\b.* on\b|^ink and colou?rs? on|^ink on silk"),
    ("museum/drawing", rf"^(?:(?:black |brown |red |colored |vine )?{_DRAWN}(?:,? (?:and )?)?)+(?: on\b[^|]*)?$"),
    ("museum/lacquer", r"^lacquer\b"),
    ("museum/jade", r"^(?:jade|nephrite|jadeite)\b"),
    ("museum/ceramic", r"\b(?:porcelain|earthenware|stoneware|ceramic|terra[ -]?cotta|creamware|faience|bone china)\b"),
    ("museum/enamel-and-glass", r"^(?:[\w-]+ ){0,3}glass\b(?! (?:bead|plate))|\bcrystal\b|\bcloisonn[eé]\b"),
    ("museum/bronze", r"^(?:gilt )?bronze\b"),
    ("museum/gold-and-silver", r"^(?:sterling )?(?:silver|gold)(?:$|[,|])"),
    ("museum/bone-and-ivory", r"^(?:ivory|bone|horn)\b"),
    (
        "museum/textile",
        r"^(?:[a-z]+ )*(?:wool|cotton|silk|linen|lace|velvet|brocade|satin|damask|rayon|chiffon|taffeta|polyester)\b",
    ),
)  # fmt: skip
"""The first that fits; what fits none has no category. Drawings are only those where nothing but drawing is told:
numbers are written on arrowheads in ink and pencil."""

_TITLED = tuple((category, re.compile(words, re.IGNORECASE)) for category, words in _BY_TITLE)
_MATERIALS = tuple((category, re.compile(words, re.IGNORECASE)) for category, words in _BY_MATERIALS)
_WORN = frozenset(("museum/textile", "museum/gold-and-silver", ""))

_TECHNIQUE = re.compile(rf"(?:.* )?(?:[a-z]+-)?(?:{_PRINT}|{_PHOTOGRAPH})s?")
_PARTS = re.compile(r"[,|;\n]+ ?(?:and )?| and | on | with | over ")
_LONGEST = 200


def category_of(materials: str, title: str) -> str:
    """The category the materials tell; of stuffs and metals that are worn, the title
    tells; on paper it names what is drawn."""
    found = _by_materials(line(materials))
    if found in _WORN and "paper" not in materials.lower():
        return next((category for category, words in _TITLED if words.search(title)), found)
    return found


@lru_cache(maxsize=16_384)
def _by_materials(materials: str) -> str:
    return next((category for category, words in _MATERIALS if words.search(materials)), "")


@lru_cache(maxsize=16_384)
def made_of(materials: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """“color etching and aquatint on paper” is made of paper, by color etching and aquatint."""
    parts = [line(part).lower() for part in _PARTS.split(materials)]
    known = dict.fromkeys(part for part in parts if part and len(part) <= _LONGEST)
    techniques = tuple(part for part in known if _TECHNIQUE.fullmatch(part))
    return tuple(part for part in known if part not in techniques), techniques


@lru_cache(maxsize=1024)
def _periods_of(dynasty: str, period: str) -> tuple[str, ...]:
    # In a column of dynasties “Xin” alone says enough.
    dynasty = f"{dynasty} dynasty" if dynasty and " " not in dynasty else dynasty
    above = parse(dynasty).periods
    both = parse(", ".join(filter(None, (dynasty, period)))).periods
    return above if above and set(above) <= set(both) else both


def periods_of(dynasty: str, period: str) -> list[str]:
    """The reign if it is told and sure (Kangxi, of the Qing), else the dynasty; [] for what is not China's."""
    return list(_periods_of(dynasty, period))
