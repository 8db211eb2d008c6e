"""The teams app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Care teams: programmes, their workers, and what they and a person do together."""

    name = "holdfast.teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A person can share with their care teams and with one member of them, and reads who of them looked."""
        from holdfast.consent.viewers import knows_names, knows_viewers
        from holdfast.teams.queries import names_of_workers, viewers_of

        knows_viewers(viewers_of)
        knows_names(names_of_workers)
