-- Question: which units are these? Grain: one row for a unit.
-- Parameters: unit_ids (list)
select unit_id, level, name_vi, name_en, kind, parent_id, region_id, valid_from, valid_to
from unit where unit_id in (select unnest($unit_ids::varchar[])) order by unit_id;
