-- Question: which keys, references and checks does the schema have?
-- Grain: one row for a constraint.
select
    table_name, constraint_type, constraint_text, constraint_column_names, referenced_table, referenced_column_names
from duckdb_constraints()
where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY', 'CHECK') and database_name = current_database()
order by table_oid, constraint_index;
