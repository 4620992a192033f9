"""The shares understood: counted from records in the record form, and shown by the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexers.cli import main
from indexers.quality import MISSED_SHOWN, Quality, measured
from tests.indexers.taking import lines

RIGHTS = {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"}


def site(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"sites:{number}", "type": "site", "dataset": "sites", "title": {"zh-Hans": f"塔{number}"}, **more}


SITES = [
    site(1, date={"text": "唐", "start": 618, "end": 907}, periods=["tang"], region="610100", rights=RIGHTS),
    site(2, date={"text": "更新世"}, place={"text": "陕西省西安市", "lat": 34.2, "lon": 108.9}, region="610113"),
    site(3, date={"text": "更新世"}, place={"text": "某地"}, title={"zh-Hans": "窑", "en": "Kiln"}),
    site(4, date={"text": "明以前"}, extra={"省级政区名称（中文）": "某省", "note": "无关"}),
    site(5, date={"text": "1841年", "start": 1841, "end": 1841}, creators=[{"name": "李春"}]),
    site(6, place={"text": "Dublin, Ireland"}, extra={"county": "Leinster"}),
]


@pytest.fixture
def quality() -> Quality:
    (found,) = measured(("sites", record) for record in SITES)
    return found


def test_dates(quality: Quality) -> None:
    date = quality.fields["date"]
    assert (date.told, date.understood, date.share) == (5, 2, 0.4)
    assert date.missed == (("更新世", 2), ("明以前", 1))


def test_periods_are_counted_where_a_date_is_told(quality: Quality) -> None:
    assert (quality.fields["periods"].told, quality.fields["periods"].understood) == (5, 1)


def test_a_period_may_be_given_without_a_date() -> None:
    poem = {"id": "p:1", "dataset": "p", "title": {"zh-Hant": "句"}, "periods": ["tang"]}
    (found,) = measured([("p", poem)])
    assert (found.fields["periods"].told, found.fields["periods"].understood, found.fields["date"].told) == (1, 1, 0)


def test_regions_are_asked_of_places_told_in_chinese(quality: Quality) -> None:
    region = quality.fields["region"]
    assert (region.told, region.understood) == (3, 1)
    assert dict(region.missed) == {"某地": 1, "某省": 1}
    assert quality.levels == {"city": 1, "county": 1}


def test_what_is_there_or_not(quality: Quality) -> None:
    assert quality.records == 6
    assert {name: quality.fields[name].understood for name in ("point", "creators", "rights")} == {
        "point": 1,
        "creators": 1,
        "rights": 1,
    }
    assert quality.fields["point"].told == 6
    assert quality.fields["point"].missed == ()
    assert quality.titles == {"zh-Hans": 6, "en": 1}


def test_data_sets_apart_and_nothing_told_is_no_share() -> None:
    other = {"id": "b:1", "dataset": "b", "title": {"en": "x"}}
    found = measured([("sites", SITES[0]), ("b", other)])
    assert [each.dataset for each in found] == ["b", "sites"]
    assert found[0].fields["date"].share is None


def test_only_the_commonest_are_kept() -> None:
    dates = [f"时{n}" for n in range(9) for _ in range(n + 1)]
    (found,) = measured(("sites", site(n, date={"text": text})) for n, text in enumerate(dates))
    assert found.fields["date"].missed == tuple((f"时{n}", n + 1) for n in range(8, 8 - MISSED_SHOWN, -1))


def run(folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, words, env={"WENMAI_DATA": str(folder / "node")})
    assert result.exit_code == 0, result.output
    return result


def test_the_command_counts_what_is_live(tmp_path: Path) -> None:
    file = tmp_path / "sites.jsonl"
    file.write_bytes(lines(*SITES))
    run(tmp_path, "ingest", "--no-sync", str(file))
    run(tmp_path, "withdraw", "sites:4", "--reason", "a slip")
    (line,) = run(tmp_path, "status", "--quality", "--json").stdout.splitlines()
    (told,) = json.loads(line)["quality"]
    assert (told["dataset"], told["records"], told["titles"]) == ("sites", 5, {"zh-Hans": 5, "en": 1})
    assert told["region_levels"] == {"city": 1, "county": 1}
    missed = [{"text": "更新世", "count": 2}]
    assert told["fields"]["date"] == {"told": 4, "understood": 2, "share": 0.5, "missed": missed}
    shown = run(tmp_path, "status", "--quality").stdout
    assert "2 of 4 50.0 %" in shown
    assert "sites date: 2 × 更新世" in shown


def test_the_command_on_a_node_in_which_nothing_was_done(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "status", "--quality", "--json").stdout) == {"quality": []}
    assert run(tmp_path, "status", "--quality").stdout.startswith("data set")
