-- Question: what does a criteria set assess? Grain: one row for a part, group or criterion of a set, on one tier.
select * from criteria_group order by set_id, tier, sort_order;
