"""The addresses of accounts: our own, and those of allauth that are used, by allauth's names (it reverses them)."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as identity
from django.urls import URLPattern, URLResolver, path, re_path

from dueregard.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="account_home"),
    path("carry-on/", views.carry_on, name="account_carry_on"),
    path("invited/<str:token>/", views.invited, name="account_invited"),
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-out/", views.SignOutView.as_view(), name="account_logout"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/reset/", views.ask_for_reset, name="account_reset_password"),
    path("password/reset/asked/", views.reset_asked, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", views.FactorsView.as_view(), name="mfa_index"),
    path("second-step/sign-in/", factor.authenticate, name="mfa_authenticate"),
    path("second-step/confirm/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/codes/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/codes/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "second-step/recovery/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("second-step/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-step/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("second-step/keys/confirm/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/keys/sign-in/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("second-step/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-step/keys/<int:pk>/rename/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("identity/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("identity/error/", social.login_error, name="socialaccount_login_error"),
    path("identity/<provider_id>/", identity.login, name="openid_connect_login"),
    path("identity/<provider_id>/back/", identity.callback, name="openid_connect_callback"),
]
