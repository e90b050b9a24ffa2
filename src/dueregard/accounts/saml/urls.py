"""The addresses of signing in by SAML; there are none unless it is configured."""

from django.urls import path

from dueregard.accounts.saml import views

urlpatterns = [
    path("", views.login, name="saml_login"),
    path("arrive/", views.arrive, name="saml_arrive"),
    path("finish/", views.finish, name="saml_finish"),
    path("metadata/", views.metadata, name="saml_metadata"),
]
