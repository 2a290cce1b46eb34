-- Question: how do provinces stand on the headline indices in the newest years? Grain: one row for an indicator and
-- unit in the newest year of that indicator that has figures of provinces.
-- Parameters: indicators (list of codes)
with newest as (
    select indicator_code, max(year) as year from coverage
    where level = 'province' and indicator_code in (select unnest($indicators::varchar[]))
    group by indicator_code
)
select figure.indicator_code, figure.year, figure.unit_id, figure.figure_id, figure.value, figure.decimals,
    figure.value_basis, figure.rank, figure.rank_of, figure.rank_basis, figure.period_end, unit.name_vi, unit.name_en
from figure
join newest using (indicator_code, year)
join unit using (unit_id)
where figure.level = 'province' and figure.scope = 'self' and figure.statistic = 'own'
  and not figure.is_target and figure.is_latest_in_year
order by figure.indicator_code, figure.rank nulls last, figure.period_end desc, figure.value desc, figure.unit_id;
