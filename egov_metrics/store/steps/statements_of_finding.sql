-- Question: which statements is a reviewed finding about? Every field that the finding names must fit.
-- Grain: one row for an observation. A finding that names neither unit nor source is about no statement.
select observation_id
from observation
where ($unit_id is not null or $source_id is not null)
  and ($unit_id is null or unit_id = $unit_id)
  and ($scope is null or scope = $scope)
  and (len($codes::varchar[]) = 0 or list_contains($codes::varchar[], indicator_code))
  and ($period_end is null or period_end = $period_end::date)
  and ($source_id is null or source_id = $source_id)
order by observation_id;
