-- SPDX-License-Identifier: Apache-2.0
-- Ordinary events by hour and by day, the agent of their session, their type (or each of their tools) and their model. A
-- row of zeros is as good as none.

create temporary table expected_event_usage on commit drop as
with event as (
    select session_id, event_type, occurred_at, model, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens,
           reasoning_tokens, duration_ms, tools, failed
    from counting_event
    union all
    select session_id, event_type, occurred_at, model, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens,
           reasoning_tokens, duration_ms::numeric, tools, failed
    from deciding_row
    where older
), ordinary as (
    select event.*, agent_name, date_trunc('hour', occurred_at, 'UTC') as hour,
           greatest(0, event.tokens_in - event.cache_read_tokens - event.cache_write_tokens) as uncached_tokens,
           floor(duration_ms * 1000)::bigint as us
    from event
    join expected_sessions using (session_id)
    where event_type not in ('session_start', 'session_end')
), counted as (
    select 'event' as kind, event_type as name, ordinary.*
    from ordinary
    union all
    select 'tool', tool, ordinary.*
    from ordinary
    cross join lateral unnest(string_to_array(tools, E'\x1f')) as tool
    where tools <> ''
), by_bucket as (
    -- 16 buckets for each power of two of microseconds; null for an event without a duration.
    select kind, hour, agent_name, name, coalesce(model, '') as model, bucket, count(*) as events,
           count(*) filter (where failed) as errors, sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens,
           sum(tokens_out) as tokens_out, sum(cache_read_tokens) as cache_read_tokens,
           sum(cache_write_tokens) as cache_write_tokens, sum(reasoning_tokens) as reasoning_tokens,
           coalesce(sum(duration_ms), 0) as duration_ms
    from counted
    cross join lateral (select greatest(0, length(ltrim(us::bit(64)::text, '0')) - 5) as shift) as power
    cross join lateral (select (shift * 16 + (us >> shift))::integer as bucket) as latency
    group by 1, 2, 3, 4, 5, 6
), grained as (
    select grain, kind, at, agent_name, name, model, bucket, sum(events) as events, sum(errors) as errors,
           sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens, sum(tokens_out) as tokens_out,
           sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
           sum(reasoning_tokens) as reasoning_tokens, sum(duration_ms) as duration_ms
    from by_bucket
    cross join lateral (values ('day', date_trunc('day', hour, 'UTC')), ('hour', hour)) as grains (grain, at)
    group by 1, 2, 3, 4, 5, 6, 7
)
select grain, kind, at, agent_name, name, model, sum(events) as events, sum(errors) as errors, sum(tokens_in) as tokens_in,
       sum(uncached_tokens) as uncached_tokens, sum(tokens_out) as tokens_out,
       sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
       sum(reasoning_tokens) as reasoning_tokens, coalesce(sum(events) filter (where bucket is not null), 0) as timed_events,
       sum(duration_ms) as duration_ms,
       coalesce(string_agg(bucket || ' x ' || events, ', ' order by bucket), '') as latency
from grained
group by 1, 2, 3, 4, 5, 6;

-- Rows of grain new belong to both sums.
create temporary view found_event_usage as
with used as (
    select grains.grain, kind, grains.at, agent_name, name collate "C" as name, model, events, errors, tokens_in,
           uncached_tokens, tokens_out, cache_read_tokens, cache_write_tokens, reasoning_tokens, timed_events, duration_ms,
           buckets, bucket_events
    from event_usage as u
    cross join lateral (values ('day', date_trunc('day', at, 'UTC')), ('hour', at)) as grains (grain, at)
    where u.grain in ('new', grains.grain)
), total as (
    select grain, kind, at, agent_name, name, model, sum(events) as events, sum(errors) as errors,
           sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens, sum(tokens_out) as tokens_out,
           sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
           sum(reasoning_tokens) as reasoning_tokens, sum(timed_events) as timed_events, sum(duration_ms) as duration_ms
    from used
    group by 1, 2, 3, 4, 5, 6
), latency as (
    select grain, kind, at, agent_name, name, model, string_agg(bucket || ' x ' || n, ', ' order by bucket) as latency
    from (
        select grain, kind, at, agent_name, name, model, bucket, sum(n) as n
        from used
        cross join lateral unnest(buckets, bucket_events) as timed (bucket, n)
        group by 1, 2, 3, 4, 5, 6, 7
        having sum(n) <> 0
    ) as by_bucket
    group by 1, 2, 3, 4, 5, 6
)
select total.*, coalesce(latency, '') as latency
from total
left join latency using (grain, kind, at, agent_name, name, model)
where (events, errors, tokens_in, uncached_tokens, tokens_out, cache_read_tokens, cache_write_tokens, reasoning_tokens,
       timed_events, duration_ms, coalesce(latency, '')) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '');
