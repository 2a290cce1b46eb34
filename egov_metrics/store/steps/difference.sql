-- What differs between two editions, registered as before_figure, after_figure, before_finding and after_finding. The
-- tables lie in the order in which they are shown.
--
-- Figures are the same figure when unit, scope, indicator, statistic, members, period and method are. One that is gone
-- and one that has come with only members or method between them are taken for the same too, if there is one of each.
create or replace temp table pair as
with gone as (
    select * from before_figure where figure_id not in (select figure_id from after_figure)
),
come as (
    select * from after_figure where figure_id not in (select figure_id from before_figure)
),
lone_gone as (
    select unit_id, scope, indicator_code, statistic, period_start, period_end, is_target, min(figure_id) as figure_id
    from gone group by all having count(*) = 1
),
lone_come as (
    select unit_id, scope, indicator_code, statistic, period_start, period_end, is_target, min(figure_id) as figure_id
    from come group by all having count(*) = 1
)
select figure_id as before_id, figure_id as after_id
from before_figure join after_figure using (figure_id)
union all
select lone_gone.figure_id, lone_come.figure_id
from lone_gone
join lone_come
    on lone_come.unit_id = lone_gone.unit_id and lone_come.scope = lone_gone.scope
    and lone_come.indicator_code = lone_gone.indicator_code and lone_come.statistic = lone_gone.statistic
    and lone_come.is_target = lone_gone.is_target
    and lone_come.period_start is not distinct from lone_gone.period_start
    and lone_come.period_end is not distinct from lone_gone.period_end;

create or replace temp table new_figure as
select * from after_figure where figure_id not in (select after_id from pair)
order by indicator_code, year desc nulls last, unit_id, scope, period_end desc, figure_id;

create or replace temp table withdrawn_figure as
select * from before_figure where figure_id not in (select before_id from pair)
order by indicator_code, year desc nulls last, unit_id, scope, period_end desc, figure_id;

create or replace temp table changed_figure as
select
    new.* exclude (value, decimals, qualifier, value_basis, value_source_id, rank, rank_of, rank_basis, rank_source_id,
        nothing),
    old.value as old_value, new.value as new_value,
    old.decimals as old_decimals, new.decimals as new_decimals,
    old.qualifier as old_qualifier, new.qualifier as new_qualifier,
    old.value_basis as old_value_basis, new.value_basis as new_value_basis,
    old.value_source_id as old_value_source_id, new.value_source_id as new_value_source_id,
    old.rank as old_rank, new.rank as new_rank,
    old.rank_of as old_rank_of, new.rank_of as new_rank_of,
    old.rank_basis as old_rank_basis, new.rank_basis as new_rank_basis,
    old.rank_source_id as old_rank_source_id, new.rank_source_id as new_rank_source_id,
    old.nothing as old_nothing, new.nothing as new_nothing,
    concat_ws(' ',
        case when old.value is distinct from new.value or old.nothing is distinct from new.nothing
            or (new.value is not null and (old.qualifier <> new.qualifier or old.decimals is distinct from new.decimals))
            then 'value' end,
        case when old.rank is distinct from new.rank or old.rank_of is distinct from new.rank_of then 'rank' end,
        case when old.value_basis is distinct from new.value_basis or old.rank_basis is distinct from new.rank_basis
            then 'basis' end,
        case when old.value_source_id is distinct from new.value_source_id
            or old.rank_source_id is distinct from new.rank_source_id then 'source' end,
        case when old.members is distinct from new.members or old.method_id is distinct from new.method_id
            then 'terms' end) as what
from pair
join before_figure as old on old.figure_id = pair.before_id
join after_figure as new on new.figure_id = pair.after_id
where what <> ''
order by new.indicator_code, new.year desc nulls last, new.unit_id, new.scope, new.period_end desc, new.figure_id;

create or replace temp table new_finding as
select * from after_finding where finding_id not in (select finding_id from before_finding)
order by list_position(['error', 'warning', 'info'], severity), kind, finding_id;

create or replace temp table vanished_finding as
select * from before_finding where finding_id not in (select finding_id from after_finding)
order by list_position(['error', 'warning', 'info'], severity), kind, finding_id;
