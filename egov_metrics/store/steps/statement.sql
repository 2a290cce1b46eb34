-- Statements from the loaded rows (registered as input_row: texts, with _order 0 for the reviewed data and then 1, 2 ...
-- for the batches as they were accepted).
--
-- A row said again word for word is one statement: that of the last batch which shows a document for it, else of the
-- last. It is as new as its last telling.
-- A row of a later batch that states the value (or a kind of nothing) or the rank of the same unit, scope, indicator,
-- period, statistic and source supersedes that part of the earlier ones; a plan does not supersede a result.
create or replace temp table statement as
with named as (
    -- The id is made from the row's content, so the same row has the same id in every edition.
    select
        *,
        left(md5(concat_ws('|',
            coalesce(unit_id, ''), coalesce(scope, ''), coalesce(indicator_code, ''), coalesce(period_start, ''),
            coalesce(period_end, ''), coalesce(period_basis, ''), coalesce(statistic, ''), coalesce(members, ''),
            coalesce(value, ''), coalesce(nothing, ''), coalesce(rank, ''), coalesce(rank_of, ''),
            coalesce(denominator, ''), coalesce(qualifier, ''), coalesce(value_basis, ''), coalesce(rank_basis, ''),
            coalesce(method_id, ''), coalesce(source_id, ''), coalesce(passage, ''), coalesce(status, ''),
            coalesce(note, ''))), 16) as observation_id
    from input_row
),
told as (
    select
        *,
        max(_order) over (partition by observation_id) as last_told,
        row_number() over (
            partition by observation_id order by (document is null), _order desc, _file, _line) as place
    from named
),
part as (
    select
        * exclude (place),
        value is not null or nothing is not null as has_value,
        rank is not null as has_rank
    from told
    where place = 1
),
followed as (
    select
        *,
        max(last_told) filter (where has_value and status = 'current') over same as value_told,
        max(last_told) filter (where has_rank and status = 'current') over same as rank_told
    from part
    window same as (
        partition by unit_id, scope, indicator_code, period_start, period_end, statistic, source_id,
            qualifier = 'target')
),
judged as (
    select
        *,
        has_value and last_told < value_told as value_is_old,
        has_rank and last_told < rank_told as rank_is_old
    from followed
)
select
    * replace (
        case
            when status = 'superseded' then 'superseded'
            when has_value = value_is_old and has_rank = rank_is_old and (value_is_old or rank_is_old) then 'superseded'
            when value_is_old then 'value_superseded'
            when rank_is_old then 'rank_superseded'
            else status
        end as status)
from judged;

-- The same as numbers and dates, as steps/observation.sql takes them.
create or replace temp view input_observation as
select
    observation_id, unit_id, scope, indicator_code,
    left(period_end, 4)::integer as year,
    period_start::date as period_start, period_end::date as period_end, period_basis,
    statistic, members::integer as members,
    value::double as value, value as value_text, length(split_part(value, '.', 2))::integer as decimals,
    nothing, rank::integer as rank, rank_of::integer as rank_of, denominator::double as denominator,
    qualifier, value_basis, rank_basis, method_id, source_id, passage, status, note,
    document, quote_start::integer as quote_start, quote_end::integer as quote_end, quote, batch_id
from statement;
