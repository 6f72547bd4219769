"""Controls that only staff meet."""

from accounts.forms.widgets import PickOne


class PersonChooser(PickOne):
    """One of the drawn people, chosen by their picture."""

    template_name = "widgets/persons.html"
    option_template_name = "widgets/person_pick.html"
