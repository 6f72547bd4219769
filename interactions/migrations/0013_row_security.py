"""Somebody's diary is theirs alone: the participant face sees the rows of who it acts for, and no others."""

from django.db import migrations

from accounts.migrations._policies import of_participant, part_of


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0012_words_out_of_the_files"),
        ("accounts", "0020_row_security_functions"),
    ]

    operations = [
        of_participant("interactions_interaction"),
        of_participant("interactions_dayanswer"),
        of_participant("interactions_mood"),
        of_participant("interactions_favourite"),
        of_participant("interactions_ownopener"),
        part_of("interactions_reflection", "interactions_interaction", "interaction_id"),
        part_of("interactions_dayanswer_barriers", "interactions_dayanswer", "dayanswer_id"),
    ]
