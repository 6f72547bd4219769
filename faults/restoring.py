"""A copy of the database is put back after everything was sent: nothing of it may go out again."""

import datetime as dt
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from accounts.models import Message, SendingMark
from faults.run import DAY, Run, on_the_wall

_NEXT_DAY = DAY + dt.timedelta(days=1)


def restored_before_sending(run: Run) -> None:
    """The copy holds planned messages; all of them were sent since."""
    run.rig.set_clock(on_the_wall(DAY, 11, 55))
    copy = _copy(run)
    run.rig.set_clock(on_the_wall(DAY, 12, 0, 1))
    _send_put_back_and_go_on(run, copy)


def restored_before_planning(run: Run) -> None:
    """The copy holds people only; their messages were planned and sent since, and will be planned again."""
    copy = _copy(run)
    run.rig.set_clock(on_the_wall(DAY, 11, 50))
    run.until_planned()
    run.rig.set_clock(on_the_wall(DAY, 12, 0, 1))
    _send_put_back_and_go_on(run, copy)


def _copy(run: Run) -> Path:
    rig = run.rig
    copy = rig.cluster.with_name("postgres-copy")
    rig.stop_postgres_in_order(meanwhile=lambda: rig.copy_database(rig.cluster, copy))
    return copy


def _send_put_back_and_go_on(run: Run, copy: Path) -> None:
    rig = run.rig
    run.until_all_final()
    arrived = list(rig.mail.kept)
    run.demand(len(set(arrived)) == run.people, f"{len(set(arrived))} mails before the copy was put back")
    run.pause(1)  # the last batch is marked
    rig.stop_postgres_in_order(meanwhile=lambda: rig.copy_database(copy, rig.cluster))
    run.until_planned()
    run.until(lambda: SendingMark.objects.filter(refused_at__isnull=False).exists(), "refused to send")
    run.pause(2)
    run.demand(rig.mail.kept == arrived, "sent again after the copy was put back")
    call_command("allow_sending", stdout=StringIO())
    run.until_all_final()
    run.given_back = frozenset(arrived)
    rig.set_clock(on_the_wall(_NEXT_DAY, 11, 50))
    run.planned = 2 * run.people
    run.until_planned()
    rig.set_clock(on_the_wall(_NEXT_DAY, 12, 0, 1))
    run.expected = {Message.State.EXPIRED.value: run.people, Message.State.SENT.value: run.people}
    run.until_all_final()
    run.demand(len(set(rig.mail.kept)) == 2 * run.people, "the next day did not arrive")
