-- SPDX-License-Identifier: Apache-2.0
-- A session is a function of the set of its distinct events. It exists once any event names it.
--   started_at, agent_name, metadata: from the session_start with the earliest timestamp (ties: event_id). Without one: the
--     earliest event's timestamp and agent name, and {}. An agent without a name is default-agent.
--   ended_at, status: from the session_end with the latest end (ties: event_id). Without one: null, active. An event after the
--     end does not reopen the session.
--   total_tokens: the sum over ordinary events; where the deciding session_end declares a total above 0, that total.
--   session_start and session_end are not ordinary events.
--   conversation_id, title: of the earliest event that has one (ties: event_id); failures: the 5 earliest.
--   models, tools: sorted, the first 32 and 64.
--   cost_usd: null where tokens have no price, those that are only declared included.

-- The sums over the events of each session. Where Kafka has deleted some of them (older), they are not known.
create temporary table session_total on commit drop as
select session_id,
       min(log_partition) as log_partition,
       min(log_partition) <> max(log_partition) as in_several_partitions,
       bool_or(older) as older,
       min(occurred_at) as first_at,
       count(*) as distinct_events,
       count(*) filter (where ordinary) as events,
       count(*) filter (where failed) as errors,
       sum(tokens_in) as tokens_in,
       sum(tokens_out) as tokens_out,
       sum(cache_read_tokens) as cache_read_tokens,
       sum(cache_write_tokens) as cache_write_tokens,
       sum(reasoning_tokens) as reasoning_tokens,
       sum(usd) as priced_usd,
       sum(unpriced_tokens) as unpriced_tokens
from (
    select session_id, log_partition, false as older, occurred_at, event_type, failed, tokens_in, tokens_out,
           cache_read_tokens, cache_write_tokens, reasoning_tokens, usd, unpriced_tokens
    from counting_event
    union all
    select session_id, log_partition, older, occurred_at, event_type, failed, tokens_in, tokens_out,
           cache_read_tokens, cache_write_tokens, reasoning_tokens, 0, 0
    from deciding_row
    where older
) as event
cross join lateral (select event_type not in ('session_start', 'session_end') as ordinary) as type
group by session_id;

analyze session_total;

create temporary table expected_sessions on commit drop as
with event as not materialized (
    -- Ties are decided by event_id.
    select counting_event.*, coalesce(event_id_order, convert_to(event_id, 'UTF8')) as id_order
    from counting_event
), first_event as (
    -- The earliest of any type.
    select distinct on (session_id) session_id, occurred_at as at, event_id, agent_name
    from event
    join session_total using (session_id)
    where occurred_at = first_at
    order by session_id, id_order
), session_start as (
    -- The earliest decides.
    select distinct on (session_id) session_id, occurred_at as at, event_id, agent_name, metadata, metadata_labels,
           metadata_body
    from event
    where event_type = 'session_start'
    order by session_id, occurred_at, id_order
), session_end as (
    -- The latest decides.
    select distinct on (session_id) session_id, ended_at as at, event_id, end_status as status,
           total_tokens_in as declared_in, total_tokens_out as declared_out
    from event
    where event_type = 'session_end'
    order by session_id, ended_at desc, id_order desc
), conversation as (
    select distinct on (session_id) session_id, occurred_at as at, event_id, conversation_id
    from event
    where conversation_id <> ''
    order by session_id, occurred_at, id_order
), title as (
    select distinct on (session_id) session_id, occurred_at as at, event_id, title
    from event
    where title is not null
    order by session_id, occurred_at, id_order
), failure as (
    select session_id, string_agg(
               (extract(epoch from occurred_at) * 1000000)::bigint || E'\x1f' || event_id || E'\x1f' || error_text,
               E'\x1e' order by place) as failures,
           string_agg(error_text, E'\n' order by place) as texts
    from (
        select session_id, occurred_at, event_id, error_text,
               row_number() over (partition by session_id order by occurred_at, id_order) as place
        from event
        where failed
    ) as ranked
    where place <= 5
    group by session_id
), name as (
    select session_id, 'model' as kind, model as name
    from counting_event
    where model is not null
    union
    select session_id, 'tool', tool
    from counting_event
    cross join lateral unnest(string_to_array(tools, E'\x1f')) as tool
    where tools <> ''
), names as (
    select session_id,
           array_agg(name order by name) filter (where kind = 'model' and place <= 32) as models,
           array_agg(name order by name) filter (where kind = 'tool' and place <= 64) as tools
    from (
        select name.*, row_number() over (partition by session_id, kind order by name) as place
        from name
    ) as ranked
    group by session_id
)
select session_id,
       coalesce(nullif(case when s.at is null then f.agent_name else s.agent_name end, ''), 'default-agent') as agent_name,
       coalesce(e.status, 'active') as status,
       coalesce(s.at, f.at) as started_at,
       e.at as ended_at,
       -- In microseconds, never negative.
       case when e.at is not null
           then greatest(0, extract(epoch from e.at - coalesce(s.at, f.at)) * 1000000)::bigint end as duration_us,
       t.events as event_count,
       t.errors as error_count,
       t.distinct_events,
       -- A declared total above 0 is final, whatever comes later.
       case when e.declared_in > 0 then e.declared_in else t.tokens_in end as total_tokens_in,
       case when e.declared_out > 0 then e.declared_out else t.tokens_out end as total_tokens_out,
       coalesce(s.metadata, substr(sha256('{}'), 1, 8)) as metadata,
       f.at as first_at,
       f.event_id as first_event_id,
       f.agent_name as first_agent_name,
       s.at as start_at,
       s.event_id as start_event_id,
       s.agent_name as start_agent_name,
       e.at as end_at,
       e.event_id as end_event_id,
       e.status as end_status,
       coalesce(e.declared_in, 0) as declared_tokens_in,
       coalesce(e.declared_out, 0) as declared_tokens_out,
       t.tokens_in as summed_tokens_in,
       t.tokens_out as summed_tokens_out,
       t.cache_read_tokens, t.cache_write_tokens, t.reasoning_tokens, t.priced_usd, t.unpriced_tokens,
       case when t.unpriced_tokens = 0
               and (coalesce(e.declared_in, 0) <= t.tokens_in) and (coalesce(e.declared_out, 0) <= t.tokens_out)
           then t.priced_usd end as cost_usd,
       c.conversation_id, c.at as conversation_at, c.event_id as conversation_event_id,
       l.title, l.at as title_at, l.event_id as title_event_id,
       coalesce(x.failures, '') as failures,
       coalesce(array_to_string(n.models, E'\x1f'), '') as models,
       coalesce(array_to_string(n.tools, E'\x1f'), '') as tools,
       coalesce(s.metadata_labels, '') as metadata_labels,
       coalesce(s.metadata_body, substr(sha256(''), 1, 8)) as metadata_body,
       -- In lower case; of characters beyond ASCII, PostgreSQL knows another lower case in each locale.
       regexp_replace(lower(translate(left(concat_ws(E'\n', session_id,
           coalesce(nullif(case when s.at is null then f.agent_name else s.agent_name end, ''), 'default-agent'),
           l.title, x.texts), 4000), U&'\0130\212A', 'ik')), '[^\u0001-\u007f]', '', 'g') as searched,
       array_to_string(array(
           select 'model:' || model from unnest(n.models) as model
           union all
           select 'tool:' || tool from unnest(n.tools) as tool), E'\x1f') as labels
