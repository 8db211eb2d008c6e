"""Address of the file a worker takes along. It begins with /work/, as all that asks a worker for a second step."""

from django.urls import path

from holdfast.teams.views import exchange_work

urlpatterns = [path("<uuid:care_team_id>/file/", exchange_work.work_file, name="work_file")]
