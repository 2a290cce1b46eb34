-- Question: how do the units of one level stand on one indicator? Grain: one row for a unit and year: the figure
-- with the latest date of the year. Only the units' own figures, no targets.
-- Parameters: indicator, level, year_from, year_to, parent (null = all), region (null = all)
select
    figure.figure_id, figure.unit_id, figure.year, figure.period_start, figure.period_end, figure.period_basis,
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
where figure.indicator_code = $indicator
  and figure.level = $level
  and figure.year between $year_from and $year_to
  and figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target and figure.is_latest_in_year
  and ($parent is null or unit.parent_id = $parent
       or unit.parent_id in (select child.unit_id from unit as child where child.parent_id = $parent))
  and ($region is null or unit.region_id = $region)
order by figure.year, figure.unit_id;
