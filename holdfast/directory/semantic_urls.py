"""Where BMLT's read interface answers. Clients put the parts together with one slash too many, or one too few."""

from django.urls import path, register_converter

from holdfast.directory.views import semantic


class SemanticPath:
    """`client_interface/json/`, with slashes in front, doubled or missing at the end."""

    regex = r"/*client_interface/+(?:[a-z]{1,10}/*|serverInfo\.xml)"

    def to_python(self, value: str) -> str:
        """As it came."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(SemanticPath, "semantic")

urlpatterns = [path("bmlt/<semantic:asked_for>", semantic.semantic, name="semantic")]
