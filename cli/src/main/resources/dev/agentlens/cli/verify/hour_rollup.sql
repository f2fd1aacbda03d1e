-- SPDX-License-Identifier: Apache-2.0
-- Ordinary events by the UTC hour of their day. A row of zeros is as good as none.

create temporary view expected_hour_rollup as
select hour, 'partition ' || log_partition as shard, sum(events) as events
from event_total
group by hour, log_partition;

create temporary view found_hour_rollup as
select hour, 'partition ' || log_partition as shard, sum(events) as events
from hour_rollup
group by hour, log_partition
having sum(events) <> 0;
