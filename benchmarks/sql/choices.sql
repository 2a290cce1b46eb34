-- What a reader of this store could choose. Grain: one row.
select
    -- indicators that provinces have, the fullest first
    (select list(indicator_code order by n desc, indicator_code) from (
        select indicator_code, sum(with_value) as n from coverage
        where level = 'province' and with_value > 0 group by indicator_code)) as indicators,
    (select list(unit_id order by unit_id) from unit_use join unit using (unit_id)
        where level = 'province' and unit_id like 'P63-%') as provinces,
    -- districts and communes with figures, spread over the country
    (select list(unit_id order by md5(unit_id)) from unit_use join unit using (unit_id)
        where level = 'district') as districts,
    (select list(unit_id order by md5(unit_id)) from unit_use join unit using (unit_id)
        where level = 'commune') as communes,
    -- an indicator of each lower level and the provinces whose units have it
    (select first(indicator_code order by units desc, indicator_code) from coverage
        where level = 'district') as of_districts,
    (select first(indicator_code order by units desc, indicator_code) from coverage
        where level = 'commune') as of_communes,
    (select list(source_id order by md5(source_id)) from (select distinct source_id from source_use)) as sources,
    (select list(figure_id order by figure_id) from (
        select figure_id from figure where level = 'province' and value is not null
        order by md5(figure_id) limit 60)) as figures;
