-- Made-up statements, in the form in which the build takes loaded rows (temp view input_observation).
-- Units that ended with June 2025 have the years 2012 to 2024, those that began then have 2025. Provinces have every
-- indicator (or the headline ones only), districts and communes the generated ones and the PAR INDEX.
-- A value keeps near its unit's level, rises a little every year, and lies within the indicator's scale.
-- One figure in 5,000 is stated again, differently, by a secondary source.
-- Parameters: per_thousand (how many of 1,000 communes take part), all_indicators (of provinces; else headline only)
create or replace temp table asked_indicator as
select
    indicator.indicator_code, indicator.decimals,
    coalesce(indicator.scale_min, 0) as low,
    coalesce(indicator.scale_max, 10000) as high,
    indicator.direction = 'lower' as lower_is_better,
    indicator.family = 'GENERATED' or indicator.indicator_code = 'par_index_score' as below_provinces,
    $all_indicators or indicator.family = 'GENERATED' or family.headline_code = indicator.indicator_code as of_provinces
from indicator
join family using (family);

create or replace temp table valued as
select
    unit.unit_id, unit.level, unit.region_id, asked.indicator_code, asked.decimals, asked.lower_is_better,
    years.year::integer as year,
    round(asked.low + (asked.high - asked.low) * (
        0.28
        + 0.45 * (hash(unit.unit_id, asked.indicator_code) % 1000003) / 1000003
        + 0.012 * (years.year - 2012)
        + 0.08 * (hash(unit.unit_id, asked.indicator_code, years.year) % 1000003) / 1000003
    ), asked.decimals) as value
from unit
join range(2012, 2026) as years (year) on (years.year = 2025) = (unit.valid_to is null)
join asked_indicator as asked
    on case unit.level when 'province' then asked.of_provinces else asked.below_provinces end
where unit.level in ('province', 'district')
   or (unit.level = 'commune' and hash(unit.unit_id) % 1000 < $per_thousand);

create or replace temp table stated as
select
    unit_id, indicator_code, year, 'own' as statistic, null::integer as members, value, decimals,
    case when lower_is_better
        then rank() over (partition by indicator_code, level, year order by value)
        else rank() over (partition by indicator_code, level, year order by value desc)
    end::integer as rank,
    (count(*) over (partition by indicator_code, level, year))::integer as rank_of,
    'published' as basis,
    'generated-' || year || '-' || lpad((hash(indicator_code) % 100)::varchar, 2, '0') as source_id
from valued
union all
-- What the country and its regions have: the mean of their provinces.
select
    wide.unit_id, indicator_code, year, 'mean', count(*)::integer, round(avg(value), 2), 2, null, null, 'derived',
    'generated-' || year || '-' || lpad((hash(indicator_code) % 100)::varchar, 2, '0')
from (select *, unnest([region_id, 'VN']) as wide_id from valued where level = 'province') as member
join unit as wide on wide.unit_id = member.wide_id
group by wide.unit_id, indicator_code, year
union all
select
    unit_id, indicator_code, year, 'own', null, value + power(10, -decimals), decimals, null, null, 'published',
    'generated-again'
from valued
where hash(unit_id, indicator_code, year, 'again') % 5000 = 0;

create or replace temp view input_observation as
select
    left(md5(concat_ws('|', unit_id, indicator_code, year, statistic, source_id)), 16) as observation_id,
    unit_id, 'self' as scope, indicator_code, year,
    make_date(year, 1, 1) as period_start, make_date(year, 12, 31) as period_end, 'stated' as period_basis,
    statistic, members, value, format('{:.' || decimals || 'f}', value) as value_text, decimals,
    null::varchar as nothing, rank, rank_of, null::double as denominator, 'exact' as qualifier,
    basis as value_basis, case when rank is not null then basis end as rank_basis,
    null::varchar as method_id, source_id, null::varchar as passage, 'current' as status, null::varchar as note
from stated;
