"""What others found and published, to lay beside our own figures: other people, in other circumstances."""

from django.utils.translation import gettext as _

from insights.queries.blocks import Bar, Mean


def published_bars() -> list[Bar]:
    """Published figures as bars from 0 to 10. They have no interval here: `low` and `high` are the value itself, and
    `people` is 0 when the source that we read does not say it."""
    students = _("Sandstrom, Boothby & Cooney 2022, zoals naverteld in een column uit 2023")
    travellers = _("Epley & Schroeder 2014")
    return [
        Bar(
            key="published:sandstrom-2022",
            label=students,
            more=[
                _bar("expected", _("wat mensen vooraf dachten"), 4.0),
                _bar("happened", _("zo ging het"), 9.2),
            ],
        ),
        Bar(
            key="published:epley-2014",
            label=travellers,
            more=[_bar("expected", _("wat mensen vooraf dachten"), 4.0)],
        ),
    ]


def published_note() -> str:
    """What those figures are, and why they are not ours."""
    return _(
        "Ernaast staan cijfers van anderen. In een week waarin studenten de opdracht kregen om onbekenden aan te "
        "spreken, dacht vooraf 40 procent dat de eerste persoon zou willen praten, en ging 92 procent van de "
        "pogingen meteen goed (Sandstrom, Boothby & Cooney 2022, zoals naverteld in een column uit 2023). "
        "Reizigers in een ander onderzoek dachten dat ongeveer 40 procent wilde praten (Epley & Schroeder 2014). "
        "Dat waren andere mensen, in andere omstandigheden: vergelijk ze niet precies."
    )


def _bar(key: str, label: str, value: float) -> Bar:
    return Bar(key=key, label=label, mean=Mean(value, value, value, 0))
