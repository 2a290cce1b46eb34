-- Question: which criteria sets are there? Grain: one row for a set and tier, by family, the newest first.
select
    criteria_set.*,
    unit.name_vi as unit_name_vi, unit.name_en as unit_name_en
from criteria_set
join family using (family)
left join unit using (unit_id)
order by family.sort_order, year_from desc nulls last, set_id,
    list_position(['department', 'district', 'commune', 'province', 'ministry'], tier);
