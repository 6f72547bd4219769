"""What the made-up people are like: the figures of the model, each with where it comes from.

`[study]`: a published finding, named with it. `[guess]`: ours, so that the whole looks like a public challenge; no
source gives it, so never quote it as one. Pure: no Django, no clock, nothing read or written.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = ("knik", "zin", "praatje")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of person. Chances are 0 to 1; scales are 0 to 10 as on the screen."""

    name: str
    share: float  # of all participants
    steps: Mapping[str, float]  # which step size they choose, as weights
    opens: float  # chance to open the app on the day after joining
    keeps: float  # what is left of that chance a day later
    tries: float  # chance to go for it, the app once open, for a "zin"
    expects: float  # of ten people, how many would react positively
    nerves: float  # how awkward they expect it to feel
    leaves: float  # chance a day to say goodbye on purpose
    barriers: Mapping[str, float]  # what held them back, as weights


# Shares and courage: [guess]. Sociable people exist because the pilots met them: "a group that has very many
# interactions already" (Movisie, pilots Amsterdam and Enschede).
# `opens` and `keeps`: [guess] below what paid studies see (79 % of prompts answered: Wrzus & Neubauer 2023), falling
# by the day as there (Ono 2019) and as HeartSteps saw novelty fade (Klasnja: +66 % at the start, +14 % on average).
# `expects`: [study] about 40 % expected a yes (Epley & Schroeder 2014; Sandstrom, Boothby & Cooney 2022); the mean
# over all kinds is 4, how it differs between kinds is [guess].
# Barriers: the first three are the pilots' own, the weights are [guess].
KINDS = (
    Kind(
        name="shy",
        share=0.24,
        steps={"knik": 0.55, "zin": 0.38, "praatje": 0.07},
        opens=0.68,
        keeps=0.965,
        tries=0.46,
        expects=2.5,
        nerves=6.8,
        leaves=0.006,
        barriers={
            "geen-zin-bij-de-ander": 5,
            "spannend": 5,
            "niemand-tegengekomen": 2,
            "niet-prettig-of-veilig": 0.5,
        },
    ),
    Kind(
        name="busy",
        share=0.25,
        steps={"knik": 0.35, "zin": 0.5, "praatje": 0.15},
        opens=0.58,
        keeps=0.95,
        tries=0.44,
        expects=3.6,
        nerves=4.2,
        leaves=0.008,
        barriers={"te-druk": 6, "al-zo-veel": 4, "vergeten": 3, "rustdag": 1},
    ),
    Kind(
        name="sociable",
        share=0.13,
        steps={"knik": 0.1, "zin": 0.4, "praatje": 0.5},
        opens=0.66,
        keeps=0.97,
        tries=0.78,
        expects=5.6,
        nerves=2.4,
        leaves=0.004,
        barriers={"past-niet-bij-mij": 3, "rustdag": 3, "te-druk": 2, "niemand-tegengekomen": 2},
    ),
    Kind(
        name="steady",
        share=0.23,
        steps={"knik": 0.25, "zin": 0.5, "praatje": 0.25},
        opens=0.86,
        keeps=0.99,
        tries=0.68,
        expects=3.9,
        nerves=4.5,
        leaves=0.002,
        barriers={
            "niemand-tegengekomen": 4,
            "te-druk": 2,
            "geen-zin-bij-de-ander": 2,
            "rustdag": 2,
            "vergeten": 1,
        },
    ),
    Kind(
        name="curious",
        share=0.15,
        steps={"knik": 0.3, "zin": 0.45, "praatje": 0.25},
        opens=0.6,
        keeps=0.66,
        tries=0.5,
        expects=3.7,
        nerves=4.5,
        leaves=0.05,
        barriers={"vergeten": 4, "past-niet-bij-mij": 3, "al-zo-veel": 2, "te-druk": 2},
    ),
)

