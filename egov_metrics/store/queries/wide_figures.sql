-- Question: what are the national and regional figures of one indicator? Grain: one row for a country or region,
-- statistic and year. `statistic` tells a mean or median of the members from the country's own index.
-- Parameters: indicator
select
    figure.figure_id, figure.unit_id, figure.level, figure.year, figure.period_end, figure.statistic, figure.members,
    figure.value, figure.decimals, figure.value_basis, figure.rank, figure.rank_of, figure.rank_basis,
    figure.distinct_values, figure.method_id, unit.name_vi, unit.name_en,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id,
    source.title as source_title, source.producer as source_producer, source.url as source_url, source.published
from figure
join unit using (unit_id)
left join source on source.source_id = coalesce(figure.value_source_id, figure.rank_source_id)
where figure.indicator_code = $indicator
  and figure.level in ('country', 'region') and figure.scope = 'self' and not figure.is_target
  and figure.is_latest_in_year
order by figure.level, figure.unit_id, figure.statistic, figure.year;
