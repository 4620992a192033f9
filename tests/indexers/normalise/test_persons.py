"""Persons: life years, the order of names, and what a biography calls a person by; cases from real publishers."""

from __future__ import annotations

import gzip
import json

import pytest

from indexers.normalise.dates import ParsedDate
from indexers.normalise.eras import PRESENT
from indexers.normalise.persons import courtesy_names, in_order, life_told_in, life_years
from tests.shared_folder import shared_file

LIVES = [
    ("American, 1930–1992", 1930, 1992),
    ("American,1931–2013", 1931, 2013),
    ("American 1901–1954", 1901, 1954),
    ("Spanish, born 1936", 1936, 1936),
    ("born 1926", 1926, 1926),
    ("American, born Germany. 1899–1994", 1899, 1994),
    ("American, born Germany 1918", 1918, 1918),
    ("Danish, born c. 1925", 1925, 1925),
    ("Italian, died 1947", 1947, 1947),
    ("American, c. 1870–1934", 1870, 1934),
    ("American, 1891–?", 1891, 1891),
    ("Japanese, 1922–", 1922, 1922),
    ("Czech, 1915", 1915, 1915),
    ("American, est. 1851", 1851, 1851),
    ("Italian, est. 1966–1982", 1966, 1982),
    ("founded 1982", 1982, 1982),
    ("American, active 1880–1934", 1880, 1934),
    ("British, active 1978–present", 1978, PRESENT),
    ("active 1890s", 1890, 1899),
    ("German, 1905–1986; at Bauhaus 1929–31", 1905, 1986),
    ("November 3, 1918–June 13, 1996", 1918, 1996),
    ("born March 22, 1937", 1937, 1937),
    ("July 18, 1948", 1948, 1948),
    ("1838 or 9–1904", 1838, 1904),
    ("1745 or 46–1810", 1745, 1810),
    ("?1697–1764", 1697, 1764),
    ("1805–?c.1850", 1805, 1850),
    ("before 1764–1830", 1764, 1830),
    ("1746–after 1830", 1746, 1830),
    ("1585-aft 1620", 1585, 1620),
    ("19th Century", 1801, 1900),
    ("b. about 1700", 1700, 1700),
    ("九二七～九七六", 927, 976),
    ("？～一○二四", 1024, 1024),
    ("九七○～？", 970, 970),
    ("？～一○○七？", 1007, 1007),
    ("九九五？～一○七○？", 995, 1070),
    ("一○一六或一○一七～？", 1016, 1017),
    ("一○二九〔據《宋史》本傳“少范鎮二十一歲”推算〕～一○八二", 1029, 1082),
    ("？～1024", 1024, 1024),
    ("701年－762年", 701, 762),
    ("公元前551～公元前479", -551, -479),
]


@pytest.mark.parametrize(("text", "start", "end"), LIVES)
def test_life_years(text: str, start: int, end: int) -> None:
    assert life_years(text) == ParsedDate(start, end, (), understood=True)


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "Spanish", "British, n.d.", "生卒年不詳", "不详", "？～？", "American, 1992–1984", "French, active",
        "before 1656", "一○一一～○五六", "Fred Chichin, French, 1954–2007 and Catherine Ringer, French, born 1957",
    ],
)  # fmt: skip
def test_no_life_is_guessed(text: str) -> None:
    assert life_years(text) == ParsedDate()


@pytest.mark.parametrize(
    ("biography", "life"),
    [
        ("宋太祖趙匡胤（九二七～九七六），涿州（今屬河北）人。", "九二七～九七六"),
        ("陳摶（？～九八九），字圖南", "？～九八九"),
        ("柴成務，（九三四～一○○四），字寶臣", "九三四～一○○四"),
        ("祖無擇（一○一○～一○八五，生年參《龍學文集》所附《龍學始末》），字擇之", "一○一○～一○八五"),
        ("趙汝譡（《宋史》作讜）（？～一二二三），字蹈中", "？～一二二三"),
        ("韓信（一作性）同（一二五二～一三三二），字伯循", "一二五二～一三三二"),
        ("楊方（約一一三三～一二一○），字子直", "一一三三～一二一○"),
        ("宇文之邵（一○二九〔據《宋史》本傳推算〕～一○八二），字公南", "一○二九～一○八二"),
        ("杜去輕，字端甫，號紫巖，蘭溪（今屬浙江）人。旃（一一四四～？）子。", ""),
        ("朱賞，高宗紹興二十四年（一一五四）官通直郎，寓臨安。", ""),
        ("釋行肇，天台（今屬浙江）人。", ""),
        ("無傳。", ""),
        ("", ""),
    ],
)
def test_life_told_in_a_biography(biography: str, life: str) -> None:
    assert life_told_in(biography) == life


