"""What was changed in an organisation: its events in one row, newest first, in moments of one transaction each."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q
from psycopg.sql import SQL, Composed, Identifier

from accounts.models import User
from interactions.models.edited import AS_IN_FILES

MOMENTS_A_PAGE = 20
MOST_OF_A_MOMENT = 60
SYSTEM = 0  # instead of somebody's id: a task, a command or a migration did it

_MembershipEvent = apps.get_model("accounts", "MembershipEvent")
_OF_ORGANISATION = "e.organisation_id = %(organisation)s"
# The library is of nobody: what was changed in it is shown where who did it works.
_DONE_HERE = "(e.pgh_context->>'organisation')::bigint = %(organisation)s"
_OF_OWN_IDEA = "e.idea_id IN (SELECT id FROM interactions_idea WHERE organisation_id = %(organisation)s)"
_OF_CAMPAIGN = ("e.campaign_id", "e.campaign_id IN (SELECT id FROM campaigns)")
# Per kind, in the order in which one moment is told: table, of which campaign, and what makes it this organisation's.
_SOURCES: dict[str, tuple[str, str, str]] = {
    "organisation": (
        "accounts_organisationevent",
        "NULL::bigint",
        "e.pgh_obj_id = %(organisation)s",
    ),
    "membership": ("accounts_membershipevent", "NULL::bigint", _OF_ORGANISATION),
    "campaign": ("challenges_campaignevent", "e.pgh_obj_id", _OF_ORGANISATION),
    "theme": ("challenges_themeevent", "NULL::bigint", _OF_ORGANISATION),
    "logo": ("challenges_themelogoevent", "NULL::bigint", "e.theme_id IN (SELECT id FROM themes)"),
    "idea": (
        "interactions_ideaevent",
        "NULL::bigint",
        f"({_OF_ORGANISATION} OR (e.organisation_id IS NULL AND {_DONE_HERE}))",
    ),
    "words": (
        "interactions_ideaversionevent",
        "NULL::bigint",
        f"({_OF_OWN_IDEA} OR (e.author = 'editor' AND {_DONE_HERE}))",
    ),
    "domain": ("interactions_lifedomainevent", "NULL::bigint", _DONE_HERE),
    "barrier": ("interactions_barrierevent", "NULL::bigint", _DONE_HERE),
    "day": ("challenges_campaigndayevent", *_OF_CAMPAIGN),
    "slot": (
        "challenges_campaignslotevent",
        "days.campaign_id",
        "e.day_id = days.id",
    ),
    "logbook": ("challenges_logbookentryevent", *_OF_CAMPAIGN),
    "broadcast": ("challenges_broadcastevent", *_OF_CAMPAIGN),
    "contribution": ("challenges_contributionevent", *_OF_CAMPAIGN),
    # what a municipality proposes is told there, and what is decided about it where it was decided
    "proposal": (
        "challenges_proposalevent",
        "NULL::bigint",
        "e.organisation_id = %(organisation)s AND e.pgh_label <> 'update'",
    ),
    "decision": (
        "challenges_proposalevent",
        "NULL::bigint",
        f"e.pgh_label = 'update' AND {_DONE_HERE}",
    ),
    "outside": ("challenges_outsidecampaignevent", "NULL::bigint", _OF_ORGANISATION),
}
KINDS = tuple(_SOURCES)
# What a row was in the files stands beside its first change, to be what it was before; by itself it is no change.
_A_CHANGE = f"e.pgh_label <> '{AS_IN_FILES}'"

# What is gone is known from its own events.
_BELONGING = SQL("""
campaigns AS (
  SELECT id FROM challenges_campaign WHERE organisation_id = %(organisation)s
  UNION SELECT pgh_obj_id FROM challenges_campaignevent WHERE organisation_id = %(organisation)s
), days AS (
  SELECT id, campaign_id FROM challenges_campaignday WHERE campaign_id IN (SELECT id FROM campaigns)
  UNION SELECT pgh_obj_id, campaign_id FROM challenges_campaigndayevent
    WHERE campaign_id IN (SELECT id FROM campaigns)
), themes AS (
  SELECT id FROM challenges_theme WHERE organisation_id = %(organisation)s
  UNION SELECT pgh_obj_id FROM challenges_themeevent WHERE organisation_id = %(organisation)s
)""")
_EVENTS = SQL(" UNION ALL ").join(
    SQL("""
  SELECT {place} AS place, e.pgh_id, e.pgh_created_at AS at, coalesce((e.pgh_context->>'user')::bigint, 0) AS by,
         {campaign} AS campaign_id
  FROM {table} e{beside} WHERE {change} AND {mine}""").format(
        change=SQL(_A_CHANGE),
        place=place,
        table=Identifier(table),
        campaign=SQL(campaign),
        beside=SQL(", days" if campaign.startswith("days.") else ""),
        mine=SQL(mine),
    )
    for place, (table, campaign, mine) in enumerate(_SOURCES.values())
)
# Beside each event the one before it of the same row: what it was until then.
_ROWS = SQL(" UNION ALL ").join(
    SQL("""
  SELECT shown.*, e.pgh_label AS label, e.pgh_obj_id::text AS object_id, to_jsonb(e) AS after,
         (SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id
          ORDER BY p.pgh_id DESC LIMIT 1) AS before
  FROM shown JOIN {table} e ON shown.place = {place} AND e.pgh_id = shown.pgh_id""").format(
        place=place, table=Identifier(table)
    )
    for place, (table, _campaign, _mine) in enumerate(_SOURCES.values())
)
_PAGE = SQL("""
WITH {belonging}, events AS ({events}), wanted AS (
  SELECT * FROM events
  WHERE (%(until)s::timestamptz IS NULL OR at < %(until)s)
    AND (%(campaign)s::bigint IS NULL OR campaign_id = %(campaign)s)
    AND (%(person)s::bigint IS NULL OR by = %(person)s)
), moments AS (
  SELECT DISTINCT at FROM wanted ORDER BY at DESC LIMIT %(moments)s
), numbered AS (
  SELECT wanted.*, row_number() OVER (PARTITION BY at, by ORDER BY place, pgh_id) AS nth,
         count(*) OVER (PARTITION BY at, by) AS of
  FROM wanted WHERE at IN (SELECT at FROM moments)
), shown AS (
  SELECT * FROM numbered WHERE nth <= %(most)s
)
SELECT place, at, by, campaign_id, of, label, object_id, after, before FROM ({rows}) AS rows
ORDER BY at DESC, by, place, pgh_id""").format(belonging=_BELONGING, events=_EVENTS, rows=_ROWS)
_PEOPLE = SQL("WITH {belonging}, events AS ({events}) SELECT DISTINCT by FROM events").format(
    belonging=_BELONGING, events=_EVENTS
)


@dataclass(frozen=True)
class Event:
    """One row that was made, changed or deleted: what it was (None where that is not kept) and what it became. The
    number of a row that goes by a name is 0."""

    kind: str
    label: str
    object_id: int
    campaign_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """What somebody (or SYSTEM) changed in one go; of very many events the first ones, `more` says how many not."""

    at: dt.datetime
    by: int
    events: list[Event]
    more: int


def moments_of(
    *,
    organisation_id: int,
    campaign_id: int | None = None,
    person: int | None = None,
    until: dt.datetime | None = None,
) -> tuple[list[Moment], dt.datetime | None]:
    """The newest moments before `until`, and from where there are more (None: that was all), in one query."""
    wanted = {
        "organisation": organisation_id,
        "campaign": campaign_id,
        "person": person,
        "until": until,
        "moments": MOMENTS_A_PAGE + 1,
        "most": MOST_OF_A_MOMENT,
    }
    moments: list[Moment] = []
    for place, at, by, campaign, total, label, object_id, after, before in _all(_PAGE, wanted):
        if not moments or (moments[-1].at, moments[-1].by) != (at, by):
            moments.append(Moment(at, by, [], max(0, total - MOST_OF_A_MOMENT)))
        moments[-1].events.append(_event(KINDS[place], label, object_id, campaign, before, after))
    times = list(dict.fromkeys(moment.at for moment in moments))
    if len(times) <= MOMENTS_A_PAGE:
        return moments, None
    last = times[MOMENTS_A_PAGE - 1]
    return [moment for moment in moments if moment.at >= last], last


def moments_of_row(kind: str, key: str) -> list[Moment]:
    """Everything that was changed in one row that goes by a name, newest first, in one query."""
    query = SQL("""
      SELECT e.pgh_created_at, coalesce((e.pgh_context->>'user')::bigint, 0), e.pgh_label, to_jsonb(e),
             (SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id
              ORDER BY p.pgh_id DESC LIMIT 1)
      FROM {table} e WHERE e.pgh_obj_id = %(key)s AND {change} ORDER BY e.pgh_id DESC LIMIT %(most)s""").format(
        table=Identifier(_SOURCES[kind][0]), change=SQL(_A_CHANGE)
    )
    rows = _all(query, {"key": key, "most": MOST_OF_A_MOMENT})
    return [
        Moment(at, by, [_event(kind, label, "", None, before, after)], 0)
        for at, by, label, after, before in rows
    ]


def _event(
    kind: str, label: str, object_id: str, campaign: int | None, before: str | None, after: str
) -> Event:
    number = int(object_id) if object_id.isdecimal() else 0
    return Event(kind, label, number, campaign, json.loads(before) if before else None, json.loads(after))


def people_in_history(organisation_id: int) -> set[int]:
    """Who ever changed something here; SYSTEM among them if it did."""
    return {by for (by,) in _all(_PEOPLE, {"organisation": organisation_id})}


def names_of_staff(ids: set[int], organisation_id: int) -> dict[int, str]:
    """The names of who changed something here and of who works or worked here; who is gone is not among them."""
    known = User.objects.filter(
        Q(pk__in=ids)
        | Q(memberships__organisation=organisation_id)
        | Q(pk__in=_MembershipEvent.objects.filter(organisation=organisation_id).values("user"))
    )
    return dict(known.distinct().values_list("pk", "name"))


def campaigns_in_history(organisation_id: int) -> dict[int, str]:
    """The campaigns of an organisation by name, also those that are gone."""
    query = SQL("""
      SELECT DISTINCT ON (id) id, name FROM (
        SELECT id, name, NULL AS pgh_id FROM challenges_campaign WHERE organisation_id = %(organisation)s
        UNION ALL
        SELECT pgh_obj_id, name, pgh_id FROM challenges_campaignevent WHERE organisation_id = %(organisation)s
      ) AS known ORDER BY id, pgh_id DESC NULLS FIRST""")
    return dict(sorted(_all(query, {"organisation": organisation_id}), key=lambda row: row[1].lower()))


def names_of_things(moments: list[Moment]) -> dict[tuple[str, int], str]:
    """What events point at by number, in words: days by their number, ideas by their newest title, looks, campaigns."""
    named: dict[str, set[int]] = {"day": set(), "idea": set(), "theme": set(), "campaign": set()}
    pointers = {
        "day_id": "day",
        "idea_id": "idea",
        "theme_id": "theme",
        "adopted_from_id": "campaign",
        "made_id": "idea",
    }
    for event in (event for moment in moments for event in moment.events):
        if event.kind in named:
            named[event.kind].add(event.object_id)
        for row in filter(None, (event.before, event.after)):
            for column, thing in pointers.items():
                if row.get(column):
                    named[thing].add(row[column])
    query = SQL("""
      SELECT DISTINCT ON (thing, id) thing, id, name FROM (
        SELECT 'day' AS thing, id, number::text AS name, NULL AS pgh_id FROM challenges_campaignday
          WHERE id = ANY(%(day)s)
        UNION ALL SELECT 'day', pgh_obj_id, number::text, pgh_id FROM challenges_campaigndayevent
          WHERE pgh_obj_id = ANY(%(day)s)
        UNION ALL SELECT 'idea', idea_id, title, number FROM interactions_ideaversion
          WHERE idea_id = ANY(%(idea)s)
        UNION ALL SELECT 'theme', id, name, NULL FROM challenges_theme WHERE id = ANY(%(theme)s)
        UNION ALL SELECT 'theme', pgh_obj_id, name, pgh_id FROM challenges_themeevent
          WHERE pgh_obj_id = ANY(%(theme)s)
        UNION ALL SELECT 'campaign', id, name, NULL FROM challenges_campaign WHERE id = ANY(%(campaign)s)
      ) AS known ORDER BY thing, id, pgh_id DESC NULLS FIRST""")
    found = _all(query, {thing: list(ids) for thing, ids in named.items()})
    return {(thing, pk): name for thing, pk, name in found}


def _all(query: SQL | Composed, wanted: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(), wanted)
        return cursor.fetchall()
