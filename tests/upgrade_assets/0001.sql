-- head cbd18482d1597ced861578fcc53f3c56b918594e43a7c4e27bcdfc20199e4f1b
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE analyst (
    id TEXT NOT NULL,
    key TEXT,
    name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    note TEXT,
    merged_into TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT analyst_pk PRIMARY KEY (id),
    CONSTRAINT analyst_key_unique UNIQUE (key),
    CONSTRAINT analyst_number_unique UNIQUE (number),
    CONSTRAINT analyst_match_key_unique UNIQUE (match_key),
    CONSTRAINT analyst_merged_into_known FOREIGN KEY (merged_into) REFERENCES analyst (id),
    CONSTRAINT analyst_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT analyst_name_size CHECK (length(name) BETWEEN 1 AND 500)
) STRICT;
INSERT INTO "analyst" VALUES('01a201d7-5df5-70a4-932c-222ee5d558b4',NULL,'Tong Zhao','tong zhao',NULL,NULL,1,1,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a201d7-5e08-72db-a252-136859579e75',NULL,'Analyst 0','analyst 0',NULL,NULL,2,9,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a201d7-5e14-7451-ac13-7d4dc3e27fa6',NULL,'Analyst 1','analyst 1',NULL,NULL,3,12,'2026-01-02T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a201d7-5e1f-70b9-8a8a-272273308e73',NULL,'Analyst 2','analyst 2',NULL,NULL,4,15,'2026-01-03T00:00:00.000000Z');
CREATE TABLE analyst_alias (
    analyst_id TEXT NOT NULL,
    match_key TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT analyst_alias_pk PRIMARY KEY (analyst_id, match_key),
    CONSTRAINT analyst_alias_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id)
) STRICT;
INSERT INTO "analyst_alias" VALUES('01a201d7-5df5-70a4-932c-222ee5d558b4','赵通','赵通');
CREATE TABLE claim (
    id TEXT NOT NULL,
    key TEXT,
    analyst_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    episode_id TEXT,
    stated_on TEXT,
    quote TEXT,
    at_seconds INTEGER,
    kind TEXT NOT NULL,
    attribution TEXT NOT NULL,
    denies INTEGER NOT NULL,
    source TEXT NOT NULL,
    words TEXT,
    scale TEXT,
    low INTEGER,
    point INTEGER,
    high INTEGER,
    read_by TEXT,
    cluster TEXT,
    excluded TEXT,
    revises TEXT,
    withdrawn_on TEXT,
    note TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT claim_pk PRIMARY KEY (id),
    CONSTRAINT claim_key_unique UNIQUE (key),
    CONSTRAINT claim_number_unique UNIQUE (number),
    CONSTRAINT claim_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id),
    CONSTRAINT claim_question_id_known FOREIGN KEY (question_id) REFERENCES question (id),
    CONSTRAINT claim_episode_id_known FOREIGN KEY (episode_id) REFERENCES episode (id),
    CONSTRAINT claim_revises_known FOREIGN KEY (revises) REFERENCES claim (id),
    CONSTRAINT claim_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT claim_stated_on_day CHECK (length(stated_on) = 10),
    CONSTRAINT claim_withdrawn_on_day CHECK (length(withdrawn_on) = 10),
    CONSTRAINT claim_quote_size CHECK (length(quote) <= 200000),
    CONSTRAINT claim_denies_flag CHECK (denies IN (0, 1)),
    CONSTRAINT claim_low_range CHECK (low BETWEEN 0 AND point),
    CONSTRAINT claim_point_range CHECK (point BETWEEN 0 AND 1000000),
    CONSTRAINT claim_high_range CHECK (high BETWEEN low AND 1000000)
) STRICT;
INSERT INTO "claim" VALUES('01a201d7-5df5-70a4-932c-2231363394d9',NULL,'01a201d7-5df5-70a4-932c-222ee5d558b4','01a201d7-5df5-70a4-932c-222f5817b09b','01a201d7-5df5-70a4-932c-2230bf61cdbb','2019-01-17','Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',1,'number','60%',NULL,NULL,700000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,5,'2026-01-01T00:00:00.000000Z');
INSERT INTO "claim" VALUES('01a201d7-5e08-72db-a252-136a20c6f135',NULL,'01a201d7-5e08-72db-a252-136859579e75','01a201d7-5e08-72db-a252-136974334c79',NULL,'2019-01-17','quote 0 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,11,'2026-01-01T00:00:00.000000Z');
INSERT INTO "claim" VALUES('01a201d7-5e14-7451-ac13-7d4f5c554ca9',NULL,'01a201d7-5e14-7451-ac13-7d4dc3e27fa6','01a201d7-5e14-7451-ac13-7d4e64fcca81',NULL,'2019-01-17','quote 1 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,14,'2026-01-02T00:00:00.000000Z');
INSERT INTO "claim" VALUES('01a201d7-5e1f-70b9-8a8a-2724391b1865',NULL,'01a201d7-5e1f-70b9-8a8a-272273308e73','01a201d7-5e1f-70b9-8a8a-2723fb373ac5',NULL,'2019-01-17','quote 2 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,4,17,'2026-01-03T00:00:00.000000Z');
CREATE TABLE entry (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT entry_pk PRIMARY KEY (seq),
    CONSTRAINT entry_id_unique UNIQUE (id),
    CONSTRAINT entry_seq_positive CHECK (seq > 0),
    CONSTRAINT entry_recorded_at_instant CHECK (length(recorded_at) = 27)
) STRICT;
INSERT INTO "entry" VALUES(1,'01a201d7-5df5-70a4-932c-2232f64ba090','analyst.added','01a201d7-5df5-70a4-932c-222ee5d558b4','2026-01-01T00:00:00.000000Z','curator','7078ee34c33187fc08297645516506f0f802eb6c01111c0154cbb51e4b28ccd1','8478aaa877f4006b50a368ebd30edcf0a711c15e25f64e78aed62da605148820');
INSERT INTO "entry" VALUES(2,'01a201d7-5df5-70a4-932c-2233bbd3acd0','episode.added','01a201d7-5df5-70a4-932c-2230bf61cdbb','2026-01-01T00:00:00.000000Z','curator','d1b82947e686c81c63007adae57ddcef0b30576d468b534864db4ef6fe8fb3cb','9b83e4fc05b520ea7e05905b0869e0654e3d45041dca8968e5f62b77f35ed262');
INSERT INTO "entry" VALUES(3,'01a201d7-5df5-70a4-932c-2234e2fd2b88','question.added','01a201d7-5df5-70a4-932c-222f5817b09b','2026-01-01T00:00:00.000000Z','curator','509011e068ad7794596dd23e638d34eafb6e75cf55ba6a8673b80e2ef1463b66','74fa7fc68e79373e528999d7161a20c01f9df04c6d01001a76f3144355b9b4e1');
INSERT INTO "entry" VALUES(4,'01a201d7-5df5-70a4-932c-22358cb8009b','claim.added','01a201d7-5df5-70a4-932c-2231363394d9','2026-01-01T00:00:00.000000Z','curator','c76c81c7749a6111745651dc36835cead0800cfd852cdf635b4f4a463235f703','6a36c40cb89e3dc3f0a41ca98c015546e2948d593e21c0a775156409790867d2');
INSERT INTO "entry" VALUES(5,'01a201d7-5df5-70a4-932c-22360a2d1324','claim.recoded','01a201d7-5df5-70a4-932c-2231363394d9','2026-01-01T00:00:00.000000Z','curator','e9a4e756f5129cc86595f856ca910e57d30b0dc1f5d00ceac090433b8e0f81b3','65cbd45269a3332e5c58461be7f605eadf088015d92dee84cc2dfdd68d1c3cfb');
INSERT INTO "entry" VALUES(6,'01a201d7-5df5-70a4-932c-2238c474e633','resolution.added','01a201d7-5df5-70a4-932c-22376116dd0e','2026-01-01T00:00:00.000000Z','curator','c0feb194457233e874048a7929bb5b32af6364433de922fb4c9ce072564d6fbf','6f209891c5f8f79df7897a4f17e8ca5394e43fa1acf8d085828fce4bae190285');
INSERT INTO "entry" VALUES(7,'01a201d7-5df6-76b4-860a-c182cccd3570','resolution.added','01a201d7-5df5-70a4-932c-2239702d5df4','2026-01-01T00:00:00.000000Z','curator','d7722a0cdb9a0def81bf1800d0937f8b54bbd73f3f6e298a0c5d140f7e6fd0a5','1927937487eee4d536d67e83eceac29e8da8ac103ffb27e5aea2941f72f50fbc');
INSERT INTO "entry" VALUES(8,'01a201d7-5df6-76b4-860a-c184a85f0ca2','resolution.added','01a201d7-5df6-76b4-860a-c183312dd50f','2026-01-01T00:00:00.000000Z','curator','25e593329489651d3e8d9035cc1db69a2bb59fbabf64aae47a2b037a04f7cb0c','e2148751be24094a293a47b5636d82702628395dff8d7cfec226ee38aac3478d');
INSERT INTO "entry" VALUES(9,'01a201d7-5e08-72db-a252-136be0d6960b','analyst.added','01a201d7-5e08-72db-a252-136859579e75','2026-01-01T00:00:00.000000Z','root','2ea0412c0a0c365e6f75ff1ad9c14fcfa4f223dec58e289ceca7f31ae4a22074','7fe6263acce75c85ef9541937794e8e0933ba88b4c08469c3ecac50335b68e70');
INSERT INTO "entry" VALUES(10,'01a201d7-5e08-72db-a252-136c55578320','question.added','01a201d7-5e08-72db-a252-136974334c79','2026-01-01T00:00:00.000000Z','root','55a64f350f9d0bf07c9b588c55d318b48418e09fcdbbcf0437f782767d180a70','f3a4f9f53df6f9caeb0170f058df6867e7f467236b7fa279ea6dd9003661337b');
INSERT INTO "entry" VALUES(11,'01a201d7-5e08-72db-a252-136d08180e68','claim.added','01a201d7-5e08-72db-a252-136a20c6f135','2026-01-01T00:00:00.000000Z','root','63760819bae2828fcd2b2119f6807f18069c407ce0a308d9370d6f4eddc6c952','a138fde3a8d5bc969fa3e4a165146e6d6f490d379a11e613069e59712f6f7862');
INSERT INTO "entry" VALUES(12,'01a201d7-5e15-76ef-bb34-b79c6efbc99c','analyst.added','01a201d7-5e14-7451-ac13-7d4dc3e27fa6','2026-01-02T00:00:00.000000Z','root','3282a8c2430730c5664f3bcf882236cda53b10fb8e90d9ff6ba1b1901464bb56','fbe87aa8bc910019d85908ce044b48ac5d7a0a357a4b95d5fb890ae3859a1916');
INSERT INTO "entry" VALUES(13,'01a201d7-5e15-76ef-bb34-b79d60e10f11','question.added','01a201d7-5e14-7451-ac13-7d4e64fcca81','2026-01-02T00:00:00.000000Z','root','0e27b9cea37d4461b8b674f14217cf81b0125de51186e0e27218d66ff83b5062','3434951832f2e55414a715386dc36106933285836d77843266747fef40f970ec');
INSERT INTO "entry" VALUES(14,'01a201d7-5e15-76ef-bb34-b79eadc98e88','claim.added','01a201d7-5e14-7451-ac13-7d4f5c554ca9','2026-01-02T00:00:00.000000Z','root','8db422b689ffb781517292022eca6711cde9a9c5562daddfb9913255be25116e','eb254b919b6d4ae77797d7ceec89595028cb5b173704478d33bf0ad4dbfeed29');
INSERT INTO "entry" VALUES(15,'01a201d7-5e20-7641-9f50-10e7f1641753','analyst.added','01a201d7-5e1f-70b9-8a8a-272273308e73','2026-01-03T00:00:00.000000Z','root','8be99449d4acd96ed448c37fedf55c06cb29684c7cbd1d06eeba657740cfad8b','183481eb838a765332e99064f8eaf230c9b8cb2f2973d2bf30eeb3f4b91c6d85');
INSERT INTO "entry" VALUES(16,'01a201d7-5e20-7641-9f50-10e8da9d4264','question.added','01a201d7-5e1f-70b9-8a8a-2723fb373ac5','2026-01-03T00:00:00.000000Z','root','d9003ed18f0dd58ad85754e3cc474b792d66b18ccef35e87749247ab0ebd8717','0cae3eb22e9b8b4c998ee2374c76c23c8cb3411b790724325fb0d75bca043a52');
INSERT INTO "entry" VALUES(17,'01a201d7-5e20-7641-9f50-10e98e252346','claim.added','01a201d7-5e1f-70b9-8a8a-2724391b1865','2026-01-03T00:00:00.000000Z','root','97f91f1d76011338541f9617d14b5b3ebbb9c88e790673b7ff55c28413c47870','cbd18482d1597ced861578fcc53f3c56b918594e43a7c4e27bcdfc20199e4f1b');
CREATE TABLE entry_body (
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT entry_body_pk PRIMARY KEY (seq),
    CONSTRAINT entry_body_seq_known FOREIGN KEY (seq) REFERENCES entry (seq),
    CONSTRAINT entry_body_size CHECK (length(body) <= 1000000)
) STRICT;
INSERT INTO "entry_body" VALUES(1,'5c61fd9062ecbc47ccff6c4656126975','{"aliases":[{"match_key":"赵通","name":"赵通"}],"id":"01a201d7-5df5-70a4-932c-222ee5d558b4","key":null,"match_key":"tong zhao","merged_into":null,"name":"Tong Zhao","note":null}');
INSERT INTO "entry_body" VALUES(2,'aa6a5923ab64215a67c2c54c5824befb','{"id":"01a201d7-5df5-70a4-932c-2230bf61cdbb","key":null,"language":null,"note":null,"people":[{"name":"Paul Haenle","role":"host"}],"published_on":null,"show":"China in the World","title":"New summit","url":null}');
INSERT INTO "entry_body" VALUES(3,'da57c753844a8dca4e121f0aec42acdb','{"condition":"Talks go on","criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a201d7-5df5-70a4-932c-222f5817b09b","key":null,"note":null,"statement":"A second summit takes place in 2019","topics":["summit","北京"]}');
INSERT INTO "entry_body" VALUES(4,'feb01b8abf9278c71bfec8ae7266749c','{"analyst_id":"01a201d7-5df5-70a4-932c-222ee5d558b4","at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"episode_id":"01a201d7-5df5-70a4-932c-2230bf61cdbb","excluded":null,"high":null,"id":"01a201d7-5df5-70a4-932c-2231363394d9","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a201d7-5df5-70a4-932c-222f5817b09b","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(5,'0106a1e110ff70bb6c8b1ca6284105cb','{"analyst_id":"01a201d7-5df5-70a4-932c-222ee5d558b4","at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"episode_id":"01a201d7-5df5-70a4-932c-2230bf61cdbb","excluded":null,"high":null,"id":"01a201d7-5df5-70a4-932c-2231363394d9","key":null,"kind":"prediction","low":null,"note":null,"point":700000,"question_id":"01a201d7-5df5-70a4-932c-222f5817b09b","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(6,'f152409b4808f78dfcab34161691f112','{"evidence":[],"fraction":null,"id":"01a201d7-5df5-70a4-932c-22376116dd0e","judged_by":null,"key":null,"note":null,"outcome":"false","question_id":"01a201d7-5df5-70a4-932c-222f5817b09b","reason":null,"resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(7,'55fe4292e896c6653b2901934491437a','{"evidence":["https://example.org/a?b=c"],"fraction":null,"id":"01a201d7-5df5-70a4-932c-2239702d5df4","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a201d7-5df5-70a4-932c-222f5817b09b","reason":"It took place in Hanoi","resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(8,'340e334face3462216b5247592e57b07','{"evidence":[],"fraction":null,"id":"01a201d7-5df6-76b4-860a-c183312dd50f","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a201d7-5df5-70a4-932c-222f5817b09b","reason":null,"resolved_on":"2019-02-27","target":"condition"}');
INSERT INTO "entry_body" VALUES(9,'b968a4eb05ac976831d84788e25ae3aa','{"aliases":[],"id":"01a201d7-5e08-72db-a252-136859579e75","key":null,"match_key":"analyst 0","merged_into":null,"name":"Analyst 0","note":null}');
INSERT INTO "entry_body" VALUES(10,'22a89572fd07ef1f601460b5b5b717a0','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a201d7-5e08-72db-a252-136974334c79","key":null,"note":null,"statement":"Statement 0","topics":["topic 0"]}');
INSERT INTO "entry_body" VALUES(11,'d81a042726fd801658176ad2d40402ea','{"analyst_id":"01a201d7-5e08-72db-a252-136859579e75","at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"episode_id":null,"excluded":null,"high":null,"id":"01a201d7-5e08-72db-a252-136a20c6f135","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a201d7-5e08-72db-a252-136974334c79","quote":"quote 0 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(12,'df66524a2b15f0363094f4fc6c6be3a8','{"aliases":[],"id":"01a201d7-5e14-7451-ac13-7d4dc3e27fa6","key":null,"match_key":"analyst 1","merged_into":null,"name":"Analyst 1","note":null}');
INSERT INTO "entry_body" VALUES(13,'f6635921a28fef423dad7c04f8f6168e','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a201d7-5e14-7451-ac13-7d4e64fcca81","key":null,"note":null,"statement":"Statement 1","topics":["topic 1"]}');
INSERT INTO "entry_body" VALUES(14,'1b2dfda8d6968a0e16e9f06807c371eb','{"analyst_id":"01a201d7-5e14-7451-ac13-7d4dc3e27fa6","at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"episode_id":null,"excluded":null,"high":null,"id":"01a201d7-5e14-7451-ac13-7d4f5c554ca9","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a201d7-5e14-7451-ac13-7d4e64fcca81","quote":"quote 1 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(15,'8827308481d0128c765122a6dac03477','{"aliases":[],"id":"01a201d7-5e1f-70b9-8a8a-272273308e73","key":null,"match_key":"analyst 2","merged_into":null,"name":"Analyst 2","note":null}');
INSERT INTO "entry_body" VALUES(16,'90678014dc89126a86c8ce1736566e04','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a201d7-5e1f-70b9-8a8a-2723fb373ac5","key":null,"note":null,"statement":"Statement 2","topics":["topic 2"]}');
INSERT INTO "entry_body" VALUES(17,'21e4314d4c358a2dd86a1a3efc4c3c26','{"analyst_id":"01a201d7-5e1f-70b9-8a8a-272273308e73","at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"episode_id":null,"excluded":null,"high":null,"id":"01a201d7-5e1f-70b9-8a8a-2724391b1865","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a201d7-5e1f-70b9-8a8a-2723fb373ac5","quote":"quote 2 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","withdrawn_on":null,"words":"60%"}');
CREATE TABLE episode (
    id TEXT NOT NULL,
    key TEXT,
    show TEXT NOT NULL,
    title TEXT NOT NULL,
    published_on TEXT,
    url TEXT,
    language TEXT,
    note TEXT,
    people TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT episode_pk PRIMARY KEY (id),
    CONSTRAINT episode_key_unique UNIQUE (key),
    CONSTRAINT episode_number_unique UNIQUE (number),
    CONSTRAINT episode_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT episode_published_on_day CHECK (length(published_on) = 10)
) STRICT;
INSERT INTO "episode" VALUES('01a201d7-5df5-70a4-932c-2230bf61cdbb',NULL,'China in the World','New summit',NULL,NULL,NULL,NULL,'[{"name": "Paul Haenle", "role": "host"}]',1,2,'2026-01-01T00:00:00.000000Z');
CREATE TABLE ledger_meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT ledger_meta_pk PRIMARY KEY (key)
) STRICT;
INSERT INTO "ledger_meta" VALUES('ledger_id','01a201d7-5dec-73bc-9e68-10a219cb4504');
INSERT INTO "ledger_meta" VALUES('format','ledger-chain-1');
CREATE TABLE question (
    id TEXT NOT NULL,
    key TEXT,
    statement TEXT NOT NULL,
    criteria TEXT,
    deadline TEXT,
    deadline_words TEXT,
    deadline_basis TEXT,
    condition TEXT,
    difficulty TEXT,
    note TEXT,
    verdict TEXT NOT NULL,
    verdict_fraction INTEGER,
    verdict_on TEXT,
    condition_verdict TEXT NOT NULL,
    condition_on TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT question_pk PRIMARY KEY (id),
    CONSTRAINT question_key_unique UNIQUE (key),
    CONSTRAINT question_number_unique UNIQUE (number),
    CONSTRAINT question_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT question_statement_size CHECK (length(statement) BETWEEN 1 AND 20000),
    CONSTRAINT question_deadline_day CHECK (length(deadline) = 10),
    CONSTRAINT question_verdict_on_day CHECK (length(verdict_on) = 10),
    CONSTRAINT question_condition_on_day CHECK (length(condition_on) = 10),
    CONSTRAINT question_verdict_fraction_range CHECK (verdict_fraction BETWEEN 0 AND 1000000)
) STRICT;
INSERT INTO "question" VALUES('01a201d7-5df5-70a4-932c-222f5817b09b',NULL,'A second summit takes place in 2019',NULL,'2019-12-31',NULL,NULL,'Talks go on',NULL,NULL,'true',NULL,'2019-02-27','true','2019-02-27',1,3,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a201d7-5e08-72db-a252-136974334c79',NULL,'Statement 0',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,2,10,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a201d7-5e14-7451-ac13-7d4e64fcca81',NULL,'Statement 1',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,3,13,'2026-01-02T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a201d7-5e1f-70b9-8a8a-2723fb373ac5',NULL,'Statement 2',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,4,16,'2026-01-03T00:00:00.000000Z');
CREATE TABLE question_topic (
    question_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    CONSTRAINT question_topic_pk PRIMARY KEY (question_id, topic),
    CONSTRAINT question_topic_question_id_known FOREIGN KEY (question_id) REFERENCES question (id)
) STRICT;
INSERT INTO "question_topic" VALUES('01a201d7-5df5-70a4-932c-222f5817b09b','summit');
INSERT INTO "question_topic" VALUES('01a201d7-5df5-70a4-932c-222f5817b09b','北京');
INSERT INTO "question_topic" VALUES('01a201d7-5e08-72db-a252-136974334c79','topic 0');
INSERT INTO "question_topic" VALUES('01a201d7-5e14-7451-ac13-7d4e64fcca81','topic 1');
INSERT INTO "question_topic" VALUES('01a201d7-5e1f-70b9-8a8a-2723fb373ac5','topic 2');
CREATE TABLE resolution (
    id TEXT NOT NULL,
    key TEXT,
    question_id TEXT NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT NOT NULL,
    fraction INTEGER,
    resolved_on TEXT,
    evidence TEXT NOT NULL,
    reason TEXT,
    judged_by TEXT,
    note TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT resolution_pk PRIMARY KEY (id),
    CONSTRAINT resolution_key_unique UNIQUE (key),
    CONSTRAINT resolution_number_unique UNIQUE (number),
    CONSTRAINT resolution_question_id_known FOREIGN KEY (question_id) REFERENCES question (id),
    CONSTRAINT resolution_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT resolution_resolved_on_day CHECK (length(resolved_on) = 10),
    CONSTRAINT resolution_fraction_range CHECK (fraction BETWEEN 0 AND 1000000)
) STRICT;
INSERT INTO "resolution" VALUES('01a201d7-5df5-70a4-932c-22376116dd0e',NULL,'01a201d7-5df5-70a4-932c-222f5817b09b','question','false',NULL,'2019-02-27','[]',NULL,NULL,NULL,1,6,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a201d7-5df5-70a4-932c-2239702d5df4',NULL,'01a201d7-5df5-70a4-932c-222f5817b09b','question','true',NULL,'2019-02-27','["https://example.org/a?b=c"]','It took place in Hanoi',NULL,NULL,2,7,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a201d7-5df6-76b4-860a-c183312dd50f',NULL,'01a201d7-5df5-70a4-932c-222f5817b09b','condition','true',NULL,'2019-02-27','[]',NULL,NULL,NULL,3,8,'2026-01-01T00:00:00.000000Z');
CREATE INDEX entry_subject_index ON entry (subject);
CREATE INDEX claim_analyst_id_index ON claim (analyst_id);
CREATE INDEX claim_question_id_index ON claim (question_id);
CREATE INDEX question_topic_topic_index ON question_topic (topic);
CREATE INDEX resolution_question_id_index ON resolution (question_id);
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be deleted'); END;
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM entry)
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry must be the next one'); END;
CREATE TRIGGER entry_body_no_update BEFORE UPDATE ON entry_body
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be changed'); END;
CREATE TRIGGER entry_body_no_delete BEFORE DELETE ON entry_body
WHEN NOT EXISTS (SELECT 1 FROM entry AS redacting JOIN entry AS redacted ON redacted.id = redacting.subject
                 WHERE redacting.kind = 'entry.redacted' AND redacted.seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be deleted without a redaction entry'); END;
CREATE TRIGGER entry_body_next BEFORE INSERT ON entry_body
WHEN EXISTS (SELECT 1 FROM entry_body WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be replaced'); END;
CREATE TRIGGER ledger_meta_no_update BEFORE UPDATE ON ledger_meta
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be changed'); END;
CREATE TRIGGER ledger_meta_no_delete BEFORE DELETE ON ledger_meta
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be deleted'); END;
CREATE TRIGGER ledger_meta_next BEFORE INSERT ON ledger_meta
WHEN EXISTS (SELECT 1 FROM ledger_meta WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be replaced'); END;
COMMIT;
PRAGMA application_id=1279543122;
PRAGMA user_version=1;
