"""Addresses of the network app."""

from django.urls import path

from holdfast.network.views import contacts, maps, needs, steps, ties

urlpatterns = [
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<uuid:need_id>/", steps.need_help, name="need_help"),
    path("needs/<uuid:need_id>/edit/", needs.need_edit, name="need_edit"),
    path("needs/<uuid:need_id>/settle/", needs.need_settle, name="need_settle"),
    path("network/", maps.network, name="network"),
    path("network/list/", maps.network_list, name="network_list"),
    path("network/coverage/", maps.coverage, name="coverage"),
    path("network/new/", maps.network_new, name="network_new"),
    path("network/review/", maps.network_review, name="network_review"),
    path("network/<uuid:network_id>/", maps.network, name="network_one"),
    path("network/<uuid:network_id>/list/", maps.network_list, name="network_one_list"),
    path("network/<uuid:network_id>/edit/", maps.network_edit, name="network_edit"),
    path("ties/new/", ties.tie_new, name="tie_new"),
    path("ties/several/", ties.ties_several, name="ties_several"),
    path("ties/import/", contacts.contacts_import, name="contacts_import"),
    path("ties/import/pick/", contacts.contacts_pick, name="contacts_pick"),
    path("ties/<uuid:tie_id>/", ties.tie, name="tie"),
    path("ties/<uuid:tie_id>/edit/", ties.tie_edit, name="tie_edit"),
    path("ties/<uuid:tie_id>/state/", ties.tie_state, name="tie_state"),
    path("ties/<uuid:tie_id>/contact/", ties.tie_touch, name="tie_touch"),
    path("ties/<uuid:tie_id>/thanks/", ties.tie_thank, name="tie_thank"),
    path("ties/<uuid:tie_id>/knows/", ties.tie_knows, name="tie_knows"),
    path("ties/<uuid:tie_id>/delete/", ties.tie_delete, name="tie_delete"),
    path("steps/answer/", steps.step_answer, name="step_answer"),
    path("goals/<uuid:goal_id>/end/", steps.goal_end, name="goal_end"),
    path("ladder/", steps.ladder, name="ladder"),
    path("ladder/<uuid:rung_id>/", steps.rung, name="rung"),
]
