-- The content of each statement as a mark, for the content hash: who brought it is left out.
-- Grain: one row for an observation.
select md5(content::varchar) as mark
from (select * exclude (batch_id) from observation) as content
order by mark;
