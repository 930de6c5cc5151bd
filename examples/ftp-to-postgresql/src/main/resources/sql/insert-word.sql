insert into word (recording_id, segment, word, start_ms, end_ms, probability, text)
values (:#recordingId, :#segment, :#word, :#start, :#end, :#probability, :#text)
