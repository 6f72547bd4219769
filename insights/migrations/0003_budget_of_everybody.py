"""What was spent without a quarter counts in every quarter."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0002_grants"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetentry",
            name="within_the_cap",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetentry",
            trigger=pgtrigger.compiler.Trigger(
                name="within_the_cap",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE spent integer;",
                    func="\n        PERFORM pg_advisory_xact_lock(hashtext('gedag budget'), NEW.campaign_id::integer);\n        SELECT coalesce(sum(epsilon_hundredths), 0) INTO spent FROM insights_budgetentry\n          WHERE campaign_id = NEW.campaign_id AND (cohort = NEW.cohort OR '' IN (cohort, NEW.cohort))\n            AND (kind = 'national') = (NEW.kind = 'national');\n        IF spent + NEW.epsilon_hundredths >\n           (CASE WHEN NEW.kind = 'national' THEN 130 ELSE 160 END) THEN\n          RAISE EXCEPTION 'privacy budget of campaign % is spent', NEW.campaign_id USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="e5947f3fd1524dfac431b6fcc43ac914e484b13e",
                    operation="INSERT",
                    pgid="pgtrigger_within_the_cap_35d8d",
                    table="insights_budgetentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
