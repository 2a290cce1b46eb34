-- Question: how many units lie within a unit, and how many of them have figures? Grain: one row for a level and whether
-- the units still exist; within as in `parts_of_unit`. Parameters: unit_ids (list)
select
    unit.level, unit.valid_to is not null as ended, count(*)::integer as units,
    (count(*) filter (coalesce(unit_use.figures, 0) > 0))::integer as with_figures
from unit
left join unit_use on unit_use.unit_id = unit.unit_id
where unit.parent_id in (select unnest($unit_ids::varchar[]))
   or unit.parent_id in (
        select unit_id from unit where parent_id in (select unnest($unit_ids::varchar[])) and level = 'district')
   or (unit.level = 'province' and unit.region_id in (select unnest($unit_ids::varchar[])))
group by unit.level, ended
order by list_position(['province', 'district', 'commune', 'department'], unit.level), ended;
