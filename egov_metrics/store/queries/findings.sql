-- Question: what is odd? Grain: one row for a finding, worst first, with one of the figures that it is about.
-- Parameters: unit_id, indicator, kind, source_id, figure_id (each null = all)
with chosen as materialized (
    select * from finding
    where ($unit_id is null or unit_id = $unit_id)
      and ($indicator is null or indicator_code = $indicator)
      and ($kind is null or kind = $kind)
      and ($source_id is null or source_id = $source_id or finding_id in (
            select link.finding_id from finding_observation as link
            join observation using (observation_id) where observation.source_id = $source_id))
      and ($figure_id is null or finding_id in (
            select link.finding_id from finding_observation as link
            join figure_observation using (observation_id) where figure_observation.figure_id = $figure_id))
),
-- One statement of each chosen finding first, and only then its figure: the links of all others stay unread.
touched as materialized (
    select finding_id, min(observation_id) as observation_id
    from finding_observation
    where finding_id in (select finding_id from chosen)
    group by finding_id
)
select
    chosen.*,
    unit.name_vi as unit_name_vi, unit.name_en as unit_name_en,
    indicator.short_vi as indicator_short_vi, indicator.short_en as indicator_short_en,
    source.title as source_title,
    figure_observation.figure_id
from chosen
left join touched using (finding_id)
left join figure_observation using (observation_id)
left join unit on unit.unit_id = chosen.unit_id
left join indicator on indicator.indicator_code = chosen.indicator_code
left join source on source.source_id = chosen.source_id
order by list_position(['error', 'warning', 'info'], chosen.severity), chosen.kind, chosen.year desc nulls last,
    chosen.finding_id;
