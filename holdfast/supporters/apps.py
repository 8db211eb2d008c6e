"""The supporters app."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """Who agreed to help whom, within which limits."""

    name = "holdfast.supporters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A person can share with those who agreed to help."""
        from holdfast.consent.viewers import knows_viewers
        from holdfast.supporters.sharing import supporters_of

        knows_viewers(supporters_of)
