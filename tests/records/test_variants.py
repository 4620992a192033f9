"""Variant names: what ships, what an operator adds, and what is said of a file that is not right."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.vocabularies import use_variants, variants, variants_of
from records.vocabularies.variant_files import Problem, read_variants
from records.vocabularies.variants import own_variants, shipped
from search.text.folding import fold
from tests.shared_folder import shared_file

SHIPPED = Path(__file__).parents[2] / "records" / "vocabularies" / "variants.csv"
HEAD = "id,direction,names,source\n"


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    use_variants(None)


def file(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "own.csv"
    path.write_bytes((head + rows).encode())
    return path


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("紫禁城", {"故宫", "北京故宫", "北京故宫博物院", "Forbidden City", "Palace Museum"}),
        ("故宫", {"紫禁城", "北京故宫", "北京故宫博物院", "Forbidden City", "Palace Museum"}),
        ("苏东坡", {"苏轼", "东坡居士", "苏子瞻"}),
        ("李白", {"李太白", "青莲居士", "Li Po"}),
        ("长安", {"西安"}),
        ("西安", set()),
        ("京戏", {"京剧", "平剧", "皮黄戏", "Peking Opera", "Beijing Opera"}),
        ("端午", {"端午节", "端阳节", "端阳", "Dragon Boat Festival"}),
        ("盛京", {"沈阳"}),
        ("无此名", set()),
        ("", set()),
    ],
)
def test_what_a_name_leads_to(typed: str, others: set[str]) -> None:
    assert set(variants_of(typed)) == others


def test_every_shipped_row_is_sound_and_has_a_source() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert read_variants(SHIPPED).problems == ()
    assert [group.id for group in shipped()] == [row["id"] for row in rows]
    assert all(row["source"].strip() for row in rows)
    assert len(rows) >= 150


def test_no_shipped_name_leads_both_ways_in_two_groups() -> None:
    """Else two things that have nothing to do with each other would be one."""
    owned = [name for group in shipped() if group.direction == "both" for name in group.names]
    assert sorted(name for name in set(owned) if owned.count(name) > 1) == []


def test_a_table_by_folded_names_leaves_out_what_folds_to_the_same(tmp_path: Path) -> None:
    use_variants(file(tmp_path, "a,both,Wall|WALL|长城墙\nb,first,Gate|wall,\n"))
    table = variants().by(str.casefold)
    assert table["wall"] == ("长城墙", "Gate")
    assert table["长城墙"] == ("Wall",)
    assert "gate" not in table
    assert variants().by(str.casefold) is table


def test_own_groups_come_beside_the_shipped_replace_them_and_take_them_out(tmp_path: Path) -> None:
    rows = "ours,both,本馆|市博物馆,章程\npalace-museum,both,故宫|大内,\nwest-lake,,,\n"
    assert use_variants(file(tmp_path, rows)) == ()
    assert variants_of("本馆") == ("市博物馆",)
    assert variants_of("故宫") == ("大内",)
    assert variants_of("紫禁城") == ()
    assert variants_of("西子湖") == ()
    assert variants_of("长安") == ("西安",)
    assert len(variants()) == len(shipped())
    use_variants(None)
    assert variants_of("西子湖") == ("西湖",)


def test_a_name_in_several_groups_leads_to_all(tmp_path: Path) -> None:
    use_variants(file(tmp_path, "a,first,甲|丙,\nb,first,乙|丙,\n"))
    assert variants_of("丙") == ("甲", "乙")


def test_as_spreadsheets_save_it(tmp_path: Path) -> None:
    """A byte order mark, carriage returns, wide separators, blanks, an empty line, quotes, a line inside them."""
    path = tmp_path / "own.csv"
    rows = '\ufeffid,direction,names,source\r\n\r\na,both, 甲 ｜ "乙 ,x\r\nb,both,"丙, the third|丁","one\r\ntwo"\r\n'
    path.write_bytes(rows.replace('"乙', "乙").encode())
    assert use_variants(path) == ()
    assert variants_of("甲") == ("乙",)
    assert variants_of("丁") == ("丙, the third",)


BAD = [
    ("A b,both,甲|乙,", "id", "hyphens"),
    (",both,甲|乙,", "id", "hyphens"),
    ("good,both,甲|乙,", "id", "line 2 already"),
    ("x,,甲|乙,", "direction", "both"),
    ("x,back,甲|乙,", "direction", "both"),
    ("x,both,甲,", "names", "two names or more"),
    ("x,both,,", "names", "two names or more"),
    ("x,both,甲||乙,", "names", "no letter"),
    ("x,both,甲|《》,", "names", "no letter"),
    ("x,both,甲|乙|甲,", "names", "twice"),
    ("x,both,甲|" + "乙" * 61 + ",", "names", "at most 60"),
    ('x,both,"甲|乙\n丙",', "names", "one line"),
    ("x,both," + "|".join(f"名{n}" for n in range(21)) + ",", "names", "too many"),
    ("x,both,Wall, Great|长城,", "", "double quotes"),
]


@pytest.mark.parametrize(("row", "column", "mend"), BAD)
def test_a_bad_row_is_named_and_good_rows_beside_it_count(tmp_path: Path, row: str, column: str, mend: str) -> None:
    problems = use_variants(file(tmp_path, f"good,both,天井|地井,\n{row}\nlast,both,前井|后井,\n"))
    told = [problem for problem in problems if problem.column == column]
    assert told, problems
    assert {problem.line for problem in problems} == {3 + row.count("\n")}
    assert mend in told[0].reason
    assert str(told[0]).startswith(f"{tmp_path / 'own.csv'}, line {told[0].line}")
    assert (variants_of("天井"), variants_of("前井"), variants_of("乙")) == (("地井",), ("后井",), ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (HEAD.encode() + "a,both,甲|乙,".encode("gb18030"), "UTF-8"),
        (b"id;direction;names;source\n", "no column"),
        (b"", "no column id, direction, names, source"),
        (b"id,names\na,b|c\n", "no column direction, source"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_shipped_groups(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    (problem,) = use_variants(path)
    assert reason in problem.reason
    assert variants_of("长安") == ("西安",)


def test_a_missing_file_is_told() -> None:
    assert own_variants(Path("/nowhere/own.csv")).problems == (
        Problem("/nowhere/own.csv", 0, "", "it cannot be read (No such file or directory); see WENMAI_VARIANTS"),
    )


def test_a_quote_that_is_not_closed_is_told_and_what_came_before_counts(tmp_path: Path) -> None:
    problems = use_variants(file(tmp_path, 'a,both,甲|乙,\nb,both,"丙|丁,\nc,both,戊|己,\n'))
    assert "quote" in problems[0].reason
    assert variants_of("甲") == ("乙",)


@pytest.mark.shared
def test_each_group_names_something_the_records_hold() -> None:
    """Of a group that leads to its first name only that one counts: it is what is then sought."""
    packed = [
        "heritage-national-key-sites.csv.gz", "ich-national-projects.csv.gz", "unesco-world-heritage-sites.json.gz",
        "venues-5a-scenic-areas.jsonl.gz", "poetry-authors-tang.jsonl.gz", "poetry-authors-song.jsonl.gz",
        "poetry-simplified-early.csv.gz", "policy-culture-laws.jsonl.gz",
    ]  # fmt: skip
    texts = [gzip.decompress(shared_file(name).read_bytes()).decode() for name in packed]
    texts += [path.read_text(encoding="utf-8") for path in (SHIPPED.parents[2] / "data" / "sample").glob("*.jsonl")]
    held = " ".join(map(fold, texts))
    sought = {group.id: group.names if group.direction == "both" else group.names[:1] for group in shipped()}
    assert [group_id for group_id, names in sought.items() if not any(fold(name) in held for name in names)] == []
