-- Question: how do the units of a level stand on some indicators, in the years in which one of these units has figures,
-- and what are the means of the country and its regions in these years? Grain: one row for an indicator, unit, statistic
-- and year, with the columns of `figures_of_indicator` that comparing needs; a mean has a statistic other than own.
-- Parameters: unit_ids (list), indicators (list of codes), level, parent (null = all units of the level)
with asked as materialized (  -- first the own years (by the index of units), only then all units of these years
    select distinct indicator_code, year from figure
    where unit_id in (select unnest($unit_ids::varchar[]))
      and indicator_code in (select unnest($indicators::varchar[]))
      and scope = 'self' and statistic = 'own' and not is_target and is_latest_in_year and year is not null
)
select
    figure.indicator_code, figure.level, figure.statistic, figure.members as averaged,
    figure.figure_id, figure.unit_id, figure.year, figure.period_start, figure.period_end, figure.period_basis,
    figure.value, figure.decimals, figure.qualifier, figure.value_basis, figure.distinct_values,
    figure.rank, figure.rank_of, figure.rank_basis, figure.distinct_ranks,
    figure.nothing, figure.method_id,
    figure.distinct_values > 1 or figure.distinct_ranks > 1 as conflict,
    unit.parent_id, unit.region_id,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.producer, rank_source.producer) as source_producer,
    coalesce(value_source.url, rank_source.url) as source_url,
    coalesce(value_source.published, rank_source.published) as published
from figure
join asked on asked.indicator_code = figure.indicator_code and asked.year = figure.year
join unit on unit.unit_id = figure.unit_id
left join source as value_source on value_source.source_id = figure.value_source_id
left join source as rank_source on rank_source.source_id = figure.rank_source_id
where figure.scope = 'self' and not figure.is_target and figure.is_latest_in_year
  and (
    (figure.level = $level and figure.statistic = 'own'
        and ($parent is null or unit.parent_id = $parent or figure.unit_id in (select unnest($unit_ids::varchar[]))))
    or (figure.level in ('country', 'region') and figure.statistic in ('mean', 'median'))
  )
order by figure.indicator_code, figure.year, figure.unit_id, figure.statistic;
