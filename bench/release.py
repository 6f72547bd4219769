"""A release about many people beside a bare count of the same rows. bench/README.md says what both do."""

import datetime as dt
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass

from django.db import connection

from challenges.models import Assignment, Campaign, Participation
from config.runner.folders import REPO
from insights.models import Draw, ReleaseKind
from insights.queries import policy
from insights.services.drawing import draw_release
from insights.services.noise import discrete_laplace
from simulation import by_copy
from simulation.behaviour import simulate
from simulation.staging import clock
from simulation.staging import stage as staged

BEGINS_ON = dt.date(2026, 10, 5)
DAYS = 14
DUE_ON = dt.date(2027, 1, 8)

# The days on which somebody did not look: who has a message every day gets a challenge every day.
_EVERY_DAY = """
WITH made AS (
    INSERT INTO challenges_assignment (participation_id, local_date, day_number, created_at)
    SELECT participation.id, participation.first_day + number - 1, number, participation.joined_at
    FROM challenges_participation AS participation, generate_series(1, %(days)s) AS number
    ON CONFLICT (participation_id, local_date) DO NOTHING
    RETURNING id, day_number
)
INSERT INTO challenges_offer (assignment_id, position, idea_version_id, reason, created_at)
SELECT made.id, 1, version.id, 'calendar', now()
FROM made
JOIN challenges_campaignday AS day ON day.number = made.day_number AND day.campaign_id = %(campaign)s
JOIN challenges_campaignslot AS slot ON slot.day_id = day.id AND slot.step = 'zin'
JOIN interactions_ideaversion AS version ON version.idea_id = slot.idea_id AND version.number = 1
"""

# What was offered and what came of it, in one statement and without any rule.
_BARE = """
SELECT offered.idea_id, moment.status, moment.response
FROM challenges_assignment AS assignment
LEFT JOIN challenges_offer AS offer ON offer.assignment_id = assignment.id
LEFT JOIN interactions_ideaversion AS offered ON offered.id = offer.idea_version_id
LEFT JOIN interactions_interaction AS moment ON moment.id = assignment.interaction_id
"""


@dataclass(frozen=True)
class Drawn:
    """What one draw took: seconds on the clock and of its own computing, seconds to load OpenDP first, and the most
    memory of the process, also before it all."""

    seconds: float
    computing: float
    loading: float
    megabytes: int
    before: int


def stage(people: int) -> tuple[int, int]:
    """So many people for a fortnight in the national campaign. Gives how many take part, with how many assignments."""
    campaign = Campaign.objects.get(national=True)
    ready = staged(campaign, begins_on=BEGINS_ON)
    lives = simulate(plan=ready.plan, people=people, days=DAYS, seed="uitgave")
    until = clock(BEGINS_ON, DAYS, 4 * 3600)
    by_copy.write(stage=ready, lives=lives, until=until)
    with connection.cursor() as cursor:
        cursor.execute(_EVERY_DAY, {"days": DAYS, "campaign": campaign.pk})
        cursor.execute("ANALYZE challenges_assignment, challenges_offer")
    return Participation.objects.count(), Assignment.objects.count()


def bare() -> float:
    """Seconds to read every assignment with what came of it and to count them."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_BARE)
        counted = Counter(cursor.fetchall())
    seconds = time.perf_counter() - began
    if counted.total() < Assignment.objects.count():
        raise RuntimeError("fewer rows than assignments")
    return seconds


def drawn(kind: ReleaseKind, number: int) -> Drawn:
    """A draw in a process of its own, as a worker does it; `number` makes its quarter another one."""
    national = kind == ReleaseKind.NATIONAL
    cohort = f"{DUE_ON.year + number}-Q4"
    draw = Draw.objects.create(
        campaign=None if national else Campaign.objects.get(national=True),
        kind=kind,
        cohort=cohort,
        due_on=DUE_ON,
    )
    code = f"import django; django.setup(); from bench.release import draw_here; draw_here({draw.pk})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPO, check=True, stdout=subprocess.PIPE, text=True
    )
    return Drawn(**json.loads(done.stdout))


def forget() -> None:
    """Lets everybody count again."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insights_countedparticipation")


def draw_here(draw: int) -> None:
    """Draws in this process and says as JSON what it took."""
    found, before, began = Draw.objects.get(pk=draw), _megabytes(), time.perf_counter()
    discrete_laplace([0], policy.COURSE.parts[0])
    loaded, computed = time.perf_counter(), time.process_time()
    at = dt.datetime.combine(found.due_on, dt.time(12), dt.UTC)
    if draw_release(draw=found, now=at) is None:
        raise RuntimeError("nothing was drawn")
    ended = time.perf_counter()
    took = Drawn(
        seconds=ended - loaded,
        computing=time.process_time() - computed,
        loading=loaded - began,
        megabytes=_megabytes(),
        before=before,
    )
    json.dump(asdict(took), sys.stdout)


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
