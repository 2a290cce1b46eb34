-- Question: within which units lie the units of a level that have figures of an indicator? Grain: one row for the unit
-- directly above them, with the province it belongs to and how many units have figures.
-- Parameters: indicator, level
select
    parent.unit_id as parent_id, parent.level as parent_level,
    case when parent.level = 'district' then parent.parent_id else parent.unit_id end as province_id,
    count(distinct figure.unit_id)::integer as units
from figure
join unit using (unit_id)
join unit as parent on parent.unit_id = unit.parent_id
where figure.indicator_code = $indicator and figure.level = $level and figure.year is not null
  and figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target and figure.is_latest_in_year
group by all
order by parent.unit_id;
