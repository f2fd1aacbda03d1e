-- SPDX-License-Identifier: Apache-2.0
-- Of the schema agentlens_control: what must outlive the read tables, which are disposable.

-- Records that were set aside or refused and have been sent again since: one row each.
create table redriven (
    -- Digest of the record and its original place: two copies of it share it, another record in that place does not.
    fingerprint   uuid primary key,
    -- The original place, for people.
    topic         text        not null,
    log_partition integer     not null,
    log_offset    bigint      not null,
    -- True: it was refused again, and is in its topic once more with the new reason.
    refused       boolean     not null,
    redriven_at   timestamptz not null default now()
);
