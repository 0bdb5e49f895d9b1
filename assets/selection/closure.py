"""Write `closure.json`, every WordNet synset below those of `rules.toml`.

    python -m caos.assets.selection.closure /usr/share/wordnet > assets/selection/closure.json

WordNet's files come with Debian's package wordnet-base, for example; the suite itself does not need them.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from caos.errors import CaosError

_ABOVE = "@"
"""WordNet's pointer to a hypernym; instances, such as single people, have "@i" and are left out."""


def noun_hyponyms(folder: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Nouns of WordNet's database, its file format `wndb(5WN)`.

    Args:
        folder: with `data.noun` and `index.noun`.

    Returns:
        Offset of each synset by its name ("car.n.01"), and the offsets right below each offset.
    """
    senses = {}
    for fields in _rows(folder / "index.noun"):
        count = int(fields[2])
        senses.update({(fields[0], offset): number for number, offset in enumerate(fields[-count:], 1)})
    names: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    for fields in _rows(folder / "data.noun"):
        offset, words = fields[0], int(fields[3], 16)
        first = fields[4].lower()
        names[f"{first}.n.{senses[first, offset]:02d}"] = offset
        start = 4 + 2 * words
        for pointer in range(int(fields[start])):
            kind, target = fields[start + 1 + 4 * pointer : start + 3 + 4 * pointer]
            if kind == _ABOVE:
                below.setdefault(target, []).append(offset)
    return names, below


def closure(root: str, names: Mapping[str, str], below: Mapping[str, Iterable[str]]) -> list[str]:
    """Names of `root` and all below it, sorted.

    Raises:
        CaosError: WordNet has no such noun.
    """
    if root not in names:
        raise CaosError(f"synset {root!r}: WordNet 3.0 has no such noun")
    found: set[str] = set()
    waiting = [names[root]]
    while waiting:
        offset = waiting.pop()
        if offset not in found:
            found.add(offset)
            waiting += below.get(offset, ())
    return sorted(name for name, offset in names.items() if offset in found)


def _rows(path: Path) -> Iterator[list[str]]:
    """Fields of each line; the licence at the top is indented."""
    with path.open(encoding="latin-1") as lines:
        for line in lines:
            if not line.startswith("  "):
                yield line.partition("|")[0].split()


def licence(folder: Path) -> str:
    """WordNet's licence, which wants to go with every copy: the indented, numbered lines of its files."""
    with (folder / "data.noun").open(encoding="latin-1") as lines:
        head = itertools.takewhile(lambda line: line.startswith("  "), lines)
        return " ".join(" ".join(line.split()[1:]) for line in head).strip()


def main() -> None:
    """Print the file."""
    from .rules import read_rules

    folder = Path(sys.argv[1])
    names, below = noun_hyponyms(folder)
    roots = sorted({root for rule in read_rules().classes for root in (*rule.synsets, *rule.keep)})
    content = {
        "source": "written by closure.py from WordNet 3.0, not by hand",
        "licence": licence(folder),
        "below": {root: " ".join(closure(root, names, below)) for root in roots},
    }
    print(json.dumps(content, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
