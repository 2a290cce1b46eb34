-- Question: what is known of one unit? Grain: one row for a figure, all indicators, scopes and years.
-- Parameters: unit_id
select
    figure.*,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.producer, rank_source.producer) as source_producer,
    coalesce(value_source.published, rank_source.published) as published,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id
from figure
left join source as value_source on value_source.source_id = figure.value_source_id
left join source as rank_source on rank_source.source_id = figure.rank_source_id
where figure.unit_id = $unit_id
order by figure.indicator_code, figure.scope, figure.year, figure.period_end;
