-- The store of one edition. Plain SQL, valid on DuckDB 1.5 and 2.0.
-- Grain and words: docs/developers/architecture.md. Every table and column carries a comment (below, in comments.sql).

create table store_info (
    key   varchar primary key,
    value varchar not null
);

create table unit (
    unit_id    varchar primary key,
    level      varchar not null check (level in ('country', 'region', 'province', 'district', 'commune', 'department')),
    code       varchar,
    name_vi    varchar not null,
    name_en    varchar not null,
    kind       varchar not null,
    parent_id  varchar references unit (unit_id),
    region_id  varchar references unit (unit_id),
    valid_from date,
    valid_to   date,
    note       varchar,
    check (valid_from is null or valid_to is null or valid_from <= valid_to),
    check (level = 'country' or parent_id is not null)
);

create table unit_alias (
    unit_id varchar not null references unit (unit_id),
    alias   varchar not null,
    kind    varchar not null check (kind in ('old_name', 'spelling', 'short', 'english')),
    primary key (unit_id, alias)
);

create table unit_succession (
    predecessor_id varchar not null references unit (unit_id),
    successor_id   varchar not null references unit (unit_id),
    extent         varchar not null check (extent in ('whole', 'part')),
    effective      date not null,
    basis          varchar,
    note           varchar,
    primary key (predecessor_id, successor_id)
);

create table family (
    family         varchar primary key,
    sort_order     integer not null,
    name_vi        varchar not null,
    name_en        varchar not null,
    short_vi       varchar not null,
    short_en       varchar not null,
    producer_vi    varchar,
    producer_en    varchar,
    description_vi varchar not null,
    description_en varchar not null,
    headline_code  varchar
);

create table indicator (
    indicator_code varchar primary key,
    family         varchar not null references family (family),
    parent_code    varchar references indicator (indicator_code),
    sort_order     integer not null,
    name_vi        varchar not null,
    name_en        varchar not null,
    short_vi       varchar not null,
    short_en       varchar not null,
    unit           varchar not null,
    scale_min      double,
    scale_max      double,
    decimals       integer not null check (decimals between 0 and 6),
    direction      varchar not null check (direction in ('higher', 'lower', 'neutral')),
    topic          varchar not null,
    definition_vi  varchar not null,
    definition_en  varchar not null,
    check (scale_min is null or scale_max is null or scale_min < scale_max)
);

create table indicator_alias (
    alias          varchar primary key,
    indicator_code varchar not null references indicator (indicator_code),
    role           varchar not null check (role in ('value', 'rank', 'family'))
);

create table method_version (
    method_id                varchar primary key,
    family                   varchar not null references family (family),
    year_from                integer,
    year_to                  integer,
    decision                 varchar,
    decision_date            date,
    name_vi                  varchar not null,
    name_en                  varchar not null,
    changes_vi               varchar not null,
    changes_en               varchar not null,
    comparable_with_previous varchar not null check (comparable_with_previous in ('yes', 'no', 'first', 'not_stated')),
    comparable_within        varchar not null check (comparable_within in ('yes', 'no', 'not_stated')),
    reason_vi                varchar not null,
    reason_en                varchar not null,
    start_basis              varchar not null check (start_basis in ('stated', 'inferred', 'not_stated')),
    scale_max                double,
    by_year                  boolean not null,
    source_url               varchar,
    check (year_from is null or year_to is null or year_from <= year_to)
);

create table known_gap (
    family    varchar not null references family (family),
    year      integer not null,
    nothing   varchar not null check (nothing in ('not_ranked', 'not_applicable', 'not_submitted', 'not_published')),
    extent    varchar not null check (extent in ('all', 'some')),
    reason_vi varchar not null,
    reason_en varchar not null,
    primary key (family, year)
);

