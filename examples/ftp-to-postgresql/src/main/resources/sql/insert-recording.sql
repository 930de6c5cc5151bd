-- Gives no row when another route, in another process, was faster: it waits here until that one has committed.
insert into recording (file_name, sha256, session_id, language, duration_ms, text)
values (:#CamelFileName, :#sha256, :#CamelElevenlabsSttSessionId, :#${body.languageCode},
        :#CamelElevenlabsSttAudioDuration, :#${body.text})
on conflict (file_name, sha256) do nothing
returning recording_id
