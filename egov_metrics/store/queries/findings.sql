-- Question: what is odd? Grain: one row for a finding, worst first.
-- Parameters: unit_id, indicator, kind, source_id, figure_id (each null = all)
select
    finding.*,
    unit.name_vi as unit_name_vi, unit.name_en as unit_name_en,
    indicator.short_vi as indicator_short_vi, indicator.short_en as indicator_short_en,
    source.title as source_title,
    linked.figure_id
from finding
left join unit on unit.unit_id = finding.unit_id
left join indicator on indicator.indicator_code = finding.indicator_code
left join source on source.source_id = finding.source_id
left join (
    select finding_observation.finding_id, min(figure_observation.figure_id) as figure_id
    from finding_observation
    join figure_observation using (observation_id)
    group by finding_observation.finding_id
) as linked on linked.finding_id = finding.finding_id
where ($unit_id is null or finding.unit_id = $unit_id)
  and ($indicator is null or finding.indicator_code = $indicator)
  and ($kind is null or finding.kind = $kind)
  and ($source_id is null or finding.source_id = $source_id or finding.finding_id in (
        select link.finding_id from finding_observation as link
        join observation using (observation_id) where observation.source_id = $source_id))
  and ($figure_id is null or finding.finding_id in (
        select link.finding_id from finding_observation as link
        join figure_observation using (observation_id) where figure_observation.figure_id = $figure_id))
order by list_position(['error', 'warning', 'info'], finding.severity), finding.kind, finding.year desc nulls last,
    finding.finding_id;
