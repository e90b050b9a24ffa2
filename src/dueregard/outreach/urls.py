"""The addresses of outreach for those who look after it; the public ones are in `public_urls`."""

from django.urls import URLPattern, URLResolver, path

from dueregard.outreach.views import embed, hanging, posters, video, who, wording

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", who.who, name="who"),
    path("name/<uuid:unit>", who.name_post, name="name_post"),
    path("named/<uuid:pk>", who.change_named, name="change_named"),
    path("named/<uuid:pk>/take-off", who.stop_naming, name="stop_naming"),
    path("number/new/<uuid:unit>", who.new_helpline, name="new_helpline"),
    path("number/<uuid:pk>", who.change_helpline, name="change_helpline"),
    path("number/<uuid:pk>/take-off", who.drop_helpline, name="drop_helpline"),
    path("posters/", posters.posters, name="posters"),
    path("posters/colour/<uuid:unit>", posters.look, name="look"),
    path(
        "posters/preview/<uuid:unit>/<slug:design>/<slug:shape>.<slug:ending>",
        posters.preview,
        name="preview",
    ),
    path("posters/words/<uuid:unit>/<slug:design>/", wording.words, name="words"),
    path("posters/words/<uuid:unit>/<slug:design>/write", wording.write, name="write_words"),
    path("posters/words/<uuid:unit>/<slug:design>/back", wording.give_up, name="give_up_words"),
    path("posters/wording/<uuid:pk>/", wording.wording, name="wording"),
    path("posters/wording/<uuid:pk>/<slug:shape>.<slug:ending>", wording.preview, name="wording_preview"),
    path("posters/wording/<uuid:pk>/use", wording.use, name="use_words"),
    path("posters/wording/<uuid:pk>/let-go", wording.let_go, name="let_go_words"),
    path("posters/<uuid:pk>/", posters.poster, name="poster"),
    path("posters/<uuid:pk>.<slug:ending>", posters.paper, name="paper"),
    path("posters/<uuid:pk>/again", posters.print_again, name="print_again"),
    path("posters/<uuid:pk>/hang", hanging.hang, name="hang"),
    path("hung/", hanging.hung, name="hung"),
    path("hung/export.<slug:ending>", hanging.hung_export, name="hung_export"),
    path("hung/<uuid:pk>/", hanging.hanging, name="hanging"),
    path("videos/", video.videos, name="videos"),
    path("videos/new/<uuid:unit>", video.new, name="new_video"),
    path("videos/<uuid:pk>/", video.video, name="video"),
    path("videos/<uuid:pk>/edit", video.edit, name="edit_video"),
    path("videos/<uuid:pk>/publish", video.publish, name="publish_video"),
    path("videos/<uuid:pk>/withdraw", video.withdraw, name="withdraw_video"),
    path("website", embed.embed, name="embed"),
]
