-- SPDX-License-Identifier: Apache-2.0
-- Of the records with one identity, (session_id, event_id), the first in the log counts: it is the row of events. The
-- others are duplicates of it, or conflicts with it if their content differs.

-- The digest comes first because almost no two rows have the same, so that they are sorted soon.
create temporary view found_events as
select content_digest, session_id, event_id, event_type collate "C" as event_type, occurred_at, log_partition, log_offset,
       tokens_in, tokens_out, model collate "C" as model, duration_ms::text collate "C" as duration_ms,
       substr(sha256(convert_to(input_data, 'UTF8')), 1, 8) as input_data,
       substr(sha256(convert_to(output_data, 'UTF8')), 1, 8) as output_data,
       substr(sha256(convert_to(tool_call, 'UTF8')), 1, 8) as tool_call,
       substr(sha256(convert_to(decision_trace, 'UTF8')), 1, 8) as decision_trace,
       substr(sha256(convert_to(extra, 'UTF8')), 1, 8) as extra,
       coalesce(cache_read_tokens, 0) as cache_read_tokens, coalesce(cache_write_tokens, 0) as cache_write_tokens,
       coalesce(reasoning_tokens, 0) as reasoning_tokens,
       coalesce(array_to_string(tools, E'\x1f'), '') collate "C" as tools, coalesce(failed, false) as failed
from events;

-- Rows that say what the log alone does not: what came from records that Kafka has deleted (older); which of several
-- partitions, which have no order, brought an event first; whether a record with a dead letter was projected all the same.
create temporary table deciding_row on commit drop as
select found_events.*, coalesce(log_offset < log_begin, false) as older
from found_events
left join log_range using (log_partition)
left join (
    select distinct session_id, event_id, true as exists
    from dead_letter
) as letter using (session_id, event_id)
left join (
    select session_id, true as exists
    from log_entry
    where kind = 'event'
    group by session_id
    having min(log_partition) <> max(log_partition)
) as in_several_partitions using (session_id)
where log_offset < log_begin or letter.exists or in_several_partitions.exists;

analyze deciding_row;

-- What became of the records of which not all count: their identity occurs more than once or has an older row, they have a dead
-- letter, or their session was erased or has expired. All other records count.
create temporary table record_fate on commit drop as
with repeated as (
    select session_id, event_id
    from log_entry
    where kind = 'event'
    group by event_id, session_id
    having count(*) > 1
), record as (
    select entry.session_id, entry.event_id, entry.log_partition, entry.log_offset, entry.content_digest,
           row.older, row.log_partition as row_partition, row.log_offset as row_offset, row.content_digest as row_digest,
           too_late, removed,
           -- A letter may have been sent by a projector that died before it counted it; the next one projected the record.
           letter.session_id is not null and is_row is not true as set_aside,
           is_row
    from log_entry as entry
    left join repeated on repeated.session_id = entry.session_id and repeated.event_id = entry.event_id
    left join expected_erased_sessions as erased on erased.session_id = entry.session_id
    left join expired_sessions as expired
        on expired.session_id = entry.session_id and expired.log_partition = entry.log_partition
    left join (
        select distinct session_id, event_id, log_partition, log_offset, content_digest
        from dead_letter
    ) as letter
        on letter.session_id = entry.session_id and letter.event_id = entry.event_id
            and letter.log_partition = entry.log_partition and letter.log_offset = entry.log_offset
            and letter.content_digest = entry.content_digest
    cross join lateral (
        select
            -- Its session was erased before: it was only counted.
            coalesce(entry.log_partition = erased.log_partition and entry.log_offset > erased.log_offset, false)
                as too_late,
            -- It was projected, and removed with its session since.
            erased.session_id is not null or coalesce(entry.log_offset < expired.before_offset, false) as removed
    ) as forgotten
    left join deciding_row as row
        on row.session_id = entry.session_id and row.event_id = entry.event_id and not removed
    cross join lateral (
        select row.log_partition = entry.log_partition and row.log_offset = entry.log_offset as is_row
    ) as place
    where kind = 'event' and (repeated.session_id is not null or letter.session_id is not null or removed or row.older)
), candidate as (
    select record.*,
           -- The row decides which partition was first, but only with a record that is the first of its partition.
           is_row and log_offset = min(log_offset) over (
               partition by session_id, event_id, too_late, removed, set_aside, log_partition) as decides
    from record
), ranked as (
    select candidate.*,
           row_number() over identity as place,
           first_value(content_digest) over identity as first_digest
    from candidate
    window identity as (
        partition by session_id, event_id, too_late, removed, set_aside
        order by decides is true desc, log_partition, log_offset)
)
select log_partition, log_offset, content_digest, row_digest, removed,
       case
           when too_late then 'erased'
           when set_aside and row_partition = log_partition and row_offset < log_offset then 'repeated or dead_lettered'
           when set_aside then 'dead_lettered'
           when place = 1 and older is not true then 'projected'
           when content_digest = case when older then row_digest else first_digest end then 'duplicate'
           else 'conflict'
       end as fate
from ranked;

analyze record_fate;

create temporary view counting_event as
select *
from log_entry
where kind = 'event'
    and not exists (
        select
        from record_fate
        where record_fate.log_partition = log_entry.log_partition
            and record_fate.log_offset = log_entry.log_offset
            and (fate <> 'projected' or removed));

create temporary view expected_events as
select content_digest, session_id, event_id, event_type, occurred_at, log_partition, log_offset,
       tokens_in, tokens_out, model, duration_ms::text collate "C" as duration_ms,
       input_data, output_data, tool_call, decision_trace, extra,
       cache_read_tokens, cache_write_tokens, reasoning_tokens, tools, failed
from counting_event
union all
select content_digest, session_id, event_id, event_type, occurred_at, log_partition, log_offset,
       tokens_in, tokens_out, model, duration_ms, input_data, output_data, tool_call, decision_trace, extra,
       cache_read_tokens, cache_write_tokens, reasoning_tokens, tools, failed
from deciding_row
where older;

-- Ordinary events, counted once for all rollups of events.
create temporary table event_total on commit drop as
select event_type, extract(hour from occurred_at at time zone 'UTC')::smallint as hour, model, log_partition,
       count(*) as events, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out,
       count(duration_ms) as timed_events, sum(duration_ms) as duration_ms
from (
    select event_type, occurred_at, model, log_partition, tokens_in, tokens_out, duration_ms
    from counting_event
    union all
    select event_type, occurred_at, model, log_partition, tokens_in, tokens_out, duration_ms::numeric
    from deciding_row
    where older
) as event
where event_type not in ('session_start', 'session_end')
group by 1, 2, 3, 4;
