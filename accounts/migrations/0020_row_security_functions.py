"""What the policies of every app ask: whose rows this statement may see. And who has a secret, without showing who
else has one: two functions that look as the owner of the tables, and give a number to who holds the proof."""

from django.db import migrations

from accounts.migrations._grants import DEELNEMER

# A setting that nobody made is NULL, and one of a transaction that is over is empty: both are nobody.
_ASKED = {
    "gedag_participants()": (
        "bigint[]",
        "string_to_array(nullif(current_setting('app.participant', true), ''), ',')::bigint[]",
    ),
    "gedag_organisations()": (
        "bigint[]",
        "string_to_array(nullif(current_setting('app.organisation', true), ''), ',')::bigint[]",
    ),
    "gedag_user()": ("bigint", "nullif(current_setting('app.staff', true), '')::bigint"),
    "gedag_everywhere()": ("boolean", "coalesce(current_setting('app.everywhere', true), '') = 'on'"),
}
_SECRETS = """
CREATE FUNCTION gedag_secrets() RETURNS bytea[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT array_agg(decode(one, 'hex'))
        FROM unnest(string_to_array(nullif(current_setting('app.secret', true), ''), ',')) AS one);
"""
_WHOSE = {
    "gedag_whose(proof bytea)": """
      SELECT coalesce(string_agg(participant_id::text, ','), '') FROM (
        SELECT participant_id FROM public.accounts_participantsession WHERE secret_hash = proof
        UNION SELECT participant_id FROM public.accounts_wayback WHERE secret_hash = proof
        UNION SELECT participant_id FROM public.accounts_contact WHERE address_index = proof
      ) AS found""",
    "gedag_whose_contact(proof bigint)": """
      SELECT coalesce(max(participant_id)::text, '') FROM public.accounts_contact WHERE id = proof""",
}


def _name(signature: str) -> str:
    """What a function is called, with the types alone."""
    return signature.replace("proof ", "")


ASK = "".join(
    f"CREATE FUNCTION {signature} RETURNS {kind} LANGUAGE sql STABLE PARALLEL SAFE RETURN {body};"
    for signature, (kind, body) in _ASKED.items()
)
WHOSE = "".join(
    f"""
    CREATE FUNCTION {signature} RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $${body}$$;
    REVOKE ALL ON FUNCTION {_name(signature)} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {_name(signature)} TO {DEELNEMER};"""
    for signature, body in _WHOSE.items()
)
BACK = "".join(f"DROP FUNCTION {_name(one)};" for one in (*_ASKED, "gedag_secrets()", *_WHOSE))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_erasure")]

    operations = [migrations.RunSQL(ASK + _SECRETS + WHOSE, BACK)]
