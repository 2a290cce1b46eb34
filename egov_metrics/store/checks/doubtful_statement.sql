-- Question: which statements were marked doubtful when they were entered, and why?
-- Grain: one row for an observation. They are kept and shown, never as published.
select
    'info' as severity,
    'explained' as state,
    observation.unit_id, observation.scope, observation.indicator_code, observation.year, observation.source_id,
    [observation.observation_id] as observation_ids,
    {
        'stated': concat_ws('; ',
            case when observation.value_basis = 'doubtful' then replace(observation.value_text, '.', ',') end,
            case when observation.rank_basis = 'doubtful' then
                concat_ws('/', observation.rank::varchar, observation.rank_of::varchar) end),
        'producer': source.producer,
        'note': coalesce(observation.note, '')
    } as fields
from observation
join source using (source_id)
where (observation.value_basis = 'doubtful' or observation.rank_basis = 'doubtful')
  and observation.status <> 'superseded'
order by observation.observation_id;
