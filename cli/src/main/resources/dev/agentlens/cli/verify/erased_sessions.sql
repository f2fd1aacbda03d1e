-- SPDX-License-Identifier: Apache-2.0
-- A session is erased by the first record of the log that says so; of an erasure that the log no longer has, the table is
-- the only witness. Between partitions, which have no order, the table says which record was first.

analyze log_entry;
analyze dead_letter;

create temporary table expected_erased_sessions on commit drop as
select distinct on (session_id) session_id, erasure.log_partition, erasure.log_offset
from (
    select session_id, log_partition, log_offset, false as older
    from log_entry
    where kind = 'erasure'
    union all
    select session_id, log_partition, log_offset, true
    from erased_sessions
    join log_range using (log_partition)
    where log_offset < log_begin
) as erasure
left join erased_sessions as known using (session_id)
order by session_id, older desc, erasure.log_partition = known.log_partition desc nulls last,
         erasure.log_partition, erasure.log_offset;

create temporary view found_erased_sessions as
select session_id, log_partition, log_offset
from erased_sessions;
