"""Who asks: addresses behind proxies, forged headers, and what is counted together."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.keys.callers import UNKNOWN, address, bucket
from settings import Proxies, Settings, SettingsError

PEER = "198.51.100.1"
ONE, TWO = Proxies(1), Proxies(2)
FORWARDED = Proxies(1, "Forwarded")

NOTED = {
    "without a proxy the header is the caller's invention": (Proxies(), {"X-Forwarded-For": "203.0.113.9"}, PEER),
    "one proxy": (ONE, {"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
    "what the caller sent stands to the left": (ONE, {"X-Forwarded-For": "10.0.0.1, 203.0.113.9"}, "203.0.113.9"),
    "two proxies": (TWO, {"X-Forwarded-For": "1.1.1.1, 203.0.113.9, 192.0.2.7"}, "203.0.113.9"),
    "fewer noted than there are proxies": (TWO, {"X-Forwarded-For": "203.0.113.9"}, PEER),
    "nothing noted": (ONE, {}, PEER),
    "garbage": (ONE, {"X-Forwarded-For": "203.0.113.9, <script>"}, PEER),
    "an empty place": (ONE, {"X-Forwarded-For": "203.0.113.9,"}, PEER),
    "with a port": (ONE, {"X-Forwarded-For": "203.0.113.9:4711"}, "203.0.113.9"),
    "IPv6 with a port": (ONE, {"X-Forwarded-For": "[2001:db8::1]:4711"}, "2001:db8::1"),
    "IPv6": (ONE, {"X-Forwarded-For": "2001:db8::1"}, "2001:db8::1"),
    "an over-long place": (ONE, {"X-Forwarded-For": "1" * 8_000}, PEER),
    "ten thousand places": (ONE, {"X-Forwarded-For": "1.1.1.1," * 10_000 + "203.0.113.9"}, "203.0.113.9"),
    "the other header is not looked at": (ONE, {"Forwarded": "for=203.0.113.9"}, PEER),
    "nor this one": (FORWARDED, {"X-Forwarded-For": "203.0.113.9"}, PEER),
    "Forwarded": (FORWARDED, {"Forwarded": "for=10.0.0.1;proto=http, proto=https;For=203.0.113.9;by=x"}, "203.0.113.9"),
    "Forwarded, IPv6": (FORWARDED, {"Forwarded": 'for="[2001:db8::1]:4711"'}, "2001:db8::1"),
    "Forwarded, hidden": (FORWARDED, {"Forwarded": "for=_hidden"}, PEER),
    "Forwarded, a quote left open": (FORWARDED, {"Forwarded": 'for=", for=203.0.113.9'}, "203.0.113.9"),
    "Forwarded, a comma in quotes": (FORWARDED, {"Forwarded": 'for=1.1.1.1;x="a,for=2.2.2.2"'}, "1.1.1.1"),
    "Forwarded, not for anyone": (FORWARDED, {"Forwarded": "notfor=203.0.113.9"}, PEER),
}


@pytest.mark.parametrize("name", NOTED)
def test_the_address_is_what_the_outermost_trusted_proxy_wrote(name: str) -> None:
    proxies, headers, expected = NOTED[name]
    assert address(PEER, headers, proxies) == expected


@given(st.text(max_size=300), st.integers(0, 4), st.sampled_from(["X-Forwarded-For", "Forwarded"]))
def test_whatever_is_noted_the_outcome_is_an_address(noted: str, count: int, header: str) -> None:
    assert ip_address(address(PEER, {header: noted}, Proxies(count, header)))


@given(st.lists(st.ip_addresses().map(str), max_size=5), st.lists(st.ip_addresses().map(str), min_size=1, max_size=4))
def test_what_the_caller_writes_never_changes_who_he_is(forged: list[str], noted: list[str]) -> None:
    """The proxies add to the right whatever came; as many as there are of them are believed."""
    header = {"X-Forwarded-For": ", ".join([*forged, *noted])}
    assert address(PEER, header, Proxies(len(noted))) == noted[0]


BUCKETS = {
    "203.0.113.9": "203.0.113.9",
    "::ffff:203.0.113.9": "203.0.113.9",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "2001:db8:1:2::": "2001:db8:1:2::/64",
    "fe80::1%eth0": "fe80::/64",
    "::1": "::/64",
    "": UNKNOWN,
    "a name": UNKNOWN,
}


@pytest.mark.parametrize("text", BUCKETS)
def test_what_is_counted_together(text: str) -> None:
    assert bucket(text) == BUCKETS[text]


def test_the_setting_says_how_many_and_which_header() -> None:
    def read(value: str) -> Proxies:
        return Settings.from_env({"WENMAI_PROXIES": value}).proxies

    assert read("") == read("0") == Proxies(0)
    assert read("2") == read("2 X-Forwarded-For") == Proxies(2, "X-Forwarded-For")
    assert read("1 forwarded") == Proxies(1, "Forwarded")


@pytest.mark.parametrize("value", ["-1", "one", "1.5", "17", "1 x-real-ip", "٣", "1 2"])
def test_a_number_of_proxies_that_cannot_be_says_what_can(value: str) -> None:
    with pytest.raises(SettingsError, match=r"WENMAI_PROXIES is .* 0 to 16, .*'2 forwarded'"):
        Settings.from_env({"WENMAI_PROXIES": value})
