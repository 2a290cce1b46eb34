-- Question: behind which figures do these statements stand, and does the figure show them? Grain: one row for a
-- statement that stands behind one. Parameters: observation_ids (list; up to 50 are looked up, more are searched for)
with linked as materialized (
    select observation_id, figure_id from figure_observation
    where observation_id in (select unnest($observation_ids::varchar[]))
)
select
    linked.observation_id, linked.figure_id,
    coalesce(figure.value_observation_id = linked.observation_id, false)
        or coalesce(figure.rank_observation_id = linked.observation_id, false) as is_preferred
from linked
join figure using (figure_id)
order by linked.observation_id;
