-- Question: which ranks are stated for the units of one level in one year? Grain: one row for a unit that has a figure:
-- the one with the latest date of the year; its own, no target. By rank; those without one last.
-- Parameters: indicator, level, year, parent (null = all; also what lies in its districts)
select
    figure.unit_id, unit.name_vi as unit_name, figure.indicator_code as indicator, figure.year, figure.rank,
    figure.rank_of, figure.value, figure.qualifier, figure.value_basis, figure.rank_basis, figure.nothing,
    figure.method_id as method_version, figure.period_start, figure.period_end, figure.period_basis,
    figure.distinct_values > 1 or figure.distinct_ranks > 1 as conflict,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id, figure.rank_source_id
from figure
join unit using (unit_id)
where figure.indicator_code = $indicator and figure.level = $level and figure.year = $year
  and figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target and figure.is_latest_in_year
  and ($parent is null or unit.parent_id = $parent
       or unit.parent_id in (select child.unit_id from unit as child where child.parent_id = $parent))
order by figure.rank nulls last, figure.unit_id, figure.period_end, figure.method_id;
