"""When a nugget was last found right and is looked at again; what waits is found quickly."""

COLUMNS = (
    ("nugget", "reviewed_on", "VARCHAR(10)"),
    ("version", "review_by", "VARCHAR(10)"),
)
INDEXES = (
    ("nugget_site_id_review_by", "nugget", '"site_id", "review_by"'),
    ("version_state_nugget_id", "version", '"state", "nugget_id"'),
)


def up(migrator, db):
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    for name, table, columns in INDEXES:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')


def down(migrator, db):
    for name, _, _ in INDEXES:
        db.execute_sql(f'DROP INDEX "{name}"')
    for table, column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
