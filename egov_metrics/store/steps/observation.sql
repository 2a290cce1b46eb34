-- Observations from the statements (input_observation, made by steps/statement.sql). The method version is the one the row
-- names, else the version of its family whose years hold the measured year; criteria sets (by_year = false) must be named
-- by the row.
insert into observation by name
select
    input.* exclude (method_id),
    coalesce(input.method_id, version.method_id) as method_id
from input_observation as input
left join indicator using (indicator_code)
left join method_version as version
    on version.family = indicator.family
    and version.by_year
    and input.year is not null
    and input.year >= coalesce(version.year_from, input.year)
    and input.year <= coalesce(version.year_to, input.year)
order by input.source_id, input.observation_id;  -- a source's statements lie together
