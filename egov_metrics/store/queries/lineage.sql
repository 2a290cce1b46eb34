-- Question: what did a unit come from and what became of it? Grain: one row for a neighbour in time.
-- Parameters: unit_id
select 'successor' as relation, succession.successor_id as unit_id, succession.extent, succession.effective,
    succession.basis, unit.name_vi, unit.name_en, unit.kind, unit.level
from unit_succession as succession
join unit on unit.unit_id = succession.successor_id
where succession.predecessor_id = $unit_id
union all
select 'predecessor', succession.predecessor_id, succession.extent, succession.effective,
    succession.basis, unit.name_vi, unit.name_en, unit.kind, unit.level
from unit_succession as succession
join unit on unit.unit_id = succession.predecessor_id
where succession.successor_id = $unit_id
order by relation, unit_id;
