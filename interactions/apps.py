from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "interactions"
    verbose_name = "wat mensen doen"

    def ready(self) -> None:
        from accounts.services import owndata
        from interactions.models import DayAnswer, Interaction

        owndata.register("moments", holders=lambda _now: Interaction.objects.values_list("participant_id"))
        owndata.register("day answers", holders=lambda _now: DayAnswer.objects.values_list("participant_id"))
