"""What the database itself refuses: statements by vendor, used by the migration and looked for by `verify`.

On SQLite, INSERT OR REPLACE removes a row without firing its delete trigger (unless recursive_triggers is on), so
the insert guard is what closes that hole: only the very next number with the right `prev` gets in. On PostgreSQL,
ENABLE ALWAYS keeps the triggers firing under session_replication_role = replica. The owner of the database can
take triggers away: the chain and the checkpoints kept elsewhere are there to tell (security.md 3.3).
"""

from dueregard.ledger.rules import EMPTY

TRIGGERS = {
    "sqlite": ("ledger_no_update", "ledger_no_delete", "ledger_next_only"),
    "postgresql": ("ledger_no_change", "ledger_no_truncate", "ledger_next_only"),
}

PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled = 'A'"
    ),
}

_SQLITE = [
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'The ledger only grows: an entry is never changed.'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'The ledger only grows: an entry is never removed.'); END""",
    f"""CREATE TRIGGER ledger_next_only BEFORE INSERT ON ledger_entry
    WHEN NEW.seq IS NOT COALESCE((SELECT MAX(seq) FROM ledger_entry), 0) + 1
      OR NEW.prev IS NOT COALESCE((SELECT hash FROM ledger_entry ORDER BY seq DESC LIMIT 1), '{EMPTY}')
    BEGIN SELECT RAISE(ABORT, 'The ledger only grows at its end, from its last hash.'); END""",  # noqa: S608
]

_POSTGRESQL = [
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
        MESSAGE = 'The ledger only grows: ' || TG_OP || ' is refused.';
    END $$""",
    f"""CREATE FUNCTION ledger_next_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last record;
    BEGIN
      SELECT seq, hash INTO last FROM ledger_entry ORDER BY seq DESC LIMIT 1;
      IF NEW.seq IS DISTINCT FROM COALESCE(last.seq, 0) + 1
         OR NEW.prev IS DISTINCT FROM COALESCE(last.hash, '{EMPTY}') THEN
        RAISE EXCEPTION 'The ledger only grows at its end, from its last hash.'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$""",  # noqa: S608
    """CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_next_only BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_next_only()""",
    *(
        f"ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER {name}"
        for name in ("ledger_no_change", "ledger_no_truncate", "ledger_next_only")
    ),
]

MAKE = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS["sqlite"]],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {name} ON ledger_entry" for name in TRIGGERS["postgresql"]),
        "DROP FUNCTION IF EXISTS ledger_refuse()",
        "DROP FUNCTION IF EXISTS ledger_next_only()",
    ],
}
