-- Question: what did one source state? Grain: one row for a statement; a stretch of the list, since a source may have
-- made millions. Parameters: source_id, most (up to 50 are quick), skip
with stretch as materialized (
    select observation_id from observation where source_id = $source_id
    order by indicator_code, year, rank, unit_id, observation_id
    limit $most offset $skip
)
select
    observation_id, unit_id, scope, indicator_code, year, period_end, value, decimals, qualifier, value_basis,
    rank, rank_of, rank_basis, nothing, passage, note, status
from observation
where observation_id in (select observation_id from stretch)
order by indicator_code, year, rank, unit_id, observation_id;
