-- Question: how do all provinces, old and present, stand on some indices in all years? Grain: one row for an index, unit
-- and year, with the columns of `figures_of_indicator`. Loaded once per edition, to recompute the present provinces.
-- Parameters: indicators (list of codes)
select
    figure.indicator_code, figure.figure_id, figure.unit_id, figure.year,
    figure.period_start, figure.period_end, figure.period_basis,
    figure.value, figure.decimals, figure.qualifier, figure.value_basis, figure.value_reason, figure.distinct_values,
    figure.rank, figure.rank_of, figure.rank_basis, figure.rank_reason, figure.distinct_ranks,
    figure.nothing, figure.denominator, figure.method_id, figure.observations,
    figure.distinct_values > 1 or figure.distinct_ranks > 1 as conflict,
    unit.parent_id, unit.region_id,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.producer, rank_source.producer) as source_producer,
    coalesce(value_source.url, rank_source.url) as source_url,
    coalesce(value_source.published, rank_source.published) as published,
    figure.rank_source_id, rank_source.title as rank_source_title, rank_source.producer as rank_source_producer,
    rank_source.url as rank_source_url, rank_source.published as rank_published
from figure
join unit using (unit_id)
left join source as value_source on value_source.source_id = figure.value_source_id
left join source as rank_source on rank_source.source_id = figure.rank_source_id
where figure.indicator_code in (select unnest($indicators::varchar[]))
  and figure.level = 'province' and figure.year is not null
  and figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target and figure.is_latest_in_year
order by figure.indicator_code, figure.year, figure.unit_id;
