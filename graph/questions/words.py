"""Words that carry the intent of a question, by what they say; see ``words.txt``.

What stands in no list and names nothing is unexplained and lowers the confidence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.ontology.lists import COMMUNITY_KIND

_FILE: Final = Path(__file__).with_name("words.txt")
#: What a kind word stands for when it follows a name: 智能物联 + 集群.
MARKS: Final[dict[str, frozenset[str]]] = {
    "k:major": frozenset({"Major", "MajorGroup"}),
    "k:school": frozenset({"School"}),
    "k:firm": frozenset({"Enterprise"}),
    "k:job": frozenset({"Occupation"}),
    "k:skill": frozenset({"Skill", "Concept", "Topic"}),
    "k:course": frozenset({"Concept", "Topic"}),
    "k:cluster": frozenset({"Cluster", "Segment", "Industry"}),
    "k:platform": frozenset({"Community"}),
    "k:title": frozenset({"Title"}),
    "k:plan": frozenset({"Project", "Policy", "Indicator"}),
    "k:cert": frozenset({"Certificate"}),
    "k:segment": frozenset({"Segment"}),
}


def table() -> dict[str, frozenset[str]]:
    """Word → its signals; kinds of platforms from the closed list come along."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        signal, _, words = line.partition("\t")
        for word in words.split() if not line.startswith("#") else ():
            found.setdefault(word, set()).add(signal)
    for term in COMMUNITY_KIND.terms:
        for word in (term.code, *term.aliases):
            if word != "其他" and "（" not in word and "/" not in word:
                found.setdefault(word, set()).add("k:platform")
    # A word that says something is not also without weight.
    return {w: frozenset(s - {"f:"} or s) for w, s in found.items()}


WORDS: Final = table()
