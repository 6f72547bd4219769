"""For whom a statement reads and writes. The database shows the web faces only rows of who this is said to be
(docs/adr/0024); who says nothing sees no row of anybody.

A request begins as nobody. What it proves makes it somebody: a door calls `act_for` or `act_for_staff` once, for the
rest of the request. `acting_for` and `holding` are for a few lines. Outside the web faces nothing is said at all: the
worker and the owner have policies of their own.

What is said travels in front of each statement, in the same trip, for the length of that statement's transaction.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import NotSupportedError, connection, transaction

# These say nothing about rows, and in a transaction that failed they are all that still works.
_OF_A_TRANSACTION = ("SAVEPOINT", "ROLLBACK", "RELEASE")


@dataclass(frozen=True)
class Proof:
    """Something that only its owner has, as the database knows it: `value` is what rows are compared with, and
    `whose` the function call that gives whose it is, if it can be somebody's."""

    value: bytes
    whose: str = ""


def of_secret(secret_hash: bytes) -> Proof:
    """Who has the secret with this hash: of a browser, or of a way back."""
    return Proof(secret_hash, f"gedag_whose('\\x{secret_hash.hex()}')")


def of_browser(browser_hash: bytes) -> Proof:
    """Who asked for a code in this browser; that is nobody's yet."""
    return Proof(browser_hash)


def of_address(index: bytes) -> Proof:
    """Who has the address with this index. Typing one proves nothing: only for asking whether it is known, and after
    its code."""
    return of_secret(index)


def of_contact(number: int) -> Proof:
    """Who has the address with this number, which stood in a link that we signed."""
    return Proof(b"", f"gedag_whose_contact({int(number)})")


def of_invitation(secret_hash: bytes) -> Proof:
    """Who has the link of this invitation."""
    return Proof(secret_hash)


def of_join_key(join_key: uuid.UUID) -> Proof:
    """Who is on the joining page with this key."""
    return Proof(join_key.bytes)


@dataclass(frozen=True)
class Reach:
    """Whose rows are within reach. `participants` None: as it was said before."""

    participants: tuple[int, ...] | None = None
    proofs: tuple[Proof, ...] = ()
    user: int | None = None
    organisations: tuple[int, ...] = ()
    everywhere: bool = False

    def said(self, *, in_transaction: bool) -> str:
        """Statements that say it. Within a transaction also what is not so: an earlier statement may have said it.
        All of it is numbers and hexadecimal digits; nothing that somebody typed stands in it as it was typed."""
        ids = ",".join(str(int(one)) for one in self.participants or ())
        settings = {
            "app.participant": ids,
            "app.secret": ",".join(proof.value.hex() for proof in self.proofs if proof.value),
            "app.staff": str(int(self.user)) if self.user else "",
            "app.organisation": ",".join(str(int(one)) for one in self.organisations),
            "app.everywhere": "on" if self.everywhere else "",
        }
        words = [
            f"SET LOCAL {name} = '{value}'" for name, value in settings.items() if value or in_transaction
        ]
        calls = [proof.whose for proof in self.proofs if proof.whose]
        if calls:
            found = ", ".join([f"nullif('{ids}', '')", *(f"nullif({call}, '')" for call in calls)])
            words.append(f"SELECT set_config('app.participant', concat_ws(',', {found}), true)")
        return "".join(f"{word}; " for word in words)


@dataclass
class _Request:
    known: Reach = field(default_factory=Reach)
    for_now: list[Reach] = field(default_factory=list)

    def reach(self) -> Reach:
        """What was said last, with every proof that is held now."""
        if not self.for_now:
            return self.known
        named = [one.participants for one in self.for_now if one.participants is not None]
        return replace(
            self.known,
            participants=named[-1] if named else self.known.participants,
            proofs=tuple(proof for one in self.for_now for proof in one.proofs),
            organisations=next(
                (one.organisations for one in reversed(self.for_now) if one.organisations),
                self.known.organisations,
            ),
        )


_request: ContextVar[_Request | None] = ContextVar("row_security", default=None)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Inside, every statement of this thread says for whom it is; to begin with for nobody. For a whole request."""
    token = _request.set(_Request())
    try:
        with connection.execute_wrapper(_say_for_whom):
            yield
    finally:
        _request.reset(token)


def act_for(participant: int) -> None:
    """From here on this request is this participant's."""
    if (request := _request.get()) is not None:
        request.known = replace(request.known, participants=(participant,))


def act_for_staff(*, user: int, organisation: int | None = None) -> None:
    """From here on this request is of this member of staff, in this organisation if there is one."""
    if (request := _request.get()) is not None:
        organisations = (organisation,) if organisation else ()
        request.known = Reach(user=user, organisations=organisations)


def act_everywhere() -> None:
    """From here on this request sees every organisation; only for what an institute may, after its door said so."""
    if (request := _request.get()) is not None:
        request.known = replace(request.known, everywhere=True)


@contextmanager
def acting_for(*participants: int) -> Iterator[None]:
    """Inside, for these participants and nobody else."""
    with _for_now(Reach(participants=participants)):
        yield


@contextmanager
def acting_for_organisation(organisation: int) -> Iterator[None]:
    """Inside, for this organisation."""
    with _for_now(Reach(organisations=(organisation,))):
        yield


@contextmanager
def holding(*proofs: Proof) -> Iterator[None]:
    """Inside, also for whoever these proofs are of."""
    with _for_now(Reach(proofs=proofs)):
        yield


@contextmanager
def _for_now(reach: Reach) -> Iterator[None]:
    request = _request.get()
    if request is None:
        yield
        return
    request.for_now.append(reach)
    try:
        yield
    finally:
        request.for_now.pop()


def _say_for_whom(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 (Django calls it so)
    context: dict[str, Any],
) -> Any:
    """Puts what is to be said in front of a statement. The result is the statement's own."""
    request, cursor = _request.get(), context["cursor"].cursor
    reach = request.reach() if request else Reach()
    said = reach.said(in_transaction=context["connection"].in_atomic_block)
    text = sql if isinstance(sql, str) else sql.as_string(cursor)
    if not said or text.lstrip()[:9].upper().startswith(_OF_A_TRANSACTION):
        return execute(sql, params, many, context)
    if getattr(cursor, "name", None):
        raise NotSupportedError("a cursor on the server cannot say for whom it reads")
    if many:
        with transaction.atomic(using=context["connection"].alias):
            cursor.execute(said)
            return execute(sql, params, many, context)
    result = execute(said + text, params, many, context)
    while result is not None and result.nextset():
        pass
    return result
