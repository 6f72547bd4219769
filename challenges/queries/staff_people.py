"""The drawn people of static/svg/people.svg, named by what one sees."""

PEOPLE = {
    "bun": "met een knot",
    "curls": "met krullen",
    "scarf": "met een hoofddoek",
    "cap": "met een pet",
    "long": "met lang haar",
}
