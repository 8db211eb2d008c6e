"""Addresses of the accounts app: ours, and those of allauth that we use, each by name."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from holdfast.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("codes/", views.recovery_codes, name="recovery_codes"),
    path("recover/", views.recover, name="recover"),
    path("elsewhere/", views.sessions_end, name="sessions_end"),
    path("new/", login_not_required(views.SignUp.as_view()), name="account_signup"),
    path("in/", login_not_required(allauth.login), name="account_login"),
    path("out/", views.sign_out, name="account_logout"),
    path("inactive/", login_not_required(allauth.account_inactive), name="account_inactive"),
    path("again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("passphrase/", allauth.password_change, name="account_change_password"),
    path("passphrase/set/", allauth.password_set, name="account_set_password"),
    path("mail/", allauth.email, name="account_email"),
    path("mail/sent/", login_not_required(allauth.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^mail/(?P<key>[-:\w]+)/$", login_not_required(allauth.confirm_email), name="account_confirm_email"),
    path("keys/", include("allauth.mfa.urls")),
]
