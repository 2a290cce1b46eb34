-- One finding for each figure that two sources state differently, as the build's own check makes them.
insert into finding
select
    'conflicting_values-' || figure_id, 'conflicting_values', 'warning', 'open', 'check', unit_id, scope, indicator_code,
    year, value_source_id, 'Hai nguồn nêu hai số (số sinh ra).', 'Two sources state two values (made-up numbers).'
from figure
where distinct_values > 1;

insert into finding_observation
select finding.finding_id, figure_observation.observation_id
from finding
join figure_observation on finding.finding_id = 'conflicting_values-' || figure_observation.figure_id;