create table criteria_set (
    set_id        varchar not null,
    tier          varchar not null check (tier in ('department', 'district', 'commune', 'province', 'ministry')),
    family        varchar not null references family (family),
    method_id     varchar references method_version (method_id),
    unit_id       varchar references unit (unit_id),
    year_from     integer,
    year_to       integer,
    decision      varchar,
    decision_date date,
    name_vi       varchar not null,
    name_en       varchar not null,
    max_points    double check (max_points > 0),
    groups        integer check (groups > 0),
    criteria      integer check (criteria > 0),
    sub_criteria  integer check (sub_criteria > 0),
    survey_points double check (survey_points > 0),
    basis         varchar not null check (basis in ('stated', 'inferred', 'not_found')),
    note_vi       varchar,
    note_en       varchar,
    source_url    varchar,
    primary key (set_id, tier),
    check (year_from is null or year_to is null or year_from <= year_to)
);

create table criteria_group (
    set_id      varchar not null,
    tier        varchar not null,
    group_code  varchar not null,
    parent_code varchar,
    sort_order  integer not null,
    part        varchar check (part in ('readiness', 'result', 'local')),
    name_vi     varchar not null,
    name_en     varchar not null,
    max_points  double check (max_points >= 0),
    basis       varchar not null check (basis in ('stated', 'inferred', 'not_found')),
    note_vi     varchar,
    note_en     varchar,
    source_url  varchar,
    primary key (set_id, tier, group_code),
    foreign key (set_id, tier) references criteria_set (set_id, tier)
);

create table level_rule (
    set_id      varchar not null,
    tier        varchar not null,
    part        varchar not null check (part in ('total', 'readiness', 'result')),
    level       varchar not null,
    sort_order  integer not null,
    min_points  double,
    min_percent double,
    cut_above   double,
    cut_to      double,
    basis       varchar not null check (basis in ('stated', 'inferred', 'not_found')),
    note_vi     varchar,
    note_en     varchar,
    source_url  varchar,
    primary key (set_id, tier, part, level),
    foreign key (set_id, tier) references criteria_set (set_id, tier),
    check (cut_above is null or cut_to is null or cut_above < cut_to)
);

create table source (
    source_id varchar primary key,
    producer  varchar not null,
    title     varchar not null,
    url       varchar,
    published varchar check (published is null or regexp_full_match(published, '[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?')),
    accessed  date,
    kind      varchar not null check (kind in ('article', 'portal', 'decision', 'report', 'dataset')),
    grade     varchar not null check (grade in ('official', 'press', 'secondary')),
    checksum  varchar,
    note      varchar
);

-- What was imported or reviewed, as far as this edition counts it. No part of the content hash.
create table batch (
    batch_id varchar primary key,
    kind     varchar not null check (kind in ('import', 'review')),
    made_at  timestamp not null,
    made_by  varchar not null,
    note     varchar,
    rows     integer not null check (rows >= 1)
);

create table observation (
    observation_id varchar primary key,
    unit_id        varchar not null references unit (unit_id),
    scope          varchar not null check (scope in ('self', 'departments', 'districts', 'communes')),
    indicator_code varchar not null references indicator (indicator_code),
    year           integer check (year between 1990 and 2100),
    period_start   date,
    period_end     date,
    period_basis   varchar not null check (period_basis in ('stated', 'inferred', 'document_date', 'not_stated')),
    statistic      varchar not null check (statistic in ('own', 'mean', 'median')),
    members        integer check (members > 0),
    value          double,
    value_text     varchar,
    decimals       integer,
    nothing        varchar check (nothing in ('not_ranked', 'not_applicable', 'not_submitted', 'not_published')),
    rank           integer check (rank >= 1),
    rank_of        integer check (rank_of >= 1),
    denominator    double,
    qualifier      varchar not null check (qualifier in ('exact', 'approx', 'at_least', 'more_than', 'less_than', 'target')),
    value_basis    varchar check (value_basis in ('published', 'derived', 'list_order', 'doubtful', 'recomputed')),
    rank_basis     varchar check (rank_basis in ('published', 'derived', 'list_order', 'doubtful', 'recomputed')),
    method_id      varchar references method_version (method_id),
    source_id      varchar not null references source (source_id),
    passage        varchar,
    status         varchar not null check (status in ('current', 'value_superseded', 'rank_superseded', 'superseded')),
    note           varchar,
    document       varchar,
    quote_start    integer check (quote_start >= 0),
    quote_end      integer,
    quote          varchar,
    batch_id       varchar references batch (batch_id),
    check (value is not null or rank is not null or nothing is not null),
    check (value is null or nothing is null),
    check ((value is null) = (value_basis is null)),
    check ((rank is null) = (rank_basis is null)),
    check (period_start is null or period_end is null or period_start <= period_end),
    check ((quote_start is null) = (quote_end is null)),
    check (quote_start is null or quote_end is null or quote_start < quote_end)
);