from session_total as t
join first_event as f using (session_id)
left join session_start as s using (session_id)
left join session_end as e using (session_id)
left join conversation as c using (session_id)
left join title as l using (session_id)
left join failure as x using (session_id)
left join names as n using (session_id)
where not older;

create temporary view found_sessions as
select session_id, agent_name collate "C" as agent_name, status collate "C" as status, started_at, ended_at, duration_us,
       event_count, error_count, distinct_events, total_tokens_in, total_tokens_out,
       substr(sha256(convert_to(metadata, 'UTF8')), 1, 8) as metadata,
       first_at, first_event_id, first_agent_name collate "C" as first_agent_name,
       start_at, start_event_id, start_agent_name collate "C" as start_agent_name,
       end_at, end_event_id, end_status collate "C" as end_status, declared_tokens_in, declared_tokens_out,
       summed_tokens_in, summed_tokens_out,
       cache_read_tokens, cache_write_tokens, reasoning_tokens, priced_usd, unpriced_tokens, cost_usd,
       conversation_id collate "C" as conversation_id, conversation_at, conversation_event_id,
       title collate "C" as title, title_at, title_event_id, failures collate "C" as failures,
       array_to_string(array(select model from unnest(models) as model order by model collate "C"), E'\x1f')
           collate "C" as models,
       array_to_string(array(select tool from unnest(tools) as tool order by tool collate "C"), E'\x1f')
           collate "C" as tools,
       coalesce(array_to_string(metadata_labels, E'\x1f'), '') collate "C" as metadata_labels,
       substr(sha256(convert_to(metadata_body, 'UTF8')), 1, 8) as metadata_body,
       regexp_replace(lower(translate(left(body, 4000), U&'\0130\212A', 'ik')), '[^\u0001-\u007f]', '', 'g') collate "C" as searched,
       array_to_string(array(
           select label from unnest(labels) as label order by split_part(label, ':', 1), label collate "C"), E'\x1f')
           collate "C" as labels
from sessions
left join session_search using (session_id);

-- For a session with events that Kafka has deleted, the table is the only witness.
insert into expected_sessions
select session_id, s.agent_name, s.status, s.started_at, s.ended_at, s.duration_us,
       s.event_count, s.error_count, s.distinct_events, s.total_tokens_in, s.total_tokens_out, s.metadata,
       s.first_at, s.first_event_id, s.first_agent_name, s.start_at, s.start_event_id, s.start_agent_name,
       s.end_at, s.end_event_id, s.end_status, s.declared_tokens_in, s.declared_tokens_out,
       s.summed_tokens_in, s.summed_tokens_out,
       s.cache_read_tokens, s.cache_write_tokens, s.reasoning_tokens, s.priced_usd, s.unpriced_tokens, s.cost_usd,
       s.conversation_id, s.conversation_at, s.conversation_event_id, s.title, s.title_at, s.title_event_id, s.failures,
       s.models, s.tools, s.metadata_labels, s.metadata_body, s.searched, s.labels
from session_total
left join found_sessions as s using (session_id)
where older;

analyze expected_sessions;

-- Rollups book a session in the partition of its events. One with events in several partitions is booked in the one whose
-- event changed it last, which is not known: where there is such a session, sums over all partitions are compared.
create temporary table session_shard on commit drop as
select coalesce(bool_or(in_several_partitions), false) as summed
from session_total;

create temporary view booked_session as
select expected_sessions.*, total_tokens_in + total_tokens_out as tokens,
       case when summed then 'all partitions' else 'partition ' || log_partition end as shard
from expected_sessions
join session_total using (session_id)
cross join session_shard
where status is not null;
