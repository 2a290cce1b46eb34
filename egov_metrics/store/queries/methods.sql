-- Question: which method versions are there? Grain: one row for a version, in order of time within its family.
select * from method_version order by family, year_from nulls first, method_id;