@pytest.mark.parametrize(
    ("biography", "names"),
    [
        ("李濤（八九八～九六一），字信臣，京兆萬年（今陝西西安）人", ("信臣",)),
        ("蘇軾（一○三七～一一○一），字子瞻，一字和仲，自號東坡居士，眉山人。", ("子瞻", "和仲", "東坡居士")),
        ("楊時（一○五三～一一三五），字中立，學者稱龜山先生，南劍州將樂人。", ("中立", "龜山先生")),
        ("郭祥正（一○三五～一一一三），字功父（甫），自號醉吟居士，", ("功父", "醉吟居士")),
        ("趙令鑠（一○四八～？）字伯堅，太祖五世孫。", ("伯堅",)),
        ("綦毋潛，字季通，荆南人。開元十四年登進士第", ("季通",)),
        ("崔致遠，高麗人，賓貢及第。 崔致遠，字海夫，號孤雲", ()),
        ("曹鄴，字業一作鄴之，桂州人。", ()),
        ("林顔，字仲和福州福清（今屬福建）人", ()),
        ("彭次雲，名構（《宋詩紀事小傳補正》卷二），以字行，甌寧人。", ()),
        ("左次魏，曾與楊萬里長子長孺（字伯子）相唱和。", ()),
        ("某人，字子某，晚號三山老人績溪，", ("子某",)),
        ("陳靖（九四八～一○二五），字卿，莆田人。", ()),
        ("無傳。", ()),
    ],
)
def test_courtesy_names(biography: str, names: tuple[str, ...]) -> None:
    assert courtesy_names(biography) == names


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ('Harris, Charles "Teenie"', 'Charles "Teenie" Harris'),
        ("Martin, Agnes", "Agnes Martin"),
        ("Lamerie, Paul de", "Paul de Lamerie"),
        ("Quellinus, Erasmus, II", "Erasmus Quellinus II"),
        ("Reynolds, Samuel William (I)", "Samuel William Reynolds (I)"),
        ("Appiani, Andrea I", "Andrea Appiani I"),
        ("Ralph Bartholomew, Jr.", "Ralph Bartholomew, Jr."),
        ("P. E. Camerer, St. Paul, MN", "P. E. Camerer, St. Paul, MN"),
        ("Currier & Ives, New York", "Currier & Ives, New York"),
        ("unknown American", "unknown American"),
        ("李白", "李白"),
        ("", ""),
    ],
)
def test_in_order(cited: str, said: str) -> None:
    assert in_order(cited) == said


@pytest.mark.shared
def test_lives_agree_with_the_years_moma_gives_apart() -> None:
    """BeginDate and EndDate stand beside ArtistBio; 0 is “unknown”, and 32 rows of the two differ (1896 and 1895)."""
    told = agreed = 0
    for row in json.loads(gzip.decompress(shared_file("moma-artists.json.gz").read_bytes())):
        years = [year for year in (row["BeginDate"], row["EndDate"]) if year]
        if years and any(char.isdigit() for char in row["ArtistBio"] or ""):
            told += 1
            found = life_years(row["ArtistBio"])
            agreed += (found.start, found.end) == (years[0], years[-1])
    assert told > 10_000
    assert agreed / told > 0.995


@pytest.mark.shared
def test_the_lives_of_the_song_poets() -> None:
    """2,014 biographies open with years; nobody's are the wrong way round or longer than the publisher's longest."""
    written = gzip.decompress(shared_file("poetry-authors-song.jsonl.gz").read_bytes())
    rows = [json.loads(row) for row in written.splitlines()]
    lives = [life_years(life) for row in rows if (life := life_told_in(row["desc"]))]
    known = [(life.start, life.end) for life in lives if life.start is not None and life.end is not None]
    assert len(known) > 2_000
    assert len(lives) - len(known) <= 1
    assert all(0 <= end - start < 130 and 800 < start < end + 1 < 1400 for start, end in known)