-- What readers see: one row for a unit, scope, indicator, statistic and period. Value and rank are chosen
-- separately among the observations that state them; the reasons are kept beside them.
create table figure (
    figure_id            varchar primary key,
    indicator_code       varchar not null references indicator (indicator_code),
    level                varchar not null,
    year                 integer,
    unit_id              varchar not null references unit (unit_id),
    scope                varchar not null,
    period_start         date,
    period_end           date,
    period_basis         varchar not null,
    statistic            varchar not null,
    members              integer,
    is_target            boolean not null,
    is_latest_in_year    boolean not null,
    value                double,
    decimals             integer,
    qualifier            varchar not null,
    value_basis          varchar,
    value_observation_id varchar references observation (observation_id),
    value_source_id      varchar references source (source_id),
    value_reason         varchar check (value_reason in ('only', 'agreed', 'basis', 'grade', 'decimals', 'most_stated', 'earlier', 'order')),
    distinct_values      integer not null,
    rank                 integer,
    rank_of              integer,
    rank_basis           varchar,
    rank_observation_id  varchar references observation (observation_id),
    rank_source_id       varchar references source (source_id),
    rank_reason          varchar check (rank_reason in ('only', 'agreed', 'basis', 'grade', 'decimals', 'most_stated', 'earlier', 'order')),
    distinct_ranks       integer not null,
    nothing              varchar,
    denominator          double,
    method_id            varchar references method_version (method_id),
    observations         integer not null check (observations >= 1)
);

create table figure_observation (
    figure_id      varchar not null references figure (figure_id),
    observation_id varchar primary key references observation (observation_id)
);

create table finding (
    finding_id     varchar primary key,
    kind           varchar not null,
    severity       varchar not null check (severity in ('error', 'warning', 'info')),
    state          varchar not null check (state in ('open', 'explained', 'accepted')),
    origin         varchar not null check (origin in ('check', 'reviewed')),
    unit_id        varchar references unit (unit_id),
    scope          varchar,
    indicator_code varchar references indicator (indicator_code),
    year           integer,
    source_id      varchar references source (source_id),
    message_vi     varchar not null,
    message_en     varchar not null
);

create table finding_observation (
    finding_id     varchar not null references finding (finding_id),
    observation_id varchar not null references observation (observation_id),
    primary key (finding_id, observation_id)
);

-- How many units have a figure: read by the coverage matrix without touching the figures.
create table coverage (
    indicator_code varchar not null references indicator (indicator_code),
    level          varchar not null,
    year           integer not null,
    units          integer not null,
    with_value     integer not null,
    with_rank      integer not null,
    published      integer not null,
    primary key (indicator_code, level, year)
);

-- Which units have figures: read by the unit picker without touching the figures.
create table unit_use (
    unit_id    varchar primary key references unit (unit_id),
    figures    integer not null,
    first_year integer,
    last_year  integer
);

-- What each source gave: read by the list of sources without touching the statements.
create table source_use (
    source_id      varchar not null references source (source_id),
    indicator_code varchar not null references indicator (indicator_code),
    year           integer,
    statements     integer not null,
    units          integer not null,
    preferred      integer not null
);
