-- Question: what does one figure say, and why this value and rank? Grain: one row.
-- Parameters: figure_id
select figure.*, unit.name_vi, unit.name_en, unit.kind, unit.parent_id, unit.valid_from, unit.valid_to
from figure
join unit using (unit_id)
where figure.figure_id = $figure_id;
