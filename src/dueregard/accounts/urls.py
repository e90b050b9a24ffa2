"""The addresses of accounts: our own, and those of allauth that are used, by allauth's names (it reverses them)."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect.views import login as identity_login
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.accounts import identity, views

page = require_http_methods(["GET", "HEAD", "POST"])
"""allauth's views take a PUT for a POST; ours do not."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="account_home"),
    path("carry-on/", views.carry_on, name="account_carry_on"),
    path("invited/<str:token>/", views.invited, name="account_invited"),
    path("sign-in/", page(views.SignInView.as_view()), name="account_login"),
    path("sign-out/", page(views.SignOutView.as_view()), name="account_logout"),
    path("confirm/", page(account.reauthenticate), name="account_reauthenticate"),
    path("password/", page(account.password_change), name="account_change_password"),
    path("password/reset/", views.ask_for_reset, name="account_reset_password"),
    path("password/reset/asked/", views.reset_asked, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        require_safe(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", require_safe(views.FactorsView.as_view()), name="mfa_index"),
    path("second-step/sign-in/", page(factor.authenticate), name="mfa_authenticate"),
    path("second-step/confirm/", page(factor.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/codes/on/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/codes/off/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/recovery/", require_safe(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-step/recovery/new/",
        page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/recovery/download/",
        require_safe(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("second-step/keys/", require_safe(keys.list_webauthn), name="mfa_list_webauthn"),
    path("second-step/keys/add/", page(keys.add_webauthn), name="mfa_add_webauthn"),
    path("second-step/keys/confirm/", page(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("second-step/keys/sign-in/", page(keys.login_webauthn), name="mfa_login_webauthn"),
    path("second-step/keys/<int:pk>/remove/", page(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("second-step/keys/<int:pk>/rename/", page(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("identity/cancelled/", require_safe(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("identity/<provider_id>/", page(identity_login), name="openid_connect_login"),
    path("identity/<provider_id>/back/", require_safe(identity.callback), name="openid_connect_callback"),
]
if settings.SAML_ENTITY_ID:
    urlpatterns.append(path("saml/", include("dueregard.accounts.saml.urls")))
