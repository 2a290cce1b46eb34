-- Question: which findings touch these figures? Grain: one row for a figure and finding.
-- Parameters: figure_ids (list)
select distinct figure_observation.figure_id, finding.finding_id, finding.kind, finding.severity, finding.state,
    finding.message_vi, finding.message_en
from finding
join finding_observation using (finding_id)
join figure_observation using (observation_id)
where figure_observation.figure_id in (select unnest($figure_ids::varchar[]))
order by figure_observation.figure_id, finding.finding_id;
