from django.urls import URLPattern, URLResolver, path, re_path

from dueregard.organisation.views import accounts, away, closure_days, imports, people, posts, units

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", units.overview, name="overview"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/new", units.new_unit, name="new_unit"),
    path("units/<uuid:pk>/change", units.change_unit, name="change_unit"),
    path("units/<uuid:pk>/move", units.move_unit, name="move_unit"),
    path("units/<uuid:pk>/close", units.close_unit, name="close_unit"),
    path("units/<uuid:pk>/reopen", units.reopen_unit, name="reopen_unit"),
    path("units/<uuid:pk>/posts/new", posts.new_post, name="new_post"),
    path("posts/<uuid:pk>/give", posts.give_post, name="give_post"),
    path("posts/<uuid:pk>/deputy", posts.name_deputy, name="name_deputy"),
    path("holdings/<int:pk>/end", posts.end_post, name="end_post"),
    path("deputies/<int:pk>/end", posts.end_deputy, name="end_deputy"),
    path("post-kinds/", posts.post_kinds, name="post_kinds"),
    path("post-kinds/new", posts.new_post_kind, name="new_post_kind"),
    path("post-kinds/<int:pk>/change", posts.change_post_kind, name="change_post_kind"),
    path("people/", people.people, name="people"),
    path("people/new", people.new_person, name="new_person"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/change", people.change_person, name="change_person"),
    path("people/<uuid:pk>/away", away.person_away, name="person_away"),
    path("people/<uuid:pk>/invite", accounts.invite, name="invite"),
    path("people/<uuid:pk>/leave", accounts.leave, name="leave"),
    path("people/<uuid:pk>/close-account", accounts.close_account, name="close_account"),
    path("people/<uuid:pk>/reopen-account", accounts.reopen_account, name="reopen_account"),
    path("people/<uuid:pk>/reset-second-factor", accounts.reset_second_factor, name="reset_second_factor"),
    path("me", people.me, name="me"),
    path("away", away.away, name="away"),
    path("away/<int:pk>/back", away.back, name="back"),
    path("closure-days/", closure_days.closure_days, name="closure_days"),
    path("closure-days/<str:code>/new", closure_days.set_closure_days, name="set_closure_days"),
    path("closure-days/<int:pk>/remove", closure_days.remove_closure_day, name="remove_closure_day"),
    re_path(r"^import/(?P<what>units|people|posts)$", imports.bring_in, name="import"),
]
