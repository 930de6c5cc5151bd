CREATE SEQUENCE IF NOT EXISTS elevenlabs_stt_epoch;

CREATE TABLE IF NOT EXISTS elevenlabs_stt_session (
    key_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    session_key VARCHAR NOT NULL,
    epoch BIGINT DEFAULT nextval('elevenlabs_stt_epoch') NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS elevenlabs_stt_entry (
    key_hash VARCHAR(64) NOT NULL REFERENCES elevenlabs_stt_session ON DELETE CASCADE,
    entry_number BIGINT GENERATED ALWAYS AS IDENTITY,
    entry VARCHAR NOT NULL,
    kept_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    PRIMARY KEY (key_hash, entry_number)
);
