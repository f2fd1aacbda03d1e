-- SPDX-License-Identifier: Apache-2.0
-- The read tables: a fold of the topic agentlens.events.v1, disposable and rebuilt from it.
-- Written by the projector alone; read by query-api. Times are UTC with microseconds.
-- Names are unqualified: the connection's search path decides the schema.

-- One row for each distinct event. Identity is (session_id, event_id); the first in the log counts.
create table events (
    occurred_at    timestamptz not null,
    log_offset     bigint      not null,
    log_partition  integer     not null,
    -- Digest of the event as its client sent it: tells a duplicate from a conflict.
    content_digest bigint      not null,
    tokens_in      bigint      not null,
    tokens_out     bigint      not null,
    session_id     text collate "C" not null,
    event_id       text collate "C" not null,
    event_type     text        not null,
    model          text,
    -- Milliseconds, with the fraction that was sent.
    duration_ms    numeric,
    -- JSON values exactly as they were sent; null where the event has none. Of type text, because
    -- jsonb refuses \u0000 and lone surrogates, reorders keys and rewrites numbers.
    input_data     text,
    output_data    text,
    tool_call      text,
    decision_trace text,
    -- A JSON object of every other field, in the order sent; null where there is none.
    extra          text,
    primary key (session_id, event_id)
);

-- A session's trace in reading order. session_start and session_end are no ordinary events.
create index events_trace on events (session_id, occurred_at, log_offset)
    where event_type not in ('session_start', 'session_end');

-- One row for each session: what readers see, and what the fold needs to decide again when a late event comes.
create table sessions (
    started_at       timestamptz not null,
    ended_at         timestamptz,
    -- Ordinary events, and those among them of type error, agent_error, tool_error.
    event_count      bigint      not null,
    error_count      bigint      not null,
    -- Events of every type, also a session_start or session_end that does not decide: grows with each change of the
    -- state, and depends on the log alone.
    distinct_events  bigint      not null,
    -- What readers see: the declared total where the deciding session_end declares one above 0, else the sum.
    total_tokens_in  numeric     not null,
    total_tokens_out numeric     not null,
    session_id       text collate "C" primary key,
    agent_name       text        not null,
    -- active, completed, error or timeout
    status           text        not null,
    -- JSON of the deciding session_start, exactly as sent; {} without one. (Written as null by an upsert that leaves
    -- it as it is, therefore nullable; no row keeps a null.)
    metadata         text,
    -- Counts the changes of this row, from 1.
    version          bigint      not null,
    -- Whole microseconds from started_at to ended_at, never negative; null while active.
    -- (greatest ignores nulls, therefore the case.)
    duration_us      bigint generated always as (
        case when ended_at is not null
            then greatest(0, (extract(epoch from (ended_at - started_at)) * 1000000)::bigint)
        end) stored,

    -- The fold's memory. Earliest event of any type (ties: event_id) ...
    first_at             timestamptz not null,
    first_event_id       text collate "C" not null,
    first_agent_name     text,
    -- ... the deciding session_start: the earliest ...
    start_at             timestamptz,
    start_event_id       text collate "C",
    start_agent_name     text,
    -- ... the deciding session_end: the latest, with the totals it declares (0: none) ...
    end_at               timestamptz,
    end_event_id         text collate "C",
    end_status           text,
    declared_tokens_in   bigint  not null default 0,
    declared_tokens_out  bigint  not null default 0,
    -- ... and the sums over ordinary events.
    summed_tokens_in     numeric not null,
    summed_tokens_out    numeric not null
) with (fillfactor = 80);

create index sessions_newest on sessions (started_at desc, session_id);
create index sessions_newest_by_status on sessions (status, started_at desc, session_id);
create index sessions_by_duration on sessions (duration_us) where duration_us is not null;

-- Rollups. Counters are sharded by log partition, so that two projectors never wait for the same row;
-- readers sum the shards. A row may stand at zero when its last session moved to another key.
create table session_rollup (
    log_partition    integer not null,
    status           text    not null,
    sessions         bigint  not null,
    events           bigint  not null,
    tokens_in        numeric not null,
    tokens_out       numeric not null,
    -- Over sessions that have ended.
    ended_sessions   bigint  not null,
    duration_us      numeric not null,
    primary key (log_partition, status)
) with (fillfactor = 50);

create table agent_rollup (
    log_partition integer not null,
    agent_name    text collate "C" not null,
    sessions      bigint  not null,
    tokens        numeric not null,
    primary key (log_partition, agent_name)
) with (fillfactor = 50);

-- By the UTC day of started_at.
create table day_rollup (
    log_partition integer not null,
    day           date    not null,
    sessions      bigint  not null,
    tokens        numeric not null,
    primary key (log_partition, day)
) with (fillfactor = 50);

-- Ordinary events that name a model.
create table model_rollup (
    log_partition integer not null,
    model         text collate "C" not null,
    calls         bigint  not null,
    tokens_in     numeric not null,
    tokens_out    numeric not null,
    -- Those of the calls that have a duration, and the sum of theirs in milliseconds.
    timed_calls   bigint  not null,
    duration_ms   numeric not null,
    primary key (log_partition, model)
) with (fillfactor = 50);

create table event_type_rollup (
    log_partition integer not null,
    event_type    text collate "C" not null,
    events        bigint  not null,
    primary key (log_partition, event_type)
) with (fillfactor = 50);

-- Ordinary events by UTC hour of day, 0 to 23.
create table hour_rollup (
    log_partition integer  not null,
    hour          smallint not null,
    events        bigint   not null,
    primary key (log_partition, hour)
) with (fillfactor = 50);

-- Sessions that are erased for good, and the record of the log that says so. None of their events is in the tables.
create table erased_sessions (
    session_id    text collate "C" primary key,
    log_partition integer     not null,
    log_offset    bigint      not null,
    erased_at     timestamptz not null default now()
);

-- Sessions that were older than AGENTLENS_RETENTION_DAYS. Their events before that offset are not in the tables; those
-- after it are as if the session had begun with them.
create table expired_sessions (
    session_id    text collate "C" not null,
    log_partition integer     not null,
    before_offset bigint      not null,
    -- They had no event since then.
    cutoff        timestamptz not null,
    primary key (session_id, log_partition)
);

-- The log that these tables are a fold of: Kafka's id of the topic. A topic that is deleted and made again has another
-- id, and its offsets mean other events.
create table projection_source (
    topic    text primary key,
    topic_id text not null
);

-- Where the projection of each partition stands: written in the same transaction as the rows above, with a
-- compare-and-set on the previous value. Kafka's committed offsets are for lag monitors only.
create table projection_offsets (
    topic         text    not null,
    log_partition integer not null,
    -- The offset of the next record to project.
    next_offset   bigint  not null,
    -- Of the last projected record: tells a log that was cut off and written on from one that grew.
    leader_epoch  integer,
    -- Since the tables were made: events that were new, already there, and already there with other content.
    projected     bigint  not null default 0,
    duplicates    bigint  not null default 0,
    conflicts     bigint  not null default 0,
    dead_lettered bigint  not null default 0,
    -- ... records that erase a session, and events of one that was erased before.
    erased        bigint  not null default 0,
    primary key (topic, log_partition)
) with (fillfactor = 50);
