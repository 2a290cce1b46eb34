-- Question: what do all sources state for these figures? Grain: one row for a statement.
-- Parameters: figure_ids (list)
select
    figure_observation.figure_id, observation.observation_id, observation.value, observation.rank, observation.rank_of,
    observation.qualifier, observation.value_basis, observation.rank_basis, observation.passage, observation.note,
    observation.status,
    source.title as source_title, source.url as source_url, source.producer, source.published, source.grade
from figure_observation
join observation using (observation_id)
join source on source.source_id = observation.source_id
where figure_observation.figure_id in (select unnest($figure_ids::varchar[]))
order by figure_observation.figure_id, observation.observation_id;
