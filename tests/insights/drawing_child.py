"""A worker that stops in the middle of a draw and waits to be killed.

python -m tests.insights.drawing_child POINT NOW
"""

import datetime as dt
import os
import sys
import threading
from typing import Any


def main(point: str, now: str) -> None:
    """Says at which point it is, and stays there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from insights.services import drawing
    from insights.services.announcing import draw_due_releases

    def stay(*_anything: Any, **_more: Any) -> Any:
        print(point, flush=True)
        threading.Event().wait()

    setattr(drawing, {"counted": "noisy_tables", "written": "_remember"}[point], stay)
    draw_due_releases(now=dt.datetime.fromisoformat(now))


if __name__ == "__main__":
    main(*sys.argv[1:])
