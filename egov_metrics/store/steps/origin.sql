-- Question: where do some statements stand? Grain: one row, the first of them.
-- Parameters: observation_ids (list). Only in a database that steps/statement.sql has just filled.
select _file, _line from statement
where observation_id in (select unnest($observation_ids::varchar[]))
order by _order, _file, _line
limit 1;
