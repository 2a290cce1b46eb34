-- Question: which columns does the schema have, and what do they mean?
-- Grain: one row for a column, tables in the order in which they were made.
select
    tables.table_name, tables.comment as table_comment,
    columns.column_name, lower(columns.data_type) as data_type, columns.is_nullable, columns.comment as column_comment
from duckdb_tables() as tables
join duckdb_columns() as columns using (database_oid, schema_oid, table_oid)
where not tables.internal and not tables.temporary and tables.database_name = current_database()
order by tables.table_oid, columns.column_index;
