-- Question: what did one source state? Grain: one row for a statement, with the figure that it stands behind.
-- Parameters: source_id
select
    observation.observation_id, figure_observation.figure_id, observation.unit_id, unit.name_vi, unit.name_en,
    observation.scope, observation.indicator_code, observation.year, observation.period_end,
    observation.value, observation.decimals, observation.qualifier, observation.value_basis,
    observation.rank, observation.rank_of, observation.rank_basis, observation.nothing,
    observation.passage, observation.note,
    coalesce(figure.value_observation_id = observation.observation_id
        or figure.rank_observation_id = observation.observation_id, false) as is_preferred
from observation
join unit using (unit_id)
left join figure_observation using (observation_id)
left join figure using (figure_id)
where observation.source_id = $source_id
order by observation.indicator_code, observation.year, observation.rank, observation.unit_id
limit 2000;
