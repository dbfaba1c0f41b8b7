-- head d10d0fca8ccbbfb0e2d2ec590e36f1536f8f5b6395cca40fabbf47aa6057f8fa
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "analyst" VALUES('01a21089-638d-709e-872d-54bda7ec8796',NULL,'Tong Zhao','tong zhao',NULL,NULL,1,1,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21089-63b8-7090-871d-a4892656fa66',NULL,'Analyst 0','analyst 0',NULL,NULL,2,13,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21089-63c8-7141-90a2-4030d376d642',NULL,'Analyst 1','analyst 1',NULL,NULL,3,16,'2026-01-02T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21089-63db-7229-a25a-55aaf545f12f',NULL,'Analyst 2','analyst 2',NULL,NULL,4,19,'2026-01-03T00:00:00.000000Z');
CREATE TABLE analyst_alias (
    analyst_id TEXT NOT NULL,
    match_key TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT analyst_alias_pk PRIMARY KEY (analyst_id, match_key),
    CONSTRAINT analyst_alias_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id)
) STRICT;
INSERT INTO "analyst_alias" VALUES('01a21089-638d-709e-872d-54bda7ec8796','赵通','赵通');
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
    recorded_at TEXT NOT NULL, until_seconds INTEGER, document_id TEXT CONSTRAINT claim_document_id_known REFERENCES document (id), anchor_start INTEGER, anchor_end INTEGER, anchor_exact TEXT, anchor_prefix TEXT, anchor_suffix TEXT, anchor_fit TEXT,
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
INSERT INTO "claim" VALUES('01a21089-638d-709e-872d-54c17d4c6e3b',NULL,'01a21089-638d-709e-872d-54bda7ec8796','01a21089-638d-709e-872d-54beff056f21','01a21089-638d-709e-872d-54bf040ef31d','2019-01-17','Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',1,'number','60%',NULL,NULL,700000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,9,'2026-01-01T00:00:00.000000Z',NULL,'01a21089-638d-709e-872d-54c0eb15f6a6',NULL,NULL,' 
 ',NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21089-63bb-76c9-9d8b-2c42731906ac',NULL,'01a21089-63b8-7090-871d-a4892656fa66','01a21089-63b8-7090-871d-a48ab83509fd',NULL,'2019-01-17','quote 0 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,15,'2026-01-01T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21089-63c8-7141-90a2-403211150432',NULL,'01a21089-63c8-7141-90a2-4030d376d642','01a21089-63c8-7141-90a2-40316add3967',NULL,'2019-01-17','quote 1 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,18,'2026-01-02T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21089-63dc-768b-a46f-df93ddf4f873',NULL,'01a21089-63db-7229-a25a-55aaf545f12f','01a21089-63dc-768b-a46f-df922058c004',NULL,'2019-01-17','quote 2 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,4,21,'2026-01-03T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE document (
    id TEXT NOT NULL,
    key TEXT,
    episode_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    encoding TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    url TEXT,
    retrieved_on TEXT,
    replaces TEXT,
    note TEXT,
    sections TEXT NOT NULL,
    speaking TEXT NOT NULL,
    understood TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT document_pk PRIMARY KEY (id),
    CONSTRAINT document_key_unique UNIQUE (key),
    CONSTRAINT document_number_unique UNIQUE (number),
    CONSTRAINT document_episode_id_known FOREIGN KEY (episode_id) REFERENCES episode (id),
    CONSTRAINT document_replaces_known FOREIGN KEY (replaces) REFERENCES document (id),
    CONSTRAINT document_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT document_hash_size CHECK (length(file_hash) = 64),
    CONSTRAINT document_size_positive CHECK (size >= 0),
    CONSTRAINT document_retrieved_on_day CHECK (length(retrieved_on) = 10)
) STRICT;
INSERT INTO "document" VALUES('01a21089-638d-709e-872d-54c0eb15f6a6',NULL,'01a21089-638d-709e-872d-54bf040ef31d','page.txt','plain','utf-8','0000000000000000000000000000000000000000000000000000000000000000',3,NULL,NULL,NULL,NULL,'[{"end": 3, "kind": "text", "start": 0}]','[]','{"warnings": ["no_times"]}',1,3,'2026-01-01T00:00:00.000000Z');
CREATE TABLE document_part (
    id TEXT NOT NULL,
    key TEXT,
    document_id TEXT NOT NULL,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,
    content TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT document_part_pk PRIMARY KEY (id),
    CONSTRAINT document_part_key_unique UNIQUE (key),
    CONSTRAINT document_part_number_unique UNIQUE (number),
    CONSTRAINT document_part_document_id_known FOREIGN KEY (document_id) REFERENCES document (id),
    CONSTRAINT document_part_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT document_part_place_positive CHECK (place >= 0)
) STRICT;
INSERT INTO "document_part" VALUES('01a21089-638d-709e-872d-54c28095b988',NULL,'01a21089-638d-709e-872d-54c0eb15f6a6','raw',0,'Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',1,4,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "entry" VALUES(1,'01a21089-638d-709e-872d-54c3c908834c','analyst.added','01a21089-638d-709e-872d-54bda7ec8796','2026-01-01T00:00:00.000000Z','curator','3410cdc3e60188421b6bec5b97a219f474699e0502361898b07a8519a065d374','bf8eb6fa429af9bc7da7d3306d647ed348173ea692dbfec1bfa00cc5f21ede2c');
INSERT INTO "entry" VALUES(2,'01a21089-638d-709e-872d-54c4b5207351','episode.added','01a21089-638d-709e-872d-54bf040ef31d','2026-01-01T00:00:00.000000Z','curator','48018134ab8b14bf72dc51c7c6c549e5dfbf345e61454a27aca3337c971cfb48','fcfca6796831aca8518d686221d9224f3a6fb6c65d514a70003ea67c33c1bf6a');
INSERT INTO "entry" VALUES(3,'01a21089-638d-709e-872d-54c5ecb02766','document.added','01a21089-638d-709e-872d-54c0eb15f6a6','2026-01-01T00:00:00.000000Z','curator','28321be6e6dae795d52efbfd748a6fb18dc5a67919d42f168ed76833470d1530','9093fe67044fe4ab7a7ffe5dc2ce2ece5fe84c29b0dd2740a508d4d4dbc7ec7c');
INSERT INTO "entry" VALUES(4,'01a21089-638d-709e-872d-54c6798dd1aa','document_part.added','01a21089-638d-709e-872d-54c28095b988','2026-01-01T00:00:00.000000Z','curator','ab040e99137a06dd1d9fcc3279a17edee26fbb280eab91f3be3261eacfabfdec','f78d21eb71ac35cda1758ff57f96b73880cc63c6c7c5832cba10e83105b16252');
INSERT INTO "entry" VALUES(5,'01a21089-638d-709e-872d-54c7cedfc43c','question.added','01a21089-638d-709e-872d-54beff056f21','2026-01-01T00:00:00.000000Z','curator','1588e989dd4d6774a35f4aaa93ed313ad41f788a70ff394fba0e002c6a9e974e','1182e4bb43b30c19a93f606f40ade104ef15a104a3d70a8aceee3680b1f23e0c');
INSERT INTO "entry" VALUES(6,'01a21089-638d-709e-872d-54c87d061709','claim.added','01a21089-638d-709e-872d-54c17d4c6e3b','2026-01-01T00:00:00.000000Z','curator','5900d471fd16bc220bf0d09306d3edaf0bd4156c2cd8154576e688175c1819ff','536e420d8942dabcc7d1f12f18627fcbac13f50b732e5fbf44b45d9c8dfc2887');
INSERT INTO "entry" VALUES(7,'01a21089-638e-747f-9be9-5d6cb0f4afa8','review.added','01a21089-638d-709e-872d-54c9611a4383','2026-01-01T00:00:00.000000Z','curator','98199b1da5f4d51bb9d2642cc721a877f81441e334bb24b9402514a5eea9b126','4763434c0f056c73834f1e03416540478c2fa7729e5b5e7cf1523f7ef0bb8d74');
INSERT INTO "entry" VALUES(8,'01a21089-638e-747f-9be9-5d6e3f5ef761','review.added','01a21089-638e-747f-9be9-5d6d329f8904','2026-01-01T00:00:00.000000Z','curator','45768d8872e18f902c8adda765de220083522f5a1ed566cabb8eec7941936384','cbab54ed777e6a9b2c20badaa163df96652d6ddc498a0fc470986faed55cce17');
INSERT INTO "entry" VALUES(9,'01a21089-638e-747f-9be9-5d6f3575ca69','claim.recoded','01a21089-638d-709e-872d-54c17d4c6e3b','2026-01-01T00:00:00.000000Z','curator','63dccb598817d093404e879358e652d1acf8d576ebb0a51e1b072e557a95c924','ffcef49e6d1790895ab09f61fcd0c8dcff06fef1d6687120b5586e7034ed7058');
INSERT INTO "entry" VALUES(10,'01a21089-638e-747f-9be9-5d71531ea5cc','resolution.added','01a21089-638e-747f-9be9-5d7045c6e7a8','2026-01-01T00:00:00.000000Z','curator','24f2bc169830fa078e7c4acfafc50fb52b607c8d55fb8df1ceeea84f9be19e81','dc85bb7c3046481397d418736d38fc6c3b4ef302008f527acf79a92e905f8b99');
INSERT INTO "entry" VALUES(11,'01a21089-638e-747f-9be9-5d7323c39aa9','resolution.added','01a21089-638e-747f-9be9-5d72afe81640','2026-01-01T00:00:00.000000Z','curator','f62d91a27db6576b8d2cfb7b0ebffcb31c733484771171aac8939ffc69449306','a8c56752231f635fc83048aa773eafc380f5a31c11e64c75e0e2cbe629d8f908');
INSERT INTO "entry" VALUES(12,'01a21089-638e-747f-9be9-5d75fac44549','resolution.added','01a21089-638e-747f-9be9-5d74c4f0fcca','2026-01-01T00:00:00.000000Z','curator','ddb17c925be5939471f9789ddf9d9f4500f32cd5fc88a5a76a4b4312f328ee83','30991069f1d80913e2c56f6f9320cfef001f0a5b43b0b9c3e834cd268a51312c');
INSERT INTO "entry" VALUES(13,'01a21089-63bb-76c9-9d8b-2c43e88fbb31','analyst.added','01a21089-63b8-7090-871d-a4892656fa66','2026-01-01T00:00:00.000000Z','root','187d1b5e0226fc4c1d8c8de2f2159749b4b79579f1ea05397604965d22cee87f','3b44410d567900c996da39fe88cb54f4a7b4b6327fdba470499f4521ce82abb8');
INSERT INTO "entry" VALUES(14,'01a21089-63bc-76af-95ef-9b542b561c54','question.added','01a21089-63b8-7090-871d-a48ab83509fd','2026-01-01T00:00:00.000000Z','root','dcf914c21ab4fd8840e7ff97b59237aaaf3ad9ee9fcb60272d572136988fc5c7','dc4c9489633edd4ebd5c07b43b1e3168ad6cb3a0b5fac96755e57b5b7d39f5e9');
INSERT INTO "entry" VALUES(15,'01a21089-63bc-76af-95ef-9b558cb50772','claim.added','01a21089-63bb-76c9-9d8b-2c42731906ac','2026-01-01T00:00:00.000000Z','root','fdc56acb84618ef7d4b7c53ac8cd003cca0132f31bb29ebfdfd6f9aa4cd34853','d4aed855e37c9cea833a1f29b527890d16f983b40d82a338c101b0f3b26d9ad2');
INSERT INTO "entry" VALUES(16,'01a21089-63c8-7141-90a2-403366e612ad','analyst.added','01a21089-63c8-7141-90a2-4030d376d642','2026-01-02T00:00:00.000000Z','root','a8715e6d422b714a4faa33116b55e1bddbaceae673ba829bbd5b2f7e37f60b04','c55e04fefa0130e501e278f8d5463c89d9f238bbd4e2882790a48a4b77df5dee');
INSERT INTO "entry" VALUES(17,'01a21089-63c8-7141-90a2-4034d57da01f','question.added','01a21089-63c8-7141-90a2-40316add3967','2026-01-02T00:00:00.000000Z','root','f372f91ef933ca891b3765016b62a467cecffd0f31bd0aa4a327e2e0836ef2ff','451873fb6fb6991aab2b5a1f72f8db774768a5d93410547014053fd77af89806');
INSERT INTO "entry" VALUES(18,'01a21089-63c8-7141-90a2-40356b1069fc','claim.added','01a21089-63c8-7141-90a2-403211150432','2026-01-02T00:00:00.000000Z','root','22d59670aed15468b86e7747a627035d80fe1d35d21578718d333d1934f7a50c','5cf2be649dcdb901231429f61fc276bf6522005afee3ba695492a6d52bb33537');
INSERT INTO "entry" VALUES(19,'01a21089-63dc-768b-a46f-df94b66626a1','analyst.added','01a21089-63db-7229-a25a-55aaf545f12f','2026-01-03T00:00:00.000000Z','root','2a706377ec6e06b98e888d67fe41910dbea4c74d0834d8026aaa4520c6bda27d','28036df16ba7be8f5a8d62a8fe87f2341e6cfbdcf4ccfcbcba478f74ba16eb30');
INSERT INTO "entry" VALUES(20,'01a21089-63dc-768b-a46f-df958c8b7b83','question.added','01a21089-63dc-768b-a46f-df922058c004','2026-01-03T00:00:00.000000Z','root','2b6ee985bd7ca4187ed468916cfbfe654d5278cc836e770248d9f15a1375aee5','0f7c9a281e136c44f96fe2182b21ebbd4408839674631f83c5c2e712af07bf14');
INSERT INTO "entry" VALUES(21,'01a21089-63dc-768b-a46f-df9677ad4ad2','claim.added','01a21089-63dc-768b-a46f-df93ddf4f873','2026-01-03T00:00:00.000000Z','root','b8a467a61e3a84b85fb0532c1324f71c9baca3ba5fd39d4d0ac6724aba26c4ff','d10d0fca8ccbbfb0e2d2ec590e36f1536f8f5b6395cca40fabbf47aa6057f8fa');
CREATE TABLE entry_body (
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT entry_body_pk PRIMARY KEY (seq),
    CONSTRAINT entry_body_seq_known FOREIGN KEY (seq) REFERENCES entry (seq),
    CONSTRAINT entry_body_size CHECK (length(body) <= 1000000)
) STRICT;
INSERT INTO "entry_body" VALUES(1,'37d523d432353f1dca104c56c1c4e12b','{"aliases":[{"match_key":"赵通","name":"赵通"}],"id":"01a21089-638d-709e-872d-54bda7ec8796","key":null,"match_key":"tong zhao","merged_into":null,"name":"Tong Zhao","note":null}');
INSERT INTO "entry_body" VALUES(2,'daeb5a80ba05deb456eb31f7dbd98ab8','{"aliases":[],"duration_s":null,"glossary":[],"id":"01a21089-638d-709e-872d-54bf040ef31d","key":null,"language":null,"note":null,"people":[{"name":"Paul Haenle","role":"host"}],"published_on":null,"show":"China in the World","title":"New summit","url":null}');
INSERT INTO "entry_body" VALUES(3,'d39807bb3e58bd66eee7d9d36b3ef381','{"encoding":"utf-8","episode_id":"01a21089-638d-709e-872d-54bf040ef31d","file_hash":"0000000000000000000000000000000000000000000000000000000000000000","id":"01a21089-638d-709e-872d-54c0eb15f6a6","key":null,"kind":"plain","name":"page.txt","note":null,"replaces":null,"retrieved_on":null,"sections":[{"end":3,"kind":"text","start":0}],"size":3,"speaking":[],"understood":{"warnings":["no_times"]},"url":null}');
INSERT INTO "entry_body" VALUES(4,'68572ab1fe0491450619c415ab135d0c','{"content":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","document_id":"01a21089-638d-709e-872d-54c0eb15f6a6","id":"01a21089-638d-709e-872d-54c28095b988","key":null,"part":"raw","place":0}');
INSERT INTO "entry_body" VALUES(5,'2152d200aff2ef86743867c7889040c5','{"condition":"Talks go on","criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21089-638d-709e-872d-54beff056f21","key":null,"note":null,"statement":"A second summit takes place in 2019","topics":["summit","北京"]}');
INSERT INTO "entry_body" VALUES(6,'9fab11565bd4bb43ccd0faeb889c1075','{"analyst_id":"01a21089-638d-709e-872d-54bda7ec8796","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a21089-638d-709e-872d-54c0eb15f6a6","episode_id":"01a21089-638d-709e-872d-54bf040ef31d","excluded":null,"high":null,"id":"01a21089-638d-709e-872d-54c17d4c6e3b","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21089-638d-709e-872d-54beff056f21","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(7,'00e8498a090439a9b6d49509bca50300','{"anchor_end":3,"anchor_start":0,"claims":["01a21089-638d-709e-872d-54c17d4c6e3b"],"decision":"kept","document_id":"01a21089-638d-709e-872d-54c0eb15f6a6","id":"01a21089-638d-709e-872d-54c9611a4383","key":null,"note":null,"reason":null,"rules":null,"score":null}');
INSERT INTO "entry_body" VALUES(8,'f4d9d0c05d04cd6d949f8cfc7c6ee15a','{"anchor_end":3,"anchor_start":0,"claims":[],"decision":"dropped","document_id":"01a21089-638d-709e-872d-54c0eb15f6a6","id":"01a21089-638e-747f-9be9-5d6d329f8904","key":null,"note":null,"reason":"question","rules":"en-1","score":-3}');
INSERT INTO "entry_body" VALUES(9,'19ed521327b2a18afb26a712ef1a98cc','{"analyst_id":"01a21089-638d-709e-872d-54bda7ec8796","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a21089-638d-709e-872d-54c0eb15f6a6","episode_id":"01a21089-638d-709e-872d-54bf040ef31d","excluded":null,"high":null,"id":"01a21089-638d-709e-872d-54c17d4c6e3b","key":null,"kind":"prediction","low":null,"note":null,"point":700000,"question_id":"01a21089-638d-709e-872d-54beff056f21","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(10,'d4dd214b7c2c6368f5a54f30071539fc','{"evidence":[],"fraction":null,"id":"01a21089-638e-747f-9be9-5d7045c6e7a8","judged_by":null,"key":null,"note":null,"outcome":"false","question_id":"01a21089-638d-709e-872d-54beff056f21","reason":null,"resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(11,'21e04f439a31134fd6eacfdfb4758b89','{"evidence":["https://example.org/a?b=c"],"fraction":null,"id":"01a21089-638e-747f-9be9-5d72afe81640","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a21089-638d-709e-872d-54beff056f21","reason":"It took place in Hanoi","resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(12,'7be4ff1159ea3953c8b2390c6421bd00','{"evidence":[],"fraction":null,"id":"01a21089-638e-747f-9be9-5d74c4f0fcca","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a21089-638d-709e-872d-54beff056f21","reason":null,"resolved_on":"2019-02-27","target":"condition"}');
INSERT INTO "entry_body" VALUES(13,'a9265024d7ede62ec7d78f4fc8d8f8de','{"aliases":[],"id":"01a21089-63b8-7090-871d-a4892656fa66","key":null,"match_key":"analyst 0","merged_into":null,"name":"Analyst 0","note":null}');
INSERT INTO "entry_body" VALUES(14,'d82193b21b6e918f823dc114f2247f48','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21089-63b8-7090-871d-a48ab83509fd","key":null,"note":null,"statement":"Statement 0","topics":["topic 0"]}');
INSERT INTO "entry_body" VALUES(15,'7be0756bf7ef5a8c72dc647c1fa110bb','{"analyst_id":"01a21089-63b8-7090-871d-a4892656fa66","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21089-63bb-76c9-9d8b-2c42731906ac","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21089-63b8-7090-871d-a48ab83509fd","quote":"quote 0 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(16,'e84f3a5a68c26ac5c7eabc1bc68c9b19','{"aliases":[],"id":"01a21089-63c8-7141-90a2-4030d376d642","key":null,"match_key":"analyst 1","merged_into":null,"name":"Analyst 1","note":null}');
INSERT INTO "entry_body" VALUES(17,'4279044cb74f2bbab1f14212ec1cd76d','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21089-63c8-7141-90a2-40316add3967","key":null,"note":null,"statement":"Statement 1","topics":["topic 1"]}');
INSERT INTO "entry_body" VALUES(18,'9678c0cddba42b8cb015959bb32d61ba','{"analyst_id":"01a21089-63c8-7141-90a2-4030d376d642","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21089-63c8-7141-90a2-403211150432","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21089-63c8-7141-90a2-40316add3967","quote":"quote 1 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(19,'0118ae942649a371c2cbe65dad6d10f0','{"aliases":[],"id":"01a21089-63db-7229-a25a-55aaf545f12f","key":null,"match_key":"analyst 2","merged_into":null,"name":"Analyst 2","note":null}');
INSERT INTO "entry_body" VALUES(20,'b68b9f47dfd32bf84e6fd3ee7283a2ad','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21089-63dc-768b-a46f-df922058c004","key":null,"note":null,"statement":"Statement 2","topics":["topic 2"]}');
INSERT INTO "entry_body" VALUES(21,'eb3c7f58798efbd531d5d6bdb61889e2','{"analyst_id":"01a21089-63db-7229-a25a-55aaf545f12f","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21089-63dc-768b-a46f-df93ddf4f873","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21089-63dc-768b-a46f-df922058c004","quote":"quote 2 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
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
    recorded_at TEXT NOT NULL, duration_s INTEGER, glossary TEXT NOT NULL DEFAULT '[]', aliases TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT episode_pk PRIMARY KEY (id),
    CONSTRAINT episode_key_unique UNIQUE (key),
    CONSTRAINT episode_number_unique UNIQUE (number),
    CONSTRAINT episode_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT episode_published_on_day CHECK (length(published_on) = 10)
) STRICT;
INSERT INTO "episode" VALUES('01a21089-638d-709e-872d-54bf040ef31d',NULL,'China in the World','New summit',NULL,NULL,NULL,NULL,'[{"name": "Paul Haenle", "role": "host"}]',1,2,'2026-01-01T00:00:00.000000Z',NULL,'[]','[]');
CREATE TABLE ledger_meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT ledger_meta_pk PRIMARY KEY (key)
) STRICT;
INSERT INTO "ledger_meta" VALUES('ledger_id','01a21089-6364-77a2-9154-c9931860e85b');
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
INSERT INTO "question" VALUES('01a21089-638d-709e-872d-54beff056f21',NULL,'A second summit takes place in 2019',NULL,'2019-12-31',NULL,NULL,'Talks go on',NULL,NULL,'true',NULL,'2019-02-27','true','2019-02-27',1,5,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21089-63b8-7090-871d-a48ab83509fd',NULL,'Statement 0',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,2,14,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21089-63c8-7141-90a2-40316add3967',NULL,'Statement 1',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,3,17,'2026-01-02T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21089-63dc-768b-a46f-df922058c004',NULL,'Statement 2',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,4,20,'2026-01-03T00:00:00.000000Z');
CREATE TABLE question_topic (
    question_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    CONSTRAINT question_topic_pk PRIMARY KEY (question_id, topic),
    CONSTRAINT question_topic_question_id_known FOREIGN KEY (question_id) REFERENCES question (id)
) STRICT;
INSERT INTO "question_topic" VALUES('01a21089-638d-709e-872d-54beff056f21','summit');
INSERT INTO "question_topic" VALUES('01a21089-638d-709e-872d-54beff056f21','北京');
INSERT INTO "question_topic" VALUES('01a21089-63b8-7090-871d-a48ab83509fd','topic 0');
INSERT INTO "question_topic" VALUES('01a21089-63c8-7141-90a2-40316add3967','topic 1');
INSERT INTO "question_topic" VALUES('01a21089-63dc-768b-a46f-df922058c004','topic 2');
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
INSERT INTO "resolution" VALUES('01a21089-638e-747f-9be9-5d7045c6e7a8',NULL,'01a21089-638d-709e-872d-54beff056f21','question','false',NULL,'2019-02-27','[]',NULL,NULL,NULL,1,10,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a21089-638e-747f-9be9-5d72afe81640',NULL,'01a21089-638d-709e-872d-54beff056f21','question','true',NULL,'2019-02-27','["https://example.org/a?b=c"]','It took place in Hanoi',NULL,NULL,2,11,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a21089-638e-747f-9be9-5d74c4f0fcca',NULL,'01a21089-638d-709e-872d-54beff056f21','condition','true',NULL,'2019-02-27','[]',NULL,NULL,NULL,3,12,'2026-01-01T00:00:00.000000Z');
CREATE TABLE review (
    id TEXT NOT NULL,
    key TEXT,
    document_id TEXT NOT NULL,
    anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    score INTEGER,
    rules TEXT,
    note TEXT,
    claims TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT review_pk PRIMARY KEY (id),
    CONSTRAINT review_key_unique UNIQUE (key),
    CONSTRAINT review_number_unique UNIQUE (number),
    CONSTRAINT review_document_id_known FOREIGN KEY (document_id) REFERENCES document (id),
    CONSTRAINT review_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT review_anchor_order CHECK (anchor_start BETWEEN 0 AND anchor_end)
) STRICT;
INSERT INTO "review" VALUES('01a21089-638d-709e-872d-54c9611a4383',NULL,'01a21089-638d-709e-872d-54c0eb15f6a6',0,3,'kept',NULL,NULL,NULL,NULL,'["01a21089-638d-709e-872d-54c17d4c6e3b"]',1,7,'2026-01-01T00:00:00.000000Z');
INSERT INTO "review" VALUES('01a21089-638e-747f-9be9-5d6d329f8904',NULL,'01a21089-638d-709e-872d-54c0eb15f6a6',0,3,'dropped','question',-3,'en-1',NULL,'[]',2,8,'2026-01-01T00:00:00.000000Z');
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
CREATE INDEX document_episode_id_index ON document (episode_id);
CREATE INDEX document_part_document_id_index ON document_part (document_id);
CREATE INDEX review_document_id_index ON review (document_id);
CREATE INDEX claim_document_id_index ON claim (document_id);
COMMIT;
PRAGMA application_id=1279543122;
PRAGMA user_version=2;
