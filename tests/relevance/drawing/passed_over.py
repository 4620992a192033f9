"""Queries that were drawn and left out, since no person would type them or nobody could say what answers them."""

PASSED_OVER: frozenset[str] = frozenset(
    (
        # Read otherwise than the library says, or in more ways than one: 冠豸山, 樂長卿, 次曾南豐韻.
        "guanzhishanjingqu",
        "xijianlezhangqing",
        "ccnfy",
        # With an editor's note on the title: （句）, （題擬）.
        "池州tini",
        "chunti拟",
        "tizhenfuxianju",
        # Not what a person would type.
        "pan zhou za yun shang huang ju shuang",
        "Jochen taking a baths",
        "I Etching August",
        "Sketches Le Four Landscape",
        '"Abbey from St"',
        "Gate of St",
        "woman in sheer",
        "VC, September 10",
        "Routes of Santiago de Compostela in Frances",
        '"咄咄咄咄咄咄"',
    )
)
