"""The blocks of a campaign's own releases: how many took part, the mirror, drempels and places."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from insights.models import ReleaseKind, TableKind
from insights.queries.blocks import Bar, Block, BlockKey
from insights.queries.readings.names import Names
from insights.queries.readings.tables import Tables, amount_of, one_way_bars
from insights.queries.readings.wording import between, could_be, is_clear, out_of_ten, whole
from insights.queries.verdicts import best_of


def local_blocks(tables: Tables, names: Names) -> list[Block]:
    """What a release of one campaign says, in the order in which it is read."""
    if tables.kind in (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2):
        return [_interim(tables)]
    makers = {
        TableKind.COURSE: _course,
        TableKind.MIRROR: _mirror,
        TableKind.BARRIER: _barriers,
        TableKind.DOMAIN: _domains,
    }
    return [make(tables, names) for table, make in makers.items() if table in tables.cells]


def shaken() -> str:
    """Why a figure is never exact; the last sentence of a note."""
    return _("Elk getal is een klein beetje geschud, zodat niemand te herkennen is. Dat zit in de marge.")


def _interim(tables: Tables) -> Block:
    amount = amount_of(tables.total(TableKind.ACTIVE, "people"))
    if amount.shown:
        sentence = _("Ongeveer %(people)s mensen doen mee%(between)s.") % {
            "people": whole(amount.value),
            "between": between(amount),
        }
    else:
        sentence = _few(still=True)
    return Block(
        key=BlockKey.PEOPLE,
        title=_("Hoeveel mensen doen mee?"),
        sentence=sentence,
        bars=[Bar(key="active", label=_("doen mee"), amount=amount)],
        note=_("Meedoen is: op minstens twee dagen opschrijven hoe het ging.") + " " + shaken(),
    )


def _course(tables: Tables, names: Names) -> Block:
    labels = {"finished": _("tot het eind"), "stopped": _("eerder gestopt")}
    amount = amount_of(tables.total(TableKind.COURSE, "people"))
    bars = one_way_bars(tables, TableKind.COURSE, labels)
    return Block(
        key=BlockKey.PEOPLE,
        title=_("Hoeveel mensen deden mee?"),
        sentence=_course_sentence(
            amount_shown=amount.shown, bars=bars, people=amount.value, margin=between(amount)
        ),
        bars=[Bar(key="together", label=_("deden mee"), amount=amount, more=bars if amount.shown else ())],
        note=_(
            "Meedoen is: op minstens twee dagen opschrijven hoe het ging. Tot het eind is: ook nog in het laatste deel "
            "van de dagen, of eerder klaar omdat het vanzelf gaat."
        )
        + " "
        + shaken(),
    )


def _course_sentence(*, amount_shown: bool, bars: Sequence[Bar], people: int, margin: str) -> str:
    if not amount_shown:
        return _few(still=False)
    said = _("Ongeveer %(people)s mensen deden mee%(between)s.") % {
        "people": whole(people),
        "between": margin,
    }
    finished = next((bar.share for bar in bars if bar.key == "finished"), None)
    if finished is None or not is_clear(finished):
        return said + " " + _("Het is nog niet te zeggen hoeveel van hen tot het eind meededen.")
    going_on = _("Tot het eind gingen er %(share)s door%(could_be)s.") % {
        "share": out_of_ten(finished.value),
        "could_be": could_be(finished),
    }
    return f"{said} {going_on}"


def _few(*, still: bool) -> str:
    """Nothing about how many: what came out below ten may be twenty with its noise."""
    if still:
        return _("Er doen te weinig mensen mee om een aantal te noemen.")
    return _("Er deden te weinig mensen mee om een aantal te noemen.")


def _mirror(tables: Tables, names: Names) -> Block:
    labels = {
        "better": _("beter dan gedacht"),
        "same": _("zoals gedacht"),
        "less": _("minder goed dan gedacht"),
        "not_better": _("niet beter dan gedacht"),
    }
    bars = one_way_bars(tables, TableKind.MIRROR, labels)
    better = next((bar.share for bar in bars if bar.key == "better"), None)
    if better is None or not is_clear(better):
        sentence = _("Het is nog niet te zeggen of het bij de meeste deelnemers beter ging dan gedacht.")
    else:
        sentence = _("Bij %(share)s deelnemers ging het beter dan gedacht%(could_be)s.") % {
            "share": out_of_ten(better.value),
            "could_be": could_be(better),
        }
    return Block(
        key=BlockKey.MIRROR,
        title=_("Ging het beter dan gedacht?"),
        sentence=sentence,
        bars=bars,
        note=_(
            "Vooraf schatten deelnemers hoeveel van de 10 mensen positief reageren. Daarna schreven ze op hoe het "
            "ging. Het gaat over wie dat minstens vijf keer deed; een verschil telt vanaf 1 van de 10."
        )
        + " "
        + shaken(),
    )


def _barriers(tables: Tables, names: Names) -> Block:
    bars = one_way_bars(tables, TableKind.BARRIER, names.barriers)
    most = best_of(bars)
    if most is None or most.share is None:
        sentence = _("Er is niet één drempel die er duidelijk uitspringt.")
    else:
        sentence = _(
            "Wat mensen het vaakst tegenhield: ‘%(barrier)s’. Dat gold voor %(share)s deelnemers die een drempel "
            "noemden%(could_be)s."
        ) % {
            "barrier": most.label,
            "share": out_of_ten(most.share.value),
            "could_be": could_be(most.share),
        }
    return Block(
        key=BlockKey.BARRIERS,
        title=_("Wat hield mensen tegen?"),
        sentence=sentence,
        bars=bars,
        note=_("Van elke deelnemer telt één drempel: die iemand het vaakst koos bij ‘vandaag niet’.")
        + " "
        + shaken(),
    )


def _domains(tables: Tables, names: Names) -> Block:
    bars = one_way_bars(tables, TableKind.DOMAIN, names.domains)
    most = best_of(bars)
    if most is None or most.share is None:
        sentence = _("Er is niet één plek die er duidelijk uitspringt.")
    else:
        sentence = _(
            "Het vaakst gebeurde het hier: %(domain)s. Dat gold voor %(share)s deelnemers%(could_be)s."
        ) % {
            "domain": most.label,
            "share": out_of_ten(most.share.value),
            "could_be": could_be(most.share),
        }
    return Block(
        key=BlockKey.DOMAINS,
        title=_("Waar gebeurde het?"),
        sentence=sentence,
        bars=bars,
        note=_("Van elke deelnemer telt één plek: waar iemand het vaakst iets probeerde.") + " " + shaken(),
    )
