"""A friendly hint beside a text: which sentences and words may be hard to read. It never stops anybody.

The number is the reading ease of Flesch as W.H. Douma fitted it to Dutch (De leesbaarheid van landbouwbladen,
Landbouwhogeschool Wageningen, 1960): 206.84 - 0.93 × words a sentence - 77 × syllables a word. Higher is easier; he
called 60 to 70 normal and 80 to 90 easy. Syllables are counted by their vowels, which is right for nearly every word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_SENTENCE = 15  # words; from here on a sentence is hard to take in at one go
LONG_WORD = 14  # letters
ENOUGH_WORDS = 20  # below this the number says nothing

# What offices write, and what people say. Our own list: short, and only what has a plain word.
OFFICE_WORDS = {
    "aangaande": "over",
    "aanvang": "begin",
    "alsmede": "en",
    "alvorens": "voordat",
    "betreffende": "over",
    "conform": "volgens",
    "contacteren": "bellen of vragen",
    "derhalve": "daarom",
    "desbetreffende": "die",
    "diverse": "een paar",
    "door middel van": "met",
    "faciliteren": "helpen",
    "gaarne": "graag",
    "hieromtrent": "hierover",
    "in het kader van": "voor",
    "indien": "als",
    "inzake": "over",
    "interactie": "contact",
    "interacties": "contact",
    "met betrekking tot": "over",
    "middels": "met",
    "mits": "als",
    "nimmer": "nooit",
    "omtrent": "over",
    "participeren": "meedoen",
    "realiseren": "maken",
    "reeds": "al",
    "ten aanzien van": "over",
    "ten behoeve van": "voor",
    "teneinde": "om",
    "tevens": "ook",
    "thans": "nu",
    "trachten": "proberen",
    "verstrekken": "geven",
    "wederom": "weer",
    "zorg dragen voor": "zorgen voor",
}
_OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(OFFICE_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER_OR_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+|\n+")
_BECOMES = re.compile(r"\b(?:word|wordt|worden|werd|werden)\b", re.IGNORECASE)
# "gevraagd", "uitgenodigd", "besproken": a form that goes with "worden". Ordinary words that look like one are not.
_DONE = re.compile(
    r"\b(?:\w{2,5})?ge\w{2,}(?:d|t|en)\b|\b(?:be|her|ont|ver)\w{2,}(?:d|t|en)\b", re.IGNORECASE
)
_LOOK_ALIKES = """
geen gezellig gemeente gemeenten gebeurt genoeg geluid geluiden gezicht gezichten gedicht geheugen genieten getallen
gevoelens gebied gebouwen gesprek gesprekken bekend bekende bekenden best bezoek begint bent beneden bedrijven
berichten verhaal verhalen verschillend vertrouwen vergeten verkeerd hert heren
"""
_NOT_DONE = frozenset(_LOOK_ALIKES.split())
# The vowels of one syllable, the longest first.
_SYLLABLE = re.compile(
    r"(?<!\w)y(?=[aeiou])[aeiou]|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|ai|oi"
    r"|[aeiouyàáâèéêëìíîïòóôöùúûüä]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hint:
    """What may be hard, and what it is about (a sentence or a word)."""

    said: str
    about: str


@dataclass(frozen=True)
class Ease:
    """The reading ease of a text, 0 to 100, and what it is called."""

    score: int
    called: str


def hints(text: str) -> list[Hint]:
    """What in a text may be hard to read, in the order of the text; none is good."""
    found: list[Hint] = []
    for sentence in sentences(text):
        count = len(_NUMBER_OR_WORD.findall(sentence))
        if count > LONG_SENTENCE:
            found.append(Hint(f"Een zin van {count} woorden. Kun je er twee van maken?", sentence))
        if _is_passive(sentence):
            found.append(
                Hint("Wie doet het? ‘Je vraagt’ leest makkelijker dan ‘er wordt gevraagd’.", sentence)
            )
        for office in _OFFICE.findall(sentence):
            plain = OFFICE_WORDS[office.lower()]
            found.append(Hint(f"‘{office}’ klinkt als een brief. Kan het met ‘{plain}’?", office))
        found += [
            Hint(f"‘{word}’ is een lang woord. Weet je een korter?", word)
            for word in _WORD.findall(sentence)
            if sum(letter.isalpha() for letter in word) > LONG_WORD
        ]
    return list(dict.fromkeys(found))


def sentences(text: str) -> list[str]:
    """A text in sentences; a line of its own is one too."""
    return [piece.strip() for piece in _SENTENCE.split(text) if _NUMBER_OR_WORD.search(piece)]


def syllables(word: str) -> int:
    """How many syllables a Dutch word has, by its vowels; at least one."""
    return max(1, len(_SYLLABLE.findall(word)))


def reading_ease(texts: Iterable[str]) -> Ease | None:
    """The reading ease of texts together; None when there is too little to say anything about."""
    said = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in said for word in _NUMBER_OR_WORD.findall(sentence)]
    if len(words) < ENOUGH_WORDS:
        return None
    ease = 206.84 - 0.93 * len(words) / len(said) - 77 * sum(map(syllables, words)) / len(words)
    score = min(100, max(0, round(ease)))
    return Ease(score, _called(score))


def _called(score: int) -> str:
    for least, called in ((80, "makkelijk"), (70, "vrij makkelijk"), (60, "gewoon"), (45, "vrij moeilijk")):
        if score >= least:
            return called
    return "moeilijk"


def _is_passive(sentence: str) -> bool:
    """Whether a form of "worden" stands beside what is done."""
    return bool(_BECOMES.search(sentence)) and any(
        done.lower() not in _NOT_DONE for done in _DONE.findall(sentence)
    )
