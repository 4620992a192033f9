"""The README's tour: its lines and the answers shown; `python -m tests.tour.readme PORT` renews them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PORT = 8000
SHOWN = 420
CUT = "…"

SITES = ("## The site\n", "## 公众网站\n")
"""What the part on the site is headed in each README."""

_ADDRESS = re.compile(r"`(/[^`]*)`")
_PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")
_BLOCK = re.compile(r"```\n\$ (curl [^\n]+)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the tour and the answer shown for it, `…` standing for what was cut."""

    command: str
    answer: str


def steps(readme: Path) -> list[Step]:
    return [Step(command, answer.strip()) for command, answer in _BLOCK.findall(readme.read_text())]


def _of_the_site(readme: Path) -> str:
    """The part on the site."""
    text = readme.read_text()
    begun = next(text.index(head) for head in SITES if head in text)
    return text[begun : text.index("\n## ", begun)]


def addresses(readme: Path) -> list[str]:
    """Of the pages that the part on the site leads to, in its order."""
    return _ADDRESS.findall(_of_the_site(readme))


def pictures(readme: Path) -> list[Path]:
    return [ROOT / one for one in _PICTURE.findall(_of_the_site(readme))]


def run(command: str, port: int) -> str:
    """What the line answers when typed in a shell, on a node at another port."""
    typed = command.replace("curl ", "curl --silent --show-error ", 1).replace(f":{PORT}/", f":{port}/")
    done = subprocess.run(["bash", "-c", typed], capture_output=True, check=True, timeout=30)
    return done.stdout.decode().strip().replace(f":{port}/", f":{PORT}/")


def agrees(shown: str, answered: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in shown.split(CUT))
    return re.fullmatch(pattern, answered, re.DOTALL) is not None


def shortened(answer: str) -> str:
    """The beginning of an answer, without what differs each time or is nobody's to rely on."""
    steady = re.sub(r'("score":|"request_id":")[0-9a-f.]+', rf"\1{CUT}", answer)
    return steady if len(steady) <= SHOWN else steady[:SHOWN] + CUT


def renew(readme: Path, port: int) -> None:
    """Write today's answers into a README."""
    text = _BLOCK.sub(lambda b: f"```\n$ {b[1]}\n{shortened(run(b[1], port))}\n```", readme.read_text())
    readme.write_text(text)


if __name__ == "__main__":
    for page in READMES:
        renew(page, int(sys.argv[1]))
