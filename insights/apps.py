from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "wat gezien mag worden"

    def ready(self) -> None:
        from accounts.services import owndata
        from insights.services import own_sheets

        owndata.register("insights", owndata.OwnData(export=own_sheets.export, merge=own_sheets.merge))
