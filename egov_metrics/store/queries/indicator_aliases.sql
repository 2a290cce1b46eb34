-- Question: how else is an indicator spelt? Grain: one row for a spelling.
select alias, indicator_code, role from indicator_alias order by alias;
