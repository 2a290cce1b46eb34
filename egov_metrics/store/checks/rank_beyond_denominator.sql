-- Question: which ranks are greater than the number of those ranked?
-- Grain: one row for an observation. A published one is an error; a rank already marked doubtful is a warning.
select
    case when rank_basis = 'published' then 'error' else 'warning' end as severity,
    'open' as state,
    unit_id, scope, indicator_code, year, source_id,
    [observation_id] as observation_ids,
    {'rank': rank::varchar, 'rank_of': rank_of::varchar} as fields
from observation
where rank > rank_of and status in ('current', 'value_superseded')
order by observation_id;
