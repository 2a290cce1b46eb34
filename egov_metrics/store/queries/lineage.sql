-- Question: what did a unit come from and what became of it? Grain: one row for a neighbour in time, with what it lies
-- in and, of a successor, how many units it was formed of (1 and whole: the territory did not change).
-- Parameters: unit_id
select 'successor' as relation, succession.successor_id as unit_id, succession.extent, succession.effective,
    succession.basis, unit.name_vi, unit.name_en, unit.kind, unit.level,
    unit.parent_id, parent.name_vi as parent_name_vi, parent.name_en as parent_name_en,
    (select count(*) from unit_succession as other where other.successor_id = succession.successor_id) as predecessors
from unit_succession as succession
join unit on unit.unit_id = succession.successor_id
left join unit as parent on parent.unit_id = unit.parent_id
where succession.predecessor_id = $unit_id
union all
select 'predecessor', succession.predecessor_id, succession.extent, succession.effective,
    succession.basis, unit.name_vi, unit.name_en, unit.kind, unit.level,
    unit.parent_id, parent.name_vi, parent.name_en, null
from unit_succession as succession
join unit on unit.unit_id = succession.predecessor_id
left join unit as parent on parent.unit_id = unit.parent_id
where succession.successor_id = $unit_id
order by relation, unit_id;
