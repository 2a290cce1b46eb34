-- Question: what is known of one unit? Grain: one row for a figure, all indicators, scopes and years.
-- Parameters: unit_id
with hits as materialized (  -- first the unit's figures (by the index), only then their sources
    select * from figure where unit_id = $unit_id
)
select
    hits.*,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.producer, rank_source.producer) as source_producer,
    coalesce(value_source.url, rank_source.url) as source_url,
    coalesce(value_source.published, rank_source.published) as published,
    coalesce(hits.value_source_id, hits.rank_source_id) as source_id
from hits
left join source as value_source on value_source.source_id = hits.value_source_id
left join source as rank_source on rank_source.source_id = hits.rank_source_id
order by hits.indicator_code, hits.scope, hits.year, hits.period_end;
