-- SPDX-License-Identifier: Apache-2.0
-- The log, as it was copied: one row for each record up to the position of the tables.

create temporary table log_entry (
    log_partition    integer not null,
    log_offset       bigint  not null,
    -- event, erasure (of a session), or unreadable (no event of version 1)
    kind             text    not null,
    session_id       text collate "C",
    event_id         text collate "C",
    -- CESU-8 of an event_id that has characters beyond U+FFFF, else null. Ties between events are decided by event_id in
    -- the order of its UTF-16, and the bytes of CESU-8 sort in that order.
    event_id_order   bytea,
    event_type       text collate "C",
    occurred_at      timestamptz,
    -- Of the event as its client sent it: distinguishes a duplicate from a conflict.
    content_digest   bigint,
    agent_name       text collate "C",
    model            text collate "C",
    tokens_in        bigint,
    tokens_out       bigint,
    duration_ms      numeric,
    -- Of JSON values, whatever their length: the first 8 bytes of the SHA-256 of their text as it was sent.
    input_data       bytea,
    output_data      bytea,
    tool_call        bytea,
    decision_trace   bytea,
    extra            bytea,
    -- Of a session_start.
    metadata         bytea,
    -- Of a session_end.
    ended_at         timestamptz,
    end_status       text collate "C",
    total_tokens_in  bigint,
    total_tokens_out bigint,
    conversation_id  text collate "C",
    cache_read_tokens  bigint,
    cache_write_tokens bigint,
    reasoning_tokens   bigint,
    -- What the event's JSON says: names of tools, with U+001F between them; whether it is an error, and its message; words
    -- of its prompt.
    tools            text collate "C",
    failed           boolean,
    error_text       text collate "C",
    title            text collate "C",
    -- By the prices that the tables were priced with: US dollars, and tokens without a price.
    usd              numeric,
    unpriced_tokens  numeric,
    -- Of a session_start: what its metadata is searched by.
    metadata_labels  text collate "C",
    metadata_body    bytea
) on commit drop;

-- Letters of the dead-letter topic, under the partition and offset of the records that they are about.
create temporary table dead_letter (like log_entry) on commit drop;

-- The offsets that the log has, by partition; log_end is the one after the last.
create temporary table log_range (
    log_partition integer primary key,
    log_begin     bigint not null,
    log_end       bigint not null
) on commit drop;
