"""The database notes each data key that goes, whoever deletes it: a restored backup is told (ledger.py)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sealing_note_erasures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO sealing_erasure (kind, thing, erased_on)
            SELECT 'key', id, current_date FROM gone ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO sealing_erasure (kind, thing, erased_on)
            SELECT 'key', id, current_date FROM gone WHERE erased_on IS NOT NULL ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER sealing_key_deleted AFTER DELETE ON sealing_datakey
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION sealing_note_erasures();
CREATE TRIGGER sealing_key_erased AFTER UPDATE ON sealing_datakey
    REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION sealing_note_erasures();
"""

BACKWARD = """
DROP TRIGGER sealing_key_erased ON sealing_datakey;
DROP TRIGGER sealing_key_deleted ON sealing_datakey;
DROP FUNCTION sealing_note_erasures();
"""


class Migration(migrations.Migration):
    dependencies = [("sealing", "0002_onward")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
