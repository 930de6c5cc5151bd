select recording_id from recording where file_name = :#CamelFileName and sha256 = :#sha256
