"""Members, invitations and one's own account; part of the namespace `beheer`, beside the campaigns."""

from django.urls import path

from accounts.views.beheer import carry_on, invitations, members, second_step

urlpatterns = [
    path("inloggen/verder/", carry_on.carry_on, name="carry_on"),
    path("inloggen/uitnodiging/<str:secret>/", invitations.invited, name="invited"),
    path("inloggen/noodcodes/", second_step.recovery_codes, name="recovery_codes"),
    path("inloggen/noodcodes/bestand/", second_step.recovery_codes_file, name="recovery_codes_file"),
    path("inloggen/mijn-account/", second_step.own_account, name="own_account"),
    path("inloggen/mijn-account/vernieuwen/", second_step.renew, name="renew"),
    path(
        "inloggen/mijn-account/overal-uitloggen/",
        second_step.sign_out_everywhere,
        name="sign_out_everywhere",
    ),
]
of_organisation = [
    path("medewerkers/", members.members, name="members"),
    path("medewerkers/uitnodigen/", invitations.invite, name="invite"),
    path("medewerkers/ik-stop-hier/", members.stop_here, name="stop_here"),
    path("medewerkers/<int:number>/", members.member, name="member"),
    path("medewerkers/<int:number>/weghalen/", members.member_remove, name="member_remove"),
    path(
        "medewerkers/uitnodigingen/<int:number>/opnieuw/",
        invitations.invitation_again,
        name="invitation_again",
    ),
    path(
        "medewerkers/uitnodigingen/<int:number>/intrekken/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
