-- Question: who states a figure, and how, and who brought it? Grain: one row for a statement; the preferred ones
-- first, superseded ones last.
-- Parameters: figure_id
select
    observation.observation_id, observation.value, observation.value_text, observation.decimals,
    observation.qualifier, observation.value_basis, observation.rank, observation.rank_of, observation.rank_basis,
    observation.nothing, observation.denominator, observation.period_start, observation.period_end,
    observation.period_basis, observation.passage, observation.note, observation.status,
    observation.document, observation.quote_start, observation.quote_end, observation.quote,
    observation.batch_id, batch.kind as batch_kind, batch.made_at, batch.made_by, batch.note as batch_note,
    observation.observation_id = figure.value_observation_id as is_value,
    observation.observation_id = figure.rank_observation_id as is_rank,
    source.source_id, source.producer, source.title, source.url, source.published, source.accessed, source.kind,
    source.grade, source.checksum
from figure_observation
join observation using (observation_id)
join figure using (figure_id)
join source on source.source_id = observation.source_id
left join batch on batch.batch_id = observation.batch_id
where figure_observation.figure_id = $figure_id
order by coalesce(is_value, false) desc, coalesce(is_rank, false) desc, observation.status = 'superseded',
    list_position(['official', 'press', 'secondary'], source.grade), batch.made_at desc nulls last,
    observation.observation_id;
