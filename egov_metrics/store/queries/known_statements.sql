-- Question: what does the store have already of some units and indicators? Grain: one row for a statement that counts.
-- Parameters: unit_ids (list), indicators (list)
select
    observation.observation_id, figure_observation.figure_id, observation.unit_id, observation.scope,
    observation.indicator_code, observation.year, observation.period_start, observation.period_end,
    observation.statistic, observation.qualifier = 'target' as is_target, observation.value, observation.rank,
    observation.source_id, observation.document
from observation
join figure_observation using (observation_id)
where observation.unit_id in (select unnest($unit_ids::varchar[]))
  and observation.indicator_code in (select unnest($indicators::varchar[]))
  and observation.status <> 'superseded'
order by observation.observation_id;
