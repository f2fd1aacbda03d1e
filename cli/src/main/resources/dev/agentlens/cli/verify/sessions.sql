-- SPDX-License-Identifier: Apache-2.0
-- A session is a function of the set of its distinct events. It exists once any event names it.
--   started_at, agent_name, metadata: from the session_start with the earliest timestamp (ties: event_id). Without one: the
--     earliest event's timestamp and agent name, and {}. An agent without a name is default-agent.
--   ended_at, status: from the session_end with the latest end (ties: event_id). Without one: null, active. An event after the
--     end does not reopen the session.
--   total_tokens: the sum over ordinary events; where the deciding session_end declares a total above 0, that total.
--   session_start and session_end are not ordinary events.

-- The sums over the events of each session. Where Kafka has deleted some of them (older), they are not known.
create temporary table session_total on commit drop as
select session_id,
       min(log_partition) as log_partition,
       min(log_partition) <> max(log_partition) as in_several_partitions,
       bool_or(older) as older,
       min(occurred_at) as first_at,
       count(*) as distinct_events,
       count(*) filter (where ordinary) as events,
       count(*) filter (where event_type in ('error', 'agent_error', 'tool_error')) as errors,
       sum(tokens_in) as tokens_in,
       sum(tokens_out) as tokens_out
from (
    select session_id, log_partition, false as older, occurred_at, event_type, tokens_in, tokens_out
    from counting_event
    union all
    select session_id, log_partition, older, occurred_at, event_type, tokens_in, tokens_out
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
    select distinct on (session_id) session_id, occurred_at as at, event_id, agent_name, metadata
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
       t.tokens_out as summed_tokens_out
from session_total as t
join first_event as f using (session_id)
left join session_start as s using (session_id)
left join session_end as e using (session_id)
where not older;

create temporary view found_sessions as
select session_id, agent_name collate "C" as agent_name, status collate "C" as status, started_at, ended_at, duration_us,
       event_count, error_count, distinct_events, total_tokens_in, total_tokens_out,
       substr(sha256(convert_to(metadata, 'UTF8')), 1, 8) as metadata,
       first_at, first_event_id, first_agent_name collate "C" as first_agent_name,
       start_at, start_event_id, start_agent_name collate "C" as start_agent_name,
       end_at, end_event_id, end_status collate "C" as end_status, declared_tokens_in, declared_tokens_out,
       summed_tokens_in, summed_tokens_out
from sessions;

-- For a session with events that Kafka has deleted, the table is the only witness.
insert into expected_sessions
select session_id, s.agent_name, s.status, s.started_at, s.ended_at, s.duration_us,
       s.event_count, s.error_count, s.distinct_events, s.total_tokens_in, s.total_tokens_out, s.metadata,
       s.first_at, s.first_event_id, s.first_agent_name, s.start_at, s.start_event_id, s.start_agent_name,
       s.end_at, s.end_event_id, s.end_status, s.declared_tokens_in, s.declared_tokens_out,
       s.summed_tokens_in, s.summed_tokens_out
from session_total
left join found_sessions as s using (session_id)
where older;

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
