"""Organisations and who works there: staff see and change what is of the organisation they are working for, and where
they work themselves. What an organisation is called is on every page of it, so that is no secret.

Whoever takes a colleague off the list must know whether they still work anywhere: a function, which says yes or no.
"""

from django.db import migrations

from accounts.migrations._policies import (
    BEHEER,
    DEELNEMER,
    MY_ORGANISATIONS,
    SECRETS,
    USER,
    Policy,
    isolate,
    of_organisation,
    read_by_all,
)

_WORKS = f"""
CREATE FUNCTION gedag_works_somewhere(who bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.accounts_membership WHERE user_id = who)
$$;
REVOKE ALL ON FUNCTION gedag_works_somewhere(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gedag_works_somewhere(bigint) TO {BEHEER};
"""  # noqa: S608 (put together from constants)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_row_security")]

    operations = [
        migrations.RunSQL(_WORKS, "DROP FUNCTION gedag_works_somewhere(bigint);"),
        isolate(
            "accounts_organisation",
            *read_by_all(DEELNEMER, BEHEER),
            Policy(BEHEER, f"id = ANY({MY_ORGANISATIONS})", verb="UPDATE"),
        ),
        of_organisation("accounts_membership", Policy(BEHEER, f"user_id = {USER}", verb="SELECT")),
        of_organisation(
            "accounts_invitation", Policy(BEHEER, f"secret_hash = ANY({SECRETS})", verb="SELECT")
        ),
        of_organisation("accounts_membershipevent"),
        isolate("accounts_organisationevent", Policy(BEHEER, f"pgh_obj_id = ANY({MY_ORGANISATIONS})")),
    ]
