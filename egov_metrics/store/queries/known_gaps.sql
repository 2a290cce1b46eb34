-- Question: which years lack figures for a known reason? Grain: one row for a family and year.
select * from known_gap order by family, year;
