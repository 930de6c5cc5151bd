insert into segment (recording_id, segment, start_ms, end_ms, text)
values (:#recordingId, :#segment, :#start, :#end, :#text)
