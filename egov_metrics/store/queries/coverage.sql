-- Question: how many units have a figure? Grain: one row for an indicator, level and year.
select coverage.*, indicator.family
from coverage
join indicator using (indicator_code)
order by coverage.indicator_code, coverage.level, coverage.year;
