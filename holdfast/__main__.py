"""The command line: `python -m holdfast <command>`; `./run` calls it."""

import os
import sys


def main() -> int:
    """Run one command. `serve` starts without Django; `worker` loops over the jobs; the rest are Django's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")
    command = sys.argv[1:2]
    if command == ["serve"]:
        from holdfast.serving import serve

        return serve(sys.argv[2:])
    if command == ["worker"]:
        import django

        django.setup()
        from holdfast.jobs import work

        return work()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["holdfast", *sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
