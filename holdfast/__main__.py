"""The command line: `python -m holdfast <command>`; `./run` calls it."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")
    execute_from_command_line(["holdfast", *sys.argv[1:]])


if __name__ == "__main__":
    main()
