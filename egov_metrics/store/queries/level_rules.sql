-- Question: what does a unit need for a level? Grain: one row for a level of a part of a set, on one tier, best first.
select * from level_rule order by set_id, tier, part, sort_order;
