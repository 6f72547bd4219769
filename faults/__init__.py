"""Sending under fire: real servers and workers that are killed, stopped and lied to, and a count of what arrived.

`./gedag faults`. Development tooling beside `simulation/`; no installation runs it. docs/betrouwbaarheid.md has what
is promised, and the figures.
"""
