"""What the web server runs: Django's WSGI handler in a few threads.

Django's own ASGI path costs 3-8 ms more a request; threads beyond a few only convoy on SQLite.
"""

import os
from threading import Thread
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")

wsgi: Any = get_wsgi_application()
application = WSGIMiddleware(wsgi, workers=4)

Thread(target=import_string("holdfast.directory.search.warm_up"), daemon=True).start()
