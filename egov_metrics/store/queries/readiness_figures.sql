-- Question: what is known of the e-government levels of the agencies of some provinces? Grain: one row for a figure of
-- the province's tiers, its departments, districts or communes; of one method in one year the one of the latest date.
-- Parameters: provinces (list)
with asked as (
    select unnest($provinces::varchar[]) as province_id
),
members as materialized (
    select
        unit.unit_id, unit.parent_id, unit.name_vi, unit.name_en, unit.kind,
        case
            when unit.unit_id in (select province_id from asked) then unit.unit_id
            when unit.parent_id in (select province_id from asked) then unit.parent_id
            else parent.parent_id
        end as province_id
    from unit
    left join unit as parent on parent.unit_id = unit.parent_id
    where unit.unit_id in (select province_id from asked)
       or unit.parent_id in (select province_id from asked)
       or parent.parent_id in (select province_id from asked)
)
select
    figure.*,
    figure.distinct_values > 1 or figure.distinct_ranks > 1 as conflict,
    members.parent_id, members.province_id, members.name_vi, members.name_en, members.kind,
    coalesce(figure.value_source_id, figure.rank_source_id) as source_id,
    coalesce(value_source.title, rank_source.title) as source_title,
    coalesce(value_source.producer, rank_source.producer) as source_producer,
    coalesce(value_source.url, rank_source.url) as source_url,
    coalesce(value_source.published, rank_source.published) as published,
    rank_source.title as rank_source_title, rank_source.producer as rank_source_producer,
    rank_source.url as rank_source_url, rank_source.published as rank_published
from figure
join members using (unit_id)
left join source as value_source on value_source.source_id = figure.value_source_id
left join source as rank_source on rank_source.source_id = figure.rank_source_id
where figure.indicator_code in (select indicator_code from indicator where family = 'EGOV_LEVEL')
  and not figure.is_target and figure.statistic = 'own'
qualify row_number() over (
    partition by figure.unit_id, figure.scope, figure.indicator_code, figure.year, figure.method_id
    order by figure.period_end desc nulls last, figure.figure_id) = 1
order by members.province_id, figure.year, figure.method_id, figure.indicator_code, figure.scope, figure.unit_id;
