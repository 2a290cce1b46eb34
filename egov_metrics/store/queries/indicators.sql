-- Question: which indicators are there? Grain: one row for an indicator.
select
    indicator.*,
    family.sort_order as family_order, family.short_vi as family_short_vi, family.short_en as family_short_en,
    indicator.indicator_code = family.headline_code as is_headline,
    coalesce(used.figures, 0)::integer as figures, used.first_year, used.last_year
from indicator
join family using (family)
left join (
    select indicator_code, sum(units) as figures, min(year) as first_year, max(year) as last_year
    from coverage group by indicator_code
) as used using (indicator_code)
order by family.sort_order, indicator.sort_order, indicator.indicator_code;
