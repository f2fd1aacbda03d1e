-- SPDX-License-Identifier: Apache-2.0
-- An index of the words in session_search, which the projection does not write: a row that it inserts or changes is
-- unsettled, and in the index once it is settled. Rows that were written before are unsettled.

alter table session_search add column settled boolean not null default false;

create index session_search_unsettled on session_search (session_id) where not settled;

-- Without the extension pg_trgm words are found by scanning. It may not be installed, or not be allowed to this user.
do $$
declare
    home name;
begin
    if not exists (select from pg_extension where extname = 'pg_trgm') then
        begin
            create extension pg_trgm with schema public;
        exception
            when unique_violation or duplicate_object then
                -- Tables in another schema of this database were created at the same time.
                null;
        end;
    end if;
    select nspname into home
    from pg_extension
    join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'pg_trgm';
    if home like 'agentlens%' then
        -- A rebuild drops the schema of the former tables, and would drop the extension and every index that needs it.
        alter extension pg_trgm set schema public;
        home := 'public';
    end if;
    -- One expression, so that a scan finds the rows that have all words. Words have no space.
    execute format(
        'create index session_search_words on session_search
             using gin ((body || %L || coalesce(metadata_body, %L)) %I.gin_trgm_ops) where settled',
        ' ', '', home);
exception
    when insufficient_privilege or undefined_file or feature_not_supported or undefined_object or invalid_schema_name then
        raise warning 'Searches for words will scan all sessions, since there is no index of words: %', sqlerrm;
end
$$;
