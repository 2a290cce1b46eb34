-- Question: what is odd anywhere? Grain: one row for a finding, worst first, with one of the statements that it is about.
select
    finding.*,
    unit.parent_id as unit_parent_id,
    linked.observation_id
from finding
left join unit on unit.unit_id = finding.unit_id
left join (
    select finding_id, min(observation_id) as observation_id from finding_observation group by finding_id
) as linked on linked.finding_id = finding.finding_id
order by list_position(['error', 'warning', 'info'], finding.severity), finding.kind, finding.year desc nulls last,
    finding.finding_id;
