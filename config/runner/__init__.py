"""Everything `./gedag` does: set-up, the servers as child processes, tests, checks and manage.py.

`setup_*`, `folders`, `refusal` and `child` run on the machine's own Python and use its standard library only;
the rest runs in the virtual environment that they make.
"""
