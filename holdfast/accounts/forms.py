"""Sign-up and sign-in forms."""

from allauth.account.forms import LoginForm, SignupForm


class SignUpForm(SignupForm):
    """A nickname and a passphrase."""


class SignInForm(LoginForm):
    """A nickname and a passphrase."""
