-- Question: by which other names is a unit found? Grain: one row for a unit and name.
select unit_id, alias, kind from unit_alias order by unit_id, alias;
