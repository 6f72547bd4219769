"""The code that was mailed to staff."""

from allauth.account.forms import ConfirmLoginCodeForm

from accounts.services.secrets import read_code


class LoginCodeForm(ConfirmLoginCodeForm):
    """However it is typed: letters that look like digits are those digits."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = read_code(self.cleaned_data["code"])
        return str(super().clean_code())
