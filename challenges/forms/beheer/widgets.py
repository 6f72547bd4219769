"""Controls that only staff meet."""

from accounts.forms.widgets import PickOne

# The drawn people of static/svg/people.svg, named by what one sees.
PEOPLE = [
    ("bun", "met een knot"),
    ("curls", "met krullen"),
    ("scarf", "met een hoofddoek"),
    ("cap", "met een pet"),
    ("long", "met lang haar"),
]


class PersonChooser(PickOne):
    """One of the drawn people, chosen by their picture."""

    template_name = "widgets/persons.html"
    option_template_name = "widgets/person_pick.html"
