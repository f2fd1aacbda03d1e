-- SPDX-License-Identifier: Apache-2.0
-- What lists, searches and analytics need beside V1. Rows that were written before have no value in the new columns:
-- ./agentlens rebuild makes tables that have all of them.

alter table events
    -- Parts of tokens_in (cache) and tokens_out (reasoning); null means 0.
    add column cache_read_tokens  bigint,
    add column cache_write_tokens bigint,
    add column reasoning_tokens   bigint,
    -- The tools that the event is about; null: none.
    add column tools              text[],
    -- True for an event that is an error, by its type or its field error; else null.
    add column failed             boolean;

-- The order of the log, in which streams of events read.
create index events_in_log on events (log_partition, log_offset);

alter table sessions
    add column cache_read_tokens     numeric not null default 0,
    add column cache_write_tokens    numeric not null default 0,
    add column reasoning_tokens      numeric not null default 0,
    -- Sorted, the first 32 and 64.
    add column models                text[]  not null default '{}',
    add column tools                 text[]  not null default '{}',
    -- Of the earliest event that names one (ties: event_id).
    add column conversation_id       text collate "C",
    add column conversation_at       timestamptz,
    add column conversation_event_id text collate "C",
    -- The words of the earliest prompt, 120 characters at most.
    add column title                 text,
    add column title_at              timestamptz,
    add column title_event_id        text collate "C",
    -- The 5 earliest errors in order, between U+001E; of each the time (microseconds since 1970), the event_id and the
    -- message, between U+001F.
    add column failures              text    not null default '',
    -- What the tokens of priced models cost, in US dollars, and how many tokens have no price.
    add column priced_usd            numeric not null default 0,
    add column unpriced_tokens       numeric not null default 0,
    -- Null where it is not known of all tokens, those that were only declared included.
    add column cost_usd              numeric generated always as (
        case when unpriced_tokens = 0
                and total_tokens_in <= summed_tokens_in and total_tokens_out <= summed_tokens_out
            then priced_usd
        end) stored;

-- The orders of GET /sessions. A session without an end counts as the shortest.
drop index sessions_by_duration;
create index sessions_by_duration on sessions (coalesce(duration_us, -1), session_id desc);
create index sessions_by_tokens on sessions ((total_tokens_in + total_tokens_out), session_id desc);
create index sessions_by_events on sessions (event_count, session_id desc);
create index sessions_by_errors on sessions (error_count, session_id desc);
create index sessions_by_cost on sessions (coalesce(cost_usd, -1), session_id desc);
-- Its filters that most sessions do not pass.
create index sessions_newest_by_agent on sessions (agent_name, started_at desc, session_id);
create index sessions_newest_failed on sessions (started_at desc, session_id) where error_count > 0;
create index sessions_newest_of_conversation on sessions (conversation_id, started_at desc, session_id)
    where conversation_id is not null;

-- What sessions are searched by: narrow, and written only when one of these changes.
create table session_search (
    session_id      text collate "C" primary key,
    -- model:NAME, tool:NAME
    labels          text[] not null,
    -- In lower case: id, agent, title and error messages.
    body            text   not null,
    -- KEY=VALUE of the metadata's own fields that have a text, number or truth value; its keys and values in lower case.
    -- (Written as null by an upsert that leaves them as they are, therefore nullable; no row keeps a null.)
    metadata_labels text[],
    metadata_body   text
);

create index session_search_labels on session_search using gin (labels, metadata_labels);

-- Usage by hour and by day. The projector only appends rows of grain 'new', by hour; from time to time they are added
-- to the rows of 'hour' and 'day' and deleted. What was used is always the sum of rows: those of 'new' and 'hour', or those of
-- 'new' and 'day'.
create table event_usage (
    grain              text        not null,
    -- event: name is the event's type; tool: name is a tool, and the event is counted for each of its tools.
    kind               text        not null,
    at                 timestamptz not null,
    -- Of the session.
    agent_name         text collate "C" not null,
    name               text collate "C" not null,
    -- Empty where the event names none.
    model              text collate "C" not null,
    events             bigint      not null,
    errors             bigint      not null,
    tokens_in          numeric     not null,
    -- Those of tokens_in that were neither read from nor written to a cache, by event.
    uncached_tokens    numeric     not null,
    tokens_out         numeric     not null,
    cache_read_tokens  numeric     not null,
    cache_write_tokens numeric     not null,
    reasoning_tokens   numeric     not null,
    timed_events       bigint      not null,
    duration_ms        numeric     not null,
    -- How many events have a duration in each bucket: 16 buckets for each power of two of microseconds.
    buckets            int[]       not null,
    bucket_events      bigint[]    not null
);

create index event_usage_new on event_usage (at) where grain = 'new';
create unique index event_usage_sums on event_usage (grain, kind, at, agent_name, name, model) where grain <> 'new';

create table session_usage (
    grain       text        not null,
    -- Of the session's start.
    at          timestamptz not null,
    agent_name  text collate "C" not null,
    status      text        not null,
    -- Each session has a row without a model, and one for each of its models.
    model       text collate "C" not null,
    sessions    bigint      not null,
    events      bigint      not null,
    tokens_in   numeric     not null,
    tokens_out  numeric     not null,
    ended       bigint      not null,
    duration_us numeric     not null
);

create index session_usage_new on session_usage (at) where grain = 'new';
create unique index session_usage_sums on session_usage (grain, at, agent_name, status, model) where grain <> 'new';

-- The prices by which priced_usd was computed, in the format of a price file: one row.
create table price_list (
    digest text not null,
    list   text not null
);

create unique index price_list_is_one on price_list ((true));
