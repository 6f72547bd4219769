from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "inrichting"

    def ready(self) -> None:
        # Pages start tasks too, and a task belongs to the app that exists when it is started.
        import config.celery  # noqa: F401
