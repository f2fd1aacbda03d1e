-- SPDX-License-Identifier: Apache-2.0
-- Ordinary events by type. A row of zeros is as good as none.

create temporary view expected_event_type_rollup as
select event_type, 'partition ' || log_partition as shard, sum(events) as events
from event_total
group by event_type, log_partition;

create temporary view found_event_type_rollup as
select event_type, 'partition ' || log_partition as shard, sum(events) as events
from event_type_rollup
group by event_type, log_partition
having sum(events) <> 0;
