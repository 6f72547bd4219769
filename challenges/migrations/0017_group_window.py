"""Until when there is room for a group, and its history."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0016_row_security_staff"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="campaign",
            name="group_until",
            field=models.DateTimeField(
                blank=True,
                help_text="until when many may join from one network: staff are with a group",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="group_until",
            field=models.DateTimeField(
                blank=True,
                help_text="until when many may join from one network: staff are with a group",
                null=True,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "challenges_campaignevent" ("adoptable", "adopted_from_id", "calendar", "contact_email", "ends_on", "english", "group_until", "headline", "help_line", "id", "intro", "name", "national", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_times", "published_at", "reply", "slug", "starts_on", "status", "theme_id") VALUES (NEW."adoptable", NEW."adopted_from_id", NEW."calendar", NEW."contact_email", NEW."ends_on", NEW."english", NEW."group_until", NEW."headline", NEW."help_line", NEW."id", NEW."intro", NEW."name", NEW."national", NEW."organisation_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."prompt_times", NEW."published_at", NEW."reply", NEW."slug", NEW."starts_on", NEW."status", NEW."theme_id"); RETURN NULL;',
                    hash="3f5e229d641fa38f19e7828cc464b7969c57ed48",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0289c",
                    table="challenges_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."adoptable" IS DISTINCT FROM (NEW."adoptable") OR OLD."adopted_from_id" IS DISTINCT FROM (NEW."adopted_from_id") OR OLD."calendar" IS DISTINCT FROM (NEW."calendar") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."english" IS DISTINCT FROM (NEW."english") OR OLD."group_until" IS DISTINCT FROM (NEW."group_until") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."help_line" IS DISTINCT FROM (NEW."help_line") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intro" IS DISTINCT FROM (NEW."intro") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."national" IS DISTINCT FROM (NEW."national") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."prompt_times" IS DISTINCT FROM (NEW."prompt_times") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reply" IS DISTINCT FROM (NEW."reply") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id"))',
                    func='INSERT INTO "challenges_campaignevent" ("adoptable", "adopted_from_id", "calendar", "contact_email", "ends_on", "english", "group_until", "headline", "help_line", "id", "intro", "name", "national", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_times", "published_at", "reply", "slug", "starts_on", "status", "theme_id") VALUES (NEW."adoptable", NEW."adopted_from_id", NEW."calendar", NEW."contact_email", NEW."ends_on", NEW."english", NEW."group_until", NEW."headline", NEW."help_line", NEW."id", NEW."intro", NEW."name", NEW."national", NEW."organisation_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."prompt_times", NEW."published_at", NEW."reply", NEW."slug", NEW."starts_on", NEW."status", NEW."theme_id"); RETURN NULL;',
                    hash="5931cd43043b7fdae78bbce0628b1f46452f6bf0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cbf29",
                    table="challenges_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "challenges_campaignevent" ("adoptable", "adopted_from_id", "calendar", "contact_email", "ends_on", "english", "group_until", "headline", "help_line", "id", "intro", "name", "national", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_times", "published_at", "reply", "slug", "starts_on", "status", "theme_id") VALUES (OLD."adoptable", OLD."adopted_from_id", OLD."calendar", OLD."contact_email", OLD."ends_on", OLD."english", OLD."group_until", OLD."headline", OLD."help_line", OLD."id", OLD."intro", OLD."name", OLD."national", OLD."organisation_id", OLD."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."prompt_times", OLD."published_at", OLD."reply", OLD."slug", OLD."starts_on", OLD."status", OLD."theme_id"); RETURN NULL;',
                    hash="3a5b16c35922aabb9378f3a8f32234532d91bfa9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_40d05",
                    table="challenges_campaign",
                    when="AFTER",
                ),
            ),
        ),
    ]
