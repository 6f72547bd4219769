"""What works: from the one national histogram, per idea and per kind of idea, with a verdict for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

from django.utils.translation import gettext as _

from insights.models import Outcome, TableKind
from insights.queries.blocks import Bar, Block, BlockKey, Verdict
from insights.queries.readings.local import shaken
from insights.queries.readings.names import Names
from insights.queries.readings.tables import Cell, Tables, amount_of, share_of
from insights.queries.readings.wording import could_be, out_of_ten, whole
from insights.queries.statistics import CLUSTERING, Noisy
from insights.queries.tabulation import OWN_IDEAS
from insights.queries.verdicts import best_of, rule_text, verdict_of
from interactions.models.library import Act, Form, Step

_TRIED = (Outcome.POSITIVE, Outcome.NOT_POSITIVE, Outcome.UNKNOWN)


def idea_blocks(tables: Tables, names: Names) -> list[Block]:
    """Per idea, and per form, act, step and domain."""
    usual = _usual(tables)
    return [_works(tables, names, usual), _kinds(tables, names, usual)]


def _works(tables: Tables, names: Names, usual: float) -> Block:
    bars = [
        _bar(
            tables,
            [cell],
            key=cell["key"],
            label=names.ideas.get(cell["key"], cell["key"]),
            clustering=CLUSTERING if cell["key"] == OWN_IDEAS else 1.0,
            usual=usual,
        )
        for cell in tables.cells[TableKind.TRIED]
    ]
    bars.sort(key=_by_verdict)
    works, does_not = (
        sum(bar.verdict == verdict for bar in bars) for verdict in (Verdict.WORKS, Verdict.DOES_NOT)
    )
    if works or does_not:
        sentence = _(
            "We bekeken %(all)s ideeën. Werkt: %(works)s. Werkt niet: %(does_not)s. Weten we nog niet: %(unknown)s."
        ) % {
            "all": whole(len(bars)),
            "works": whole(works),
            "does_not": whole(does_not),
            "unknown": whole(len(bars) - works - does_not),
        }
    else:
        sentence = _("Het is nog van geen enkel idee te zeggen of het werkt.")
    return Block(
        key=BlockKey.WORKS,
        title=_("Welke ideeën werken?"),
        sentence=sentence,
        bars=bars,
        note=f"{rule_text()} {_not_the_same_people()} {shaken()}",
    )


def _kinds(tables: Tables, names: Names, usual: float) -> Block:
    groups: list[tuple[str, str, Mapping[str, str]]] = [
        ("form", _("vorm"), {str(value): str(label) for value, label in Form.choices}),
        ("act", _("wat je doet"), {str(value): str(label) for value, label in Act.choices}),
        ("step", _("stap"), {str(value): str(label) for value, label in Step.choices}),
        ("domain", _("plek"), names.domains),
    ]
    bars: list[Bar] = []
    said = []
    for group, title, labels in groups:
        of_group = [
            _bar(
                tables,
                cells,
                key=f"{group}:{key}",
                label=labels.get(key, key),
                clustering=CLUSTERING,
                usual=usual,
            )
            for key, cells in _grouped(tables.cells[TableKind.TRIED], itemgetter(group))
        ]
        bars += of_group
        best = best_of(of_group)
        if best is not None and best.share is not None:
            said.append(
                _("Bij %(kind)s (%(group)s) reageerden mensen het vaakst positief: %(share)s%(could_be)s.")
                % {
                    "kind": best.label,
                    "group": title,
                    "share": out_of_ten(best.share.value),
                    "could_be": could_be(best.share),
                }
            )
    return Block(
        key=BlockKey.KINDS,
        title=_("Welke soorten werken?"),
        sentence=" ".join(said) or _("Er is niet één soort die er duidelijk uitspringt."),
        bars=bars,
        note=f"{rule_text()} {_not_the_same_people()} {shaken()}",
    )


def _bar(
    tables: Tables, cells: Sequence[Cell], *, key: str, label: str, clustering: float, usual: float
) -> Bar:
    numbers = {
        outcome: Noisy.of((cell[str(outcome)] for cell in cells), tables.part(TableKind.TRIED, "records"))
        for outcome in Outcome
    }
    tried = numbers[Outcome.POSITIVE] + numbers[Outcome.NOT_POSITIVE] + numbers[Outcome.UNKNOWN]
    share_tried = share_of(tried, numbers[Outcome.NOT_TRIED], clustering=clustering)
    positive = share_of(numbers[Outcome.POSITIVE], numbers[Outcome.NOT_POSITIVE], clustering=clustering)
    return Bar(
        key=key,
        label=label,
        share=positive,
        verdict=verdict_of(tried=share_tried, positive=positive, usual=usual),
        more=[
            Bar(
                key="tried",
                label=_("gedaan, van alle keren dat het werd aangeboden"),
                amount=amount_of(tried) if clustering == 1 else None,  # one record is one person
                share=share_tried,
            )
        ],
    )


def _usual(tables: Tables) -> float:
    """The share tried of everything that was offered."""
    cells = tables.cells[TableKind.TRIED]
    tried = sum(max(0, sum(cell[str(outcome)] for cell in cells)) for outcome in _TRIED)
    offered = tried + max(0, sum(cell[str(Outcome.NOT_TRIED)] for cell in cells))
    return tried / offered if offered else 0.0


def _grouped(cells: Iterable[Cell], key_of: Callable[[Cell], str]) -> list[tuple[str, list[Cell]]]:
    """Cells by what they share, in the order in which they come; those of own ideas have no kind."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        if key_of(cell):
            found.setdefault(key_of(cell), []).append(cell)
    return list(found.items())


def _by_verdict(bar: Bar) -> tuple[int, float]:
    order = [Verdict.WORKS, Verdict.DOES_NOT, Verdict.UNKNOWN]
    surest = -bar.share.low if bar.share else 1.0
    return (order.index(bar.verdict or Verdict.UNKNOWN), surest)


def _not_the_same_people() -> str:
    return _("Wie iets doet, koos daar meestal zelf voor: bij iemand anders kan het anders gaan.")
