-- Question: which province became which? Grain: one row for a predecessor and successor, with how many
-- predecessors the successor has (1 and whole: the territory did not change).
select
    succession.predecessor_id, succession.successor_id, succession.extent, succession.effective,
    count(*) over (partition by succession.successor_id) as predecessors,
    successor.region_id as successor_region_id
from unit_succession as succession
join unit as predecessor on predecessor.unit_id = succession.predecessor_id
join unit as successor on successor.unit_id = succession.successor_id
where predecessor.level = 'province' and successor.level = 'province'
order by succession.predecessor_id, succession.successor_id;
