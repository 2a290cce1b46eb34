-- Question: the series of one indicator for some units. Grain: one row for a figure, every scope and date.
-- Parameters: indicator, unit_ids (list), year_from, year_to (null = open)
select
    figure.figure_id, figure.unit_id, unit.name_vi as unit_name, figure.scope, figure.year, figure.period_start,
    figure.period_end, figure.period_basis, figure.statistic, figure.members, figure.value, figure.decimals,
    figure.rank, figure.rank_of, figure.qualifier, figure.value_basis, figure.value_reason, figure.rank_basis,
    figure.rank_reason, figure.nothing, figure.method_id,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id, figure.rank_source_id,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.url, rank_source.url) as source_url,
    coalesce(value_source.published, rank_source.published) as source_published
from figure
join unit using (unit_id)
left join source as value_source on value_source.source_id = figure.value_source_id
left join source as rank_source on rank_source.source_id = figure.rank_source_id
where figure.indicator_code = $indicator
  and figure.unit_id in (select unnest($unit_ids::varchar[]))
  and ($year_from is null or figure.year >= $year_from)
  and ($year_to is null or figure.year <= $year_to)
order by figure.unit_id, figure.scope, figure.year, figure.period_end, figure.statistic;
