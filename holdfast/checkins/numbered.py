"""Weeks and months as numbers by which the database groups days.

Django's own TruncWeek and TruncMonth call back into Python for each row of SQLite: ten years of days would be felt.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Func, IntegerField

FIRST_MONDAY = date(1969, 12, 29)
WEEK = timedelta(days=7)


class WeekNumber(Func):
    """Weeks since `FIRST_MONDAY`."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Julian days begin at noon."""
        template = "CAST((julianday(%(expressions)s) - 2440584.5) / 7 AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """A date less a date is a number of days."""
        template = "((%(expressions)s - DATE '1969-12-29') / 7)"
        return self.as_sql(compiler, connection, template=template, **more)


class MonthNumber(Func):
    """Months since the year 0; January of year 1 is 12."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Days are kept as text, 2026-11-21."""
        template = "(substr(%(expressions)s, 1, 4) * 12 + substr(%(expressions)s, 6, 2) - 1)"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Both parts come as numeric."""
        template = (
            "(EXTRACT(YEAR FROM %(expressions)s)::integer * 12 + EXTRACT(MONTH FROM %(expressions)s)::integer - 1)"
        )
        return self.as_sql(compiler, connection, template=template, **more)


def monday_of(week: int) -> date:
    """The Monday with which this week begins."""
    return FIRST_MONDAY + week * WEEK


def first_of(month: int) -> date:
    """The first day of this month."""
    return date(month // 12, month % 12 + 1, 1)
