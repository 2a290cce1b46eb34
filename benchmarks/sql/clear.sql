-- What only the making needed.
drop view input_observation;
drop table stated;
drop table valued;
drop table asked_indicator;
