-- A recording is its name and its bytes: the same file again is the same recording, other bytes are another one.
create table if not exists recording (
    recording_id   bigint generated always as identity primary key,
    file_name      text not null,
    sha256         text not null,
    session_id     text not null,
    language       text,
    duration_ms    bigint not null,
    text           text not null,
    transcribed_at timestamptz not null default now(),
    unique (file_name, sha256)
);

create table if not exists segment (
    recording_id bigint references recording on delete cascade,
    segment      integer,
    start_ms     bigint,
    end_ms       bigint,
    text         text not null,
    primary key (recording_id, segment)
);

create table if not exists word (
    recording_id bigint,
    segment      integer,
    word         integer,
    start_ms     bigint not null,
    end_ms       bigint not null,
    probability  double precision not null,
    text         text not null,
    primary key (recording_id, segment, word),
    foreign key (recording_id, segment) references segment on delete cascade
);
