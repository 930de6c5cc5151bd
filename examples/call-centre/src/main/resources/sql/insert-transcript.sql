insert into transcript (segment_id, call, start_ms, text, instance)
values (:#CamelElevenlabsSttSegmentId, :#CamelElevenlabsSttSessionKey, :#CamelElevenlabsSttStartTime, :#${body}, :#instance)
on conflict (segment_id) do nothing
