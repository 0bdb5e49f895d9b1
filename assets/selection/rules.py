"""Whether a model belongs to a class that every street shows: by synset, by category, by name."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry
from caos.config import ConfigModel, load_toml

_HERE: Final = Path(__file__).parent
RULES_FILE, CLOSURE_FILE = _HERE / "rules.toml", _HERE / "closure.json"


class Rule(ConfigModel):
    """One in-distribution class; `rules.toml` tells what the fields mean."""

    name: str
    reason: str
    synsets: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class Rules(ConfigModel):
    """A whole `rules.toml`."""

    toys: tuple[str, ...]
    classes: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a model is no anomaly.

    Attributes:
        rule: name of the class.
        reason: what gave it away, and why the class is out.
    """

    rule: str
    reason: str


@functools.cache
def read_rules() -> Rules:
    """The rules that come with the suite."""
    return load_toml(RULES_FILE, Rules)


@functools.cache
def read_closure() -> Mapping[str, frozenset[str]]:
    """Every synset below each synset of the rules, itself included."""
    below = json.loads(CLOSURE_FILE.read_text(encoding="utf-8"))["below"]
    return {root: frozenset(names.split()) for root, names in below.items()}


def exclusion(entry: CatalogueEntry) -> Exclusion | None:
    """The first class that a model belongs to; None for an anomaly.

    A synset that is given decides before words do, but it does not clear a model: sources err.
    """
    rules = read_rules()
    for rule in rules.classes:
        root = _root_above(entry.synset, rule)
        if root is not None:
            below = "" if root == entry.synset else f", a kind of {root}"
            return Exclusion(rule.name, f"synset {entry.synset}{below}; {rule.reason}")
    for field, text in (("category", entry.category), ("name", entry.name), ("id", entry.id)):
        for rule in rules.classes:
            if entry.synset not in rule.keep and (word := _word_in(text, rule, rules.toys)) is not None:
                return Exclusion(rule.name, f"{field} {text!r} says {word!r}; {rule.reason}")
    return None


def _root_above(synset: str, rule: Rule) -> str | None:
    """The synset of the rule that `synset` is or is below."""
    closure = read_closure()
    if any(synset in closure[kept] for kept in rule.keep):
        return None
    return next((root for root in rule.synsets if synset in closure[root]), None)


def _word_in(text: str, rule: Rule, toys: Sequence[str]) -> str | None:
    """The word of the rule that `text` holds outside every phrase of `unless`."""
    words = split_words(text)
    if any(word in words for word in toys):
        return None
    rest = f" {' '.join(words)} "
    for phrase in sorted(rule.unless, key=len, reverse=True):
        rest = rest.replace(f" {_singular(phrase)} ", " | ")
    return next((word for word in rule.words if f" {_singular(word)} " in rest), None)


def split_words(text: str) -> list[str]:
    """Words in lower case and singular: "OfficeChairs, 2 legs" -> office, chair, 2, leg."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return [_one(word) for word in re.findall(r"[a-z]+|\d+", apart.lower())]


def _singular(phrase: str) -> str:
    return " ".join(split_words(phrase))


def _one(word: str) -> str:
    """A word without the plural's ending, as far as whole-word search needs it."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "buses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
