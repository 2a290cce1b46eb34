-- The provinces whose districts or communes have an indicator, those with most units first.
-- Parameters: indicator, level
select case when parent.level = 'province' then parent.unit_id else parent.parent_id end as province_id
from figure
join unit using (unit_id)
join unit as parent on parent.unit_id = unit.parent_id
where figure.indicator_code = $indicator and figure.level = $level and figure.scope = 'self'
group by province_id
order by count(distinct unit.unit_id) desc, province_id;
