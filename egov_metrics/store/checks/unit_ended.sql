-- Question: which statements measure a time at which their unit had ended?
-- Grain: one row for an observation whose period begins after the unit's last day.
select
    'warning' as severity,
    'open' as state,
    observation.unit_id, observation.scope, observation.indicator_code, observation.year, observation.source_id,
    [observation.observation_id] as observation_ids,
    {'ended': unit.valid_to::varchar, 'period': coalesce(observation.period_start, observation.period_end)::varchar}
        as fields
from observation
join unit using (unit_id)
where coalesce(observation.period_start, observation.period_end) > unit.valid_to
  and observation.status <> 'superseded'
order by observation.observation_id;
