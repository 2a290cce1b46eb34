-- The file that the plain program reads: what anybody would export who wants one file with everything in it.
-- Grain: one row for a figure. Parameters: none.
select
    unit.unit_id, unit.name_vi as unit, unit.level, figure.indicator_code, indicator.short_vi as indicator,
    figure.year, figure.value, figure.rank
from figure
join unit using (unit_id)
join indicator using (indicator_code)
where figure.scope = 'self' and figure.statistic = 'own' and figure.is_latest_in_year and figure.value is not null
    and not figure.is_target
