-- Question: which findings touch these statements, and which a source or any of its statements? Grain: one row for a
-- finding, worst first, with one of the statements. Parameters: observation_ids (list), source_id (null = none)
with touched as materialized (
    select finding_id, observation_id from finding_observation
    where observation_id in (select unnest($observation_ids::varchar[]))
    union
    select link.finding_id, link.observation_id from finding_observation as link
    join observation using (observation_id)
    where observation.source_id = $source_id
),
about as (
    select finding_id, min(observation_id) as observation_id from touched group by finding_id
)
select finding.*, unit.parent_id as unit_parent_id, about.observation_id
from finding
left join unit on unit.unit_id = finding.unit_id
left join about on about.finding_id = finding.finding_id
where about.finding_id is not null or finding.source_id = $source_id
order by list_position(['error', 'warning', 'info'], finding.severity), finding.kind, finding.year desc nulls last,
    finding.finding_id;
