"""Who takes part, and how they come back: every row is one participant's, and theirs alone.

Three things are reached before anybody is known. A row that its join key makes; codes of one browser, or to one
address; and the mail with such a code, which is nobody's. And one thing is counted over everybody: mails to addresses
that nobody proved. That is a function, which gives the number alone.
"""

from django.db import migrations

from accounts.migrations._policies import (
    DEELNEMER,
    ME,
    SECRETS,
    Policy,
    isolate,
    of_participant,
    seen,
)

_MINE = f"participant_id = ANY({ME})"
_WITH_MY_KEY = f"uuid_send(join_key) = ANY({SECRETS})"
# Asked in this browser, or to an address that this request is about.
_HELD = f"browser_hash = ANY({SECRETS}) OR address_index = ANY({SECRETS})"
_MAIL_WITH_CODE = f"participant_id IS NULL AND kind = 'code' AND {seen('accounts_emailcode', 'about_id')}"
_COUNT = f"""
CREATE FUNCTION gedag_codes_for_unknown(since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*) FROM public.accounts_emailcode AS code
  WHERE created_at > since AND participant_id IS NULL
    AND NOT EXISTS (SELECT FROM public.accounts_contact AS known WHERE known.address_index = code.address_index)
$$;
REVOKE ALL ON FUNCTION gedag_codes_for_unknown(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gedag_codes_for_unknown(timestamptz) TO {DEELNEMER};
"""  # noqa: S608 (put together from constants)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_row_security_functions")]

    operations = [
        migrations.RunSQL(_COUNT, "DROP FUNCTION gedag_codes_for_unknown(timestamptz);"),
        isolate(
            "accounts_participant",
            Policy(DEELNEMER, f"id = ANY({ME})"),
            Policy(DEELNEMER, _WITH_MY_KEY, verb="SELECT"),
            Policy(DEELNEMER, _WITH_MY_KEY, verb="INSERT"),
        ),
        of_participant("accounts_participantkey"),
        of_participant("accounts_consent"),
        of_participant("accounts_participantsession"),
        of_participant("accounts_wayback"),
        of_participant("accounts_contact"),
        isolate(
            "accounts_emailcode",
            # Nobody asks a code in another's name; who holds the browser that asked may still try it as somebody else.
            Policy(DEELNEMER, f"{_MINE} OR {_HELD}", verb="SELECT"),
            Policy(DEELNEMER, f"{_MINE} OR {_HELD}", f"{_MINE} OR {_HELD}", verb="UPDATE"),
            Policy(DEELNEMER, f"{_MINE} OR {_HELD}", verb="DELETE"),
            Policy(DEELNEMER, f"({_MINE} OR {_HELD}) AND (participant_id IS NULL OR {_MINE})", verb="INSERT"),
        ),
        isolate("accounts_message", Policy(DEELNEMER, f"{_MINE} OR ({_MAIL_WITH_CODE})")),
        isolate("accounts_sendingmark"),
    ]
