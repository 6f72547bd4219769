"""The web server's entry; GEDAG_FACE says which face it serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

from config.capacity import AT_WORK, WAITING  # noqa: E402 (after Django is ready)
from config.gate import Gate  # noqa: E402
from config.shelf import Shelf  # noqa: E402

application = Shelf(Gate(_django, at_work=AT_WORK, waiting=WAITING))
