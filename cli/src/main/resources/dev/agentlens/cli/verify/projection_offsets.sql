-- SPDX-License-Identifier: Apache-2.0
-- Each record up to next_offset is accounted for once: projected, a duplicate, a conflict, dead-lettered or erased.

create temporary table ledger on commit drop as
with fates as (
    select log_partition,
           count(*) filter (where fate <> 'projected') as not_projected,
           count(*) filter (where fate = 'duplicate') as duplicates,
           count(*) filter (where fate = 'conflict') as conflicts,
           count(*) filter (where fate = 'dead_lettered') as dead_lettered,
           count(*) filter (where fate = 'erased') as erased,
           -- Their event was in the tables before: they were set aside, or found to repeat it.
           count(*) filter (where fate = 'repeated or dead_lettered' and content_digest = row_digest) as unsure_duplicates,
           count(*) filter (where fate = 'repeated or dead_lettered' and content_digest <> row_digest) as unsure_conflicts
    from record_fate
    group by log_partition
), entries as (
    select log_partition,
           count(*) as records,
           count(*) filter (where kind = 'event') as events,
           count(*) filter (where kind = 'unreadable') as unreadable,
           count(*) filter (where kind = 'erasure') as erasures
    from log_entry
    group by log_partition
), older as (
    select log_partition, count(*) as events
    from deciding_row
    where older
    group by log_partition
)
select log_partition, log_begin, log_end,
       coalesce(records, 0) as records,
       coalesce(entries.events, 0) - coalesce(not_projected, 0) + coalesce(older.events, 0) as projected,
       coalesce(fates.duplicates, 0) as duplicates,
       coalesce(fates.conflicts, 0) as conflicts,
       coalesce(fates.dead_lettered, 0) + coalesce(unreadable, 0) as dead_lettered,
       coalesce(fates.erased, 0) + coalesce(erasures, 0) as erased,
       coalesce(unsure_duplicates, 0) as unsure_duplicates,
       coalesce(unsure_conflicts, 0) as unsure_conflicts
from log_range
left join fates using (log_partition)
left join entries using (log_partition)
left join older using (log_partition);

-- Where the log leaves open what became of a record, the table's counters decide, as far as they add up. Of records that
-- Kafka deleted, only the table knows: its counters may be higher than the log says.
create temporary table expected_projection_offsets on commit drop as
select 'partition ' || log_partition as shard,
       log_end as next_offset,
       case when incomplete and removed then greatest(ledger.projected, found.projected)
           else ledger.projected end as projected,
       case when incomplete then greatest(ledger.duplicates, found.duplicates)
           when adds_up then found.duplicates
           else ledger.duplicates + unsure_duplicates end as duplicates,
       case when incomplete then greatest(ledger.conflicts, found.conflicts)
           when adds_up then found.conflicts
           else ledger.conflicts + unsure_conflicts end as conflicts,
       case when incomplete then greatest(ledger.dead_lettered, found.dead_lettered)
           when adds_up then found.dead_lettered
           else ledger.dead_lettered end as dead_lettered,
       case when incomplete then greatest(ledger.erased, found.erased)
           else ledger.erased end as erased
from ledger
join projection_offsets as found using (log_partition)
cross join lateral (
    select log_begin > 0 as incomplete,
           exists (select from expired_sessions as e where e.log_partition = ledger.log_partition)
               or exists (select from erased_sessions as e where e.log_partition = ledger.log_partition) as removed,
           found.duplicates - ledger.duplicates between 0 and unsure_duplicates
               and found.conflicts - ledger.conflicts between 0 and unsure_conflicts
               and found.duplicates + found.conflicts + found.dead_lettered
                   = ledger.duplicates + ledger.conflicts + ledger.dead_lettered + unsure_duplicates + unsure_conflicts
               as adds_up
) as account
where topic = 'agentlens.events.v1';

create temporary view found_projection_offsets as
select 'partition ' || log_partition as shard, next_offset, projected, duplicates, conflicts, dead_lettered, erased
from projection_offsets
where topic = 'agentlens.events.v1';
