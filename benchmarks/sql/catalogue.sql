-- What the generated statements refer to, beside the shipped units, indicators and methods: a family of generated
-- indicators and the sources that state them. Parameters: indicators (how many).
insert into family
select 'GENERATED', 900, 'Số sinh ra để đo tốc độ', 'Numbers made up for benchmarks', 'Số sinh ra', 'Made up', null, null,
    'Số sinh ra để đo tốc độ, không phải số công bố.', 'Numbers made up for benchmarks, published by nobody.', 'gen_001';

insert into indicator
select
    'gen_' || lpad(n::varchar, 3, '0'), 'GENERATED', null, n::integer,
    'Chỉ số sinh ra ' || n, 'Made-up indicator ' || n, 'Sinh ra ' || n, 'Made up ' || n,
    'points', 0, 100, 2, 'higher', 'composite_index',
    'Số sinh ra để đo tốc độ, không phải số công bố.', 'A number made up for benchmarks, published by nobody.'
from range(1, $indicators + 1) as numbered (n);

insert into source
select
    'generated-' || year || '-' || lpad(n::varchar, 2, '0'), 'benchmarks', 'Số sinh ra ' || year || ', phần ' || n, null,
    (year + 1) || '-04-10', null, 'dataset', 'official', null, 'Số sinh ra để đo tốc độ, không phải số công bố.'
from range(2012, 2026) as years (year), range(100) as parts (n)
union all
select
    'generated-again', 'benchmarks', 'Số sinh ra, nêu lại', null, '2026', null, 'report', 'secondary', null,
    'Số sinh ra để đo tốc độ, không phải số công bố.';
