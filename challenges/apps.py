from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"
    verbose_name = "wat er wordt aangeboden"

    def ready(self) -> None:
        from accounts.services import owndata
        from challenges.queries.campaigns import waiting_participants

        owndata.register("campaigns to come", holders=waiting_participants)