# How the other reacts. [study] 92 % of attempts succeeded (Sandstrom, Boothby & Cooney 2022, as told in a column of
# 2023); those were students and commuters who were told to talk, so the model stays a little below: about nine in
# ten of the known reactions are positive. How it differs by step, act and counterpart: [guess].
POSITIVE_BY_STEP = {"knik": 0.87, "zin": 0.89, "praatje": 0.87}
POSITIVE_BY_ACT = {"greet": -0.02, "ask": 0.0, "ask_help": 0.04, "share": 0.05, "remember": 0.05}
POSITIVE_BY_COUNTERPART = {"stranger": -0.02, "acquaintance": 0.04, "service": 0.05}
POSITIVE_WHEN_DIFFERENT = -0.25  # it went otherwise than planned
NOT_POSITIVE = {"neutral": 0.55, "unknown": 0.27, "declined": 0.18}

# [guess] A nod is easier to begin than a chat; who expects more tries more often.
TRIES_BY_STEP = {"knik": 0.12, "zin": 0.0, "praatje": -0.1}
TRIES_PER_EXPECTED = 0.02

# Expectations move towards what happened and are "more positive and accurate by the day" [study: Sandstrom, Boothby
# & Cooney 2022], but creep back before the next one [study: Sandstrom in an interview]; the sizes are [guess].
LEARNS = 0.35  # of the surprise, at once
KEEPS_FOR_GOOD = 0.1  # of the surprise, in what they creep back to
CREEPS_BACK = 0.3  # of the way back, a day

# [guess] Every question may be skipped.
PLANS_FIRST = 0.72
PREDICTS = 0.86
FOLLOWS_A_PLAN = 0.88
GOES_DIFFERENTLY = 0.11
ANSWERS_RESPONSE = 0.93
ANSWERS_FEELINGS = 0.6
RATES_MOOD = 0.45
WRITES_A_NOTE = 0.14
SWAPS = 0.16
SWAPS_AGAIN = 0.3  # of who swapped
FELT_UNSAFE = {"positive": 0.0, "neutral": 0.004, "declined": 0.04, "unknown": 0.004}
SAYS_NOT_TODAY = 0.42
NAMES_A_BARRIER = 0.85
NAMES_A_SECOND = 0.18
PAUSES = 0.012
PAUSE_DAYS = (2, 7)
JOINS_LATER = 0.6  # each day fewer newcomers than the day before: a campaign starts with a splash
EXPECTS_SPREAD = 1.4
SCALE_SPREAD = 1.1

# [study] It felt better than expected (Sandstrom & Boothby 2021); by how much on this scale: [guess].
LESS_AWKWARD_THAN_FEARED = 2.0
# [guess] Most people feel well enough; who is nervous of others a little less so.
MOOD, MOOD_PER_NERVES, MOOD_SPREAD = 7.6, -0.15, 1.2
ENJOYED = {"positive": 7.8, "neutral": 5.8, "declined": 4.4, "unknown": 6.2, None: 6.5}

# Made up, without names, as the page asks.
NOTES = (
    "Ze begon te lachen. De rest van de dag liep ik er ook vrolijker bij.",
    "Hij dacht er echt even over na. Leuk antwoord ook.",
    "Kort, maar fijn. Morgen weer.",
    "Ik vond het vooraf spannender dan het was.",
    "Mevrouw bij de halte vertelde dat ze naar haar kleinkind ging.",
    "Geen reactie, denk oortjes in. Gaf niks.",
    "We stonden tien minuten te kletsen. De soep was koud, maar dat was het waard.",
    "Zij zei als eerste gedag! Was ik net te laat.",
    "Nu weet ik dat de bakker zelf nooit brood eet.",
    "Onthouden: de buurman van 14 gaat in maart verhuizen.",
    "Het regende, dus er was meteen iets om over te praten.",
    "Ik zei het te zacht. Volgende keer iets harder.",
    "Fijn om eens niet op mijn telefoon te kijken in de rij.",
    "Hij had haast. Kan gebeuren.",
    "Dit ga ik vaker doen bij deze kassa.",
    "Een knik terug van iemand die ik al jaren zie. Eindelijk.",
)
