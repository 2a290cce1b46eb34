-- Question: what are the national figures of the headline indices? Grain: one row for an indicator, statistic
-- and year. Parameters: indicators (list of codes)
select
    figure.figure_id, figure.indicator_code, figure.unit_id, figure.year, figure.period_end, figure.statistic,
    figure.members, figure.value, figure.decimals, figure.qualifier, figure.value_basis,
    figure.rank, figure.rank_of, figure.rank_basis,
    figure.distinct_values, figure.method_id,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id,
    source.title as source_title, source.producer as source_producer, source.published
from figure
join unit using (unit_id)
left join source on source.source_id = coalesce(figure.value_source_id, figure.rank_source_id)
where figure.indicator_code in (select unnest($indicators::varchar[]))
  and figure.level = 'country' and figure.scope = 'self' and not figure.is_target and figure.is_latest_in_year
order by figure.indicator_code, figure.statistic, figure.year;
