-- One row for each segment of a call. Its id is the same when it comes again, wherever that is.
create table transcript (
    segment_id text primary key,
    call       text not null,
    start_ms   bigint not null,
    text       text not null,
    instance   text not null
);
create index on transcript (call, start_ms);
