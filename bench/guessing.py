"""How many accounts somebody takes in a day who guesses as fast as the limits allow: for every kind of secret, from the
numbers that the product itself works with. `./gedag bench guessing` prints the table; a test keeps it below the goal,
and another that no page takes more tries than are counted here.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account import app_settings as account_settings
from allauth.mfa import app_settings as mfa_settings

from accounts.services.email_codes import MOST_TRIES
from accounts.services.limit_table import DAY, LIMITS, ROOM_FOR_FEW, Act, Who
from accounts.services.secrets import ALPHABET, EMAIL_LENGTH, PAPER_LENGTH

ACCOUNTS = 500_000
MOST_TAKEN = 0.001  # expected, in a day, of each kind
STOLEN_MAILBOXES = 5  # of staff: then only the second step is left to guess

# What no limit counts, because it need not: more tries than any machine of ours can answer.
UNCOUNTED = 1_000_000 * int(DAY.total_seconds())
LONG = 2**256  # `new_secret`, and the keyed hashes that links in mails are
BROWSERS = 10  # of one participant that know them at once
DAYS_KEPT = 31  # day links of one participant that are remembered
DJANGO_SESSION = 36**32


@dataclass(frozen=True)
class Guess:
    """One kind of secret: how many tries a day in all, and the chance of each to hit any account."""

    name: str
    tries: int
    chance: float
    why: str

    @property
    def taken(self) -> float:
        """Accounts taken in a day, expected; never fewer than there can be."""
        return self.tries * self.chance


def most_in_a_day(act: Act, who: Who) -> int:
    """How often an act passes its bounds for one `who` in any 24 hours; the tightest bound decides."""
    bounds = [bound for bound in LIMITS[act] if bound.who is who]
    return min(most_times(bound.most, bound.per) for bound in bounds)


def most_times(most: int, per: dt.timedelta) -> int:
    """A day is covered by so many stretches of `per`, and each has room for `most`."""
    return most * -(-DAY // per)


def guesses() -> list[Guess]:
    """Every kind of secret that lets somebody in."""
    alphabet = len(ALPHABET)
    mailed = most_in_a_day(Act.ASK_CODE, Who.ADDRESS) * MOST_TRIES
    on_paper = sum(
        most_in_a_day(act, Who.EVERYBODY) for act in (Act.TRY_PAPER_CODE, ROOM_FOR_FEW[Act.TRY_PAPER_CODE])
    )
    staff = most_in_a_day(Act.STAFF_ASK_CODE, Who.ADDRESS) * staff_tries()
    return [
        Guess(
            "code in een mail (deelnemer)",
            mailed * ACCOUNTS,
            alphabet**-EMAIL_LENGTH,
            f"{most_in_a_day(Act.ASK_CODE, Who.ADDRESS)} codes per dag naar elk adres, {MOST_TRIES} pogingen per code",
        ),
        Guess(
            "code op papier",
            on_paper,
            ACCOUNTS * float(alphabet) ** -PAPER_LENGTH,
            "het hoogste van iedereen samen, ook door de deur voor wie weinig deed; elke poging kan elke code raken",
        ),
        Guess("startlink", UNCOUNTED, ACCOUNTS / LONG, "niet begrensd: een miljoen per seconde"),
        Guess("daglink", UNCOUNTED, ACCOUNTS * DAYS_KEPT / LONG, "niet begrensd: een miljoen per seconde"),
        Guess("cookie van een deelnemer", UNCOUNTED, ACCOUNTS * BROWSERS / LONG, "niet begrensd"),
        Guess("links onder een mail", UNCOUNTED, ACCOUNTS * 2 / LONG, "niet begrensd"),
        Guess("uitnodiging van een medewerker", UNCOUNTED, ACCOUNTS / LONG, "niet begrensd"),
        Guess("sessie van een medewerker", UNCOUNTED, ACCOUNTS / DJANGO_SESSION, "niet begrensd"),
        Guess(
            "code in een mail (medewerker)",
            staff * ACCOUNTS,
            alphabet**-EMAIL_LENGTH,
            "genoeg voor wie nog geen telefoon koppelde",
        ),
        Guess(
            "tweede stap, met iemands mailbox al in handen",
            second_step_tries() * STOLEN_MAILBOXES,
            second_step_chance(),
            f"{STOLEN_MAILBOXES} gestolen mailboxen; app en noodcodes samen",
        ),
        Guess(
            "beide stappen van een medewerker",
            staff * ACCOUNTS,
            alphabet**-EMAIL_LENGTH * min(second_step_tries() * second_step_chance(), 1),
            "eerst de code in de mail, dan de tweede stap",
        ),
    ]


def staff_tries() -> int:
    """Of one code: what the counter lets through, whatever allauth makes of it in a session."""
    counted = next(bound.most for bound in LIMITS[Act.STAFF_TRY_CODE] if bound.who is Who.CODE)
    return max(counted, int(account_settings.LOGIN_BY_CODE_MAX_ATTEMPTS))


def second_step_tries() -> int:
    """A day, of one member of staff."""
    return most_in_a_day(Act.STAFF_SECOND_STEP, Who.MEMBER)


def second_step_chance() -> float:
    """One try hits a code of the app, of any half minute that counts, or any recovery code that is left."""
    of_the_app = (2 * mfa_settings.TOTP_TOLERANCE + 1) / 10**mfa_settings.TOTP_DIGITS
    # Four bytes taken modulo 10^8: some codes are 43 in 2^32 instead of 42.9.
    recovery = mfa_settings.RECOVERY_CODE_COUNT * -(-(2**32) // 10**mfa_settings.RECOVERY_CODE_DIGITS) / 2**32
    return float(of_the_app + recovery)


def print_table() -> bool:
    """The table for docs/beveiliging.md. Returns whether every kind stays below the goal."""
    print("| geheim | pogingen per dag | kans per poging | verwacht overgenomen | waarom |")
    print("| --- | ---: | ---: | ---: | --- |")
    for one in guesses():
        print(f"| {one.name} | {one.tries:.2g} | {one.chance:.2g} | {one.taken:.1e} | {one.why} |")
    print(f"\n{ACCOUNTS} accounts, 24 uur; doel: minder dan {MOST_TAKEN} per soort")
    return all(one.taken < MOST_TAKEN for one in guesses())
