-- Question: which stated values lie outside the scale of their indicator (or of its method version)?
-- Grain: one row for an observation. A published one is an error; a value already marked doubtful is a warning.
select
    case when observation.value_basis = 'published' then 'error' else 'warning' end as severity,
    'open' as state,
    observation.unit_id, observation.scope, observation.indicator_code, observation.year, observation.source_id,
    [observation.observation_id] as observation_ids,
    {
        'value': observation.value_text,
        'low': coalesce(printf('%g', indicator.scale_min), '−∞'),
        'high': coalesce(printf('%g', coalesce(version.scale_max, indicator.scale_max)), '∞')
    } as fields
from observation
join indicator using (indicator_code)
left join method_version as version using (method_id)
where observation.value < indicator.scale_min
   or observation.value > coalesce(version.scale_max, indicator.scale_max)
order by observation.observation_id;
