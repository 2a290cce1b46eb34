-- Question: which units are there? Grain: one row for a unit; loaded once per edition (names, search, labels).
select
    unit.unit_id, unit.level, unit.code, unit.name_vi, unit.name_en, unit.kind, unit.parent_id, unit.region_id,
    unit.valid_from, unit.valid_to, unit.note,
    parent.name_vi as parent_name, parent.name_en as parent_name_en,
    case unit.level
        when 'province' then unit.unit_id
        when 'commune' then case when parent.level = 'province' then parent.unit_id else parent.parent_id end
        when 'district' then unit.parent_id
        when 'department' then case when parent.level = 'province' then parent.unit_id else parent.parent_id end
    end as province_id,
    coalesce(unit_use.figures, 0) as figures,
    unit_use.last_year
from unit
left join unit as parent on parent.unit_id = unit.parent_id
left join unit_use on unit_use.unit_id = unit.unit_id
order by list_position(['country', 'region', 'province', 'district', 'commune', 'department'], unit.level),
    unit.valid_to is not null, unit.unit_id;
