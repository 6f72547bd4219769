"""What in a text may lead to somebody: an address, a number, a link, a name. One definition for two uses: who offers
a text is asked to take the first four out, and staff see all of them marked. It warns and never decides: a name that it
misses is still read by a person, and a street that it takes for a name costs a glance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from challenges.queries.staff_flag_words import BEGINNINGS, NO_PERSON, NO_PERSON_PHRASES, PARTICLES


class Flag(StrEnum):
    """What a piece of text looks like."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ACCOUNT = "account"
    NAME = "name"


LABELS = {
    Flag.LINK: "een link",
    Flag.EMAIL: "een e-mailadres",
    Flag.PHONE: "een telefoonnummer",
    Flag.POSTCODE: "een postcode",
    Flag.ACCOUNT: "een account",
    Flag.NAME: "een naam",
}


@dataclass(frozen=True)
class Flagged:
    """A piece of a text, from `start` up to `end`, and what it looks like."""

    flag: Flag
    start: int
    end: int
    text: str

    @property
    def label(self) -> str:
        return LABELS[self.flag]


_EMAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*|[\w.+-]+ ?(?:\(at\)|\[at\]|ap(?:en|e)staartje) ?[\w-]+(?:\.[\w-]+)*",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”’)]*(?<![.,;:!?])"
    r"|(?<![@\w.-])(?:[\w-]+\.)+(?:nl|com|org|net|eu|be|info|frl|io|app|ly|amsterdam)\b(?:/[^\s<>\"”’)]*(?<![.,;:!?]))?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,}")
# From a 0 or a + with anything between that people write between; or nine figures on end; or a mobile one without 0.
_BETWEEN = r"[\s().‐‑–—/-]"
_PHONE = re.compile(
    rf"(?<!\d)(?:\+|\(?0)(?:{_BETWEEN}{{0,3}}\d){{8,14}}(?!\d)"
    rf"|(?<!\d)\d{{9,15}}(?!\d)|(?<!\d)6(?:{_BETWEEN}{{0,2}}\d){{8}}(?!\d)"
)
_DATE_FIRST = re.compile(r"0\d[ ./-]\d\d?[ ./-](?:19|20)\d\d(?!\d)")
# Small letters only without a space between: "in 2026 is het feest" is no postcode, and 1500km neither.
_POSTCODE = re.compile(
    r"\b[1-9]\d{3}(?:(?!(?:km|kg|ml|cl|cm|mm|mg|gr|kw|ha|st)\b)[A-Za-z]{2}|\s{1,2}[A-Z]{2})\b"
)
_PARTICLE = "|".join(sorted(PARTICLES, key=len, reverse=True))
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ][^\W\d_]*(?:[-’'][^\W\d_]+)*"
_TITLED = re.compile(
    r"\b(?:[Mm]eneer|[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Dd]hr\.?|[Dd]okter|[Dd]ominee|[Pp]astoor|[Ii]mam|[Jj]uf|[Mm]eester"
    rf"|[Oo]om|[Tt]ante|[Oo]pa|[Oo]ma|[Zz]uster)\s+(?:(?:{_PARTICLE})\s+){{0,3}}{_CAPITAL}"
)
_INITIALS = re.compile(rf"\b(?:[A-Z]\.\s?){{1,4}}(?:(?:{_PARTICLE})\s+){{0,3}}({_CAPITAL})")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def flags_in(text: str) -> list[Flagged]:
    """What in `text` may lead to somebody, from the left; no two overlap, and the plainest wins."""
    found: list[Flagged] = []
    for one in _candidates(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def segments(text: str) -> list[tuple[str, Flagged | None]]:
    """`text` cut into pieces in order, each with what it looks like; put together they are `text` again."""
    pieces: list[tuple[str, Flagged | None]] = []
    at = 0
    for one in flags_in(text):
        pieces += [(text[at : one.start], None), (one.text, one)]
        at = one.end
    return [piece for piece in [*pieces, (text[at:], None)] if piece[0]]


def _candidates(text: str) -> Iterator[Flagged]:
    for flag, pattern in (
        (Flag.EMAIL, _EMAIL),
        (Flag.LINK, _LINK),
        (Flag.PHONE, _PHONE),
        (Flag.POSTCODE, _POSTCODE),
        (Flag.ACCOUNT, _ACCOUNT),
        (Flag.NAME, _TITLED),
    ):
        for match in pattern.finditer(text):
            if not (flag == Flag.PHONE and _DATE_FIRST.match(match[0])):
                yield Flagged(flag, match.start(), match.end(), match[0])
    for match in _INITIALS.finditer(text):
        if match[1].lower() not in BEGINNINGS | NO_PERSON:
            yield Flagged(Flag.NAME, match.start(), match.end(), match[0])
    for start, end in _name_pairs(text):
        yield Flagged(Flag.NAME, start, end, text[start:end])


def _name_pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where words with a capital follow each other, particles between them counted in, and that is a person's name
    as far as anybody can tell. The first word of a sentence has its capital anyway: it counts if it is no word that
    sentences begin with."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        last = _last_of_name(text, words, at)
        names = [word[0].lower() for word in words[at : last + 1]]
        known = any(phrase in " ".join(names) for phrase in NO_PERSON_PHRASES) or not NO_PERSON.isdisjoint(
            names
        )
        if last > at and not known:
            yield words[at].start(), words[last].end()
        at = last + 1


def _last_of_name(text: str, words: list[re.Match[str]], at: int) -> int:
    """The index of the last word of the name that begins at `at`; `at` itself when none does."""
    first = words[at][0]
    if not _has_capital(first) or first.lower() in BEGINNINGS | NO_PERSON:
        return at
    last, ahead = at, at + 1
    while ahead < len(words):
        between, word = text[words[ahead - 1].end() : words[ahead].start()], words[ahead][0]
        if not between.isspace() or "\n" in between:
            break
        if _has_capital(word):
            last = ahead
        elif word.lower() not in PARTICLES:
            break
        ahead += 1
    return last


def _has_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and any(letter.islower() for letter in word)
