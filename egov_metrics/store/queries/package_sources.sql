-- Question: which sources does an edition have, for the list in a package of open data?
-- Grain: one source, in the order of their keys.
select source_id, producer, title, url, published from source order by source_id;
