"""The teams app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Care teams: programmes, their workers, and what they and a person do together."""

    name = "holdfast.teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A person can share with their care teams and with one member of them; what links of this app open."""
        from holdfast.consent.viewers import knows_viewers
        from holdfast.teams.queries import viewers_of

        knows_viewers(viewers_of)
        self._together()

    def _together(self) -> None:
        """Links of letters about what a team and a person do together, and a supporter's way to write to a team."""
        from holdfast.asks.beside import beside
        from holdfast.asks.views.link import opens
        from holdfast.notices.gates import guard
        from holdfast.teams import telling
        from holdfast.teams.views import together_links

        for word in telling.PAGES:
            opens(word, together_links.to_person)
        opens(telling.WORK, together_links.to_work)
        opens(telling.RECEIVED, together_links.to_received)
        opens(telling.SUPPORTER, together_links.to_writer)
        beside(together_links.teams_section)
        guard(telling.NEWS, telling.news_leaves_at)
        guard(telling.WORK, telling.work_leaves_at)
        guard(telling.RECEIVED, telling.received_leaves_at)
        guard(telling.SUPPORTER, telling.supporter_leaves_at)
