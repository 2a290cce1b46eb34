-- Question: which indicators have figures of units of a level, of how many units at most in one year, and of which
-- years? Grain: one row for an indicator.
-- Parameters: level
select indicator_code, max(units)::integer as units, min(year) as first_year, max(year) as last_year
from coverage
where level = $level
group by indicator_code
order by indicator_code;
