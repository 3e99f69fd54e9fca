"""The database keeps the promise that a published revision never changes: replies cite it."""

from django.db import migrations

MAKE = """
CREATE FUNCTION knowledge_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published revision never changes.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON knowledge_revision
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION knowledge_revision_stays();
"""
UNMAKE = """
DROP TRIGGER revision_stays ON knowledge_revision;
DROP FUNCTION knowledge_revision_stays();
"""


class Migration(migrations.Migration):
    """One trigger on the revisions."""

    dependencies = [("knowledge", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
