-- head 5c2c3cc810ad67a626a4a13889048cdddc53a5c8a6495027155e6ab68474e759
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
INSERT INTO "analyst" VALUES('01a2108e-fda8-714d-9dc2-cfe1a82b574c',NULL,'Tong Zhao','tong zhao',NULL,NULL,1,1,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a2108e-fdb7-7282-b3ea-866fa9612c30',NULL,'Analyst 0','analyst 0',NULL,NULL,2,13,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a2108e-fdbe-709d-9773-700a7cdf0d3b',NULL,'Analyst 1','analyst 1',NULL,NULL,3,16,'2026-01-02T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a2108e-fdc6-737f-81f5-4d711dc505ef',NULL,'Analyst 2','analyst 2',NULL,NULL,4,19,'2026-01-03T00:00:00.000000Z');
CREATE TABLE analyst_alias (
    analyst_id TEXT NOT NULL,
    match_key TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT analyst_alias_pk PRIMARY KEY (analyst_id, match_key),
    CONSTRAINT analyst_alias_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id)
) STRICT;
INSERT INTO "analyst_alias" VALUES('01a2108e-fda8-714d-9dc2-cfe1a82b574c','赵通','赵通');
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
INSERT INTO "claim" VALUES('01a2108e-fda8-714d-9dc2-cfe59df7d644',NULL,'01a2108e-fda8-714d-9dc2-cfe1a82b574c','01a2108e-fda8-714d-9dc2-cfe2dd4829f3','01a2108e-fda8-714d-9dc2-cfe38169267e','2019-01-17','Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',1,'number','60%',NULL,NULL,700000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,9,'2026-01-01T00:00:00.000000Z',NULL,'01a2108e-fda8-714d-9dc2-cfe48b28e9f7',NULL,NULL,' 
 ',NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a2108e-fdb7-7282-b3ea-86717cc97310',NULL,'01a2108e-fdb7-7282-b3ea-866fa9612c30','01a2108e-fdb7-7282-b3ea-8670ca4d2203',NULL,'2019-01-17','quote 0 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,15,'2026-01-01T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a2108e-fdbe-709d-9773-700c9af97c9e',NULL,'01a2108e-fdbe-709d-9773-700a7cdf0d3b','01a2108e-fdbe-709d-9773-700bc8917f02',NULL,'2019-01-17','quote 1 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,18,'2026-01-02T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a2108e-fdc6-737f-81f5-4d73a78e060e',NULL,'01a2108e-fdc6-737f-81f5-4d711dc505ef','01a2108e-fdc6-737f-81f5-4d727adb8ab7',NULL,'2019-01-17','quote 2 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,4,21,'2026-01-03T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
    warnings TEXT NOT NULL,
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
INSERT INTO "document" VALUES('01a2108e-fda8-714d-9dc2-cfe48b28e9f7',NULL,'01a2108e-fda8-714d-9dc2-cfe38169267e','page.txt','plain','utf-8','0000000000000000000000000000000000000000000000000000000000000000',3,NULL,NULL,NULL,NULL,'[{"end": 3, "kind": "text", "start": 0}]','[]','["no_times"]',1,3,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "document_part" VALUES('01a2108e-fda9-76e6-ba3f-c2e2b1ce2460',NULL,'01a2108e-fda8-714d-9dc2-cfe48b28e9f7','raw',0,'Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',1,4,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "entry" VALUES(1,'01a2108e-fda9-76e6-ba3f-c2e3cb6edab0','analyst.added','01a2108e-fda8-714d-9dc2-cfe1a82b574c','2026-01-01T00:00:00.000000Z','curator','3f0c6f36ea93f714a141d2dac56e2fcfcbe23a507fcba8935dab7c042835dc95','8e448874b361760642651f6046f64241abf844ba2f3b9d45b5d0fd3d5726aecf');
INSERT INTO "entry" VALUES(2,'01a2108e-fda9-76e6-ba3f-c2e40c90eb9f','episode.added','01a2108e-fda8-714d-9dc2-cfe38169267e','2026-01-01T00:00:00.000000Z','curator','e3f260c9c1e400b7ec5749dd2382c46a95cef36e01dae36d43cd122b505ca3cf','e2bc96e5eab9de657edfdf0e842ff10c0c5cdd426f6fe4fdaccadb0d18bd3639');
INSERT INTO "entry" VALUES(3,'01a2108e-fda9-76e6-ba3f-c2e5f4782ae8','document.added','01a2108e-fda8-714d-9dc2-cfe48b28e9f7','2026-01-01T00:00:00.000000Z','curator','f593a4464566cda605fbb6c3c85e0cfb6eb1bee834f477ef414c239f54dabe6b','c36ea5e89d1837463b6102b2bf6c036df8768461d0ee7a7a4a2c031fa7db6cb0');
INSERT INTO "entry" VALUES(4,'01a2108e-fda9-76e6-ba3f-c2e6b27b6c02','document_part.added','01a2108e-fda9-76e6-ba3f-c2e2b1ce2460','2026-01-01T00:00:00.000000Z','curator','353eb5775edffe7f0bff1024ddb35792f4a1b6713c9113d51b2cc7883433a0fd','6d5227944345a3e913a7b002b8067c7fa55923296941113d73741dd8502db99a');
INSERT INTO "entry" VALUES(5,'01a2108e-fda9-76e6-ba3f-c2e767f578d6','question.added','01a2108e-fda8-714d-9dc2-cfe2dd4829f3','2026-01-01T00:00:00.000000Z','curator','0382d1fdeed2b093a43cdf78029a7ae8a11a6abc268bbe617267d89e1ed4dcda','500415579b1267b3ee44e85d8d1f71a8b7de3ce2372bbb7d9ba671f8c682d68f');
INSERT INTO "entry" VALUES(6,'01a2108e-fda9-76e6-ba3f-c2e8023a2302','claim.added','01a2108e-fda8-714d-9dc2-cfe59df7d644','2026-01-01T00:00:00.000000Z','curator','66347ae67d90553dcdcaa28c5a2b4780670c5f502b9dc345caeaf617506e7fcf','144aa3f28145688ae2801498aea13f4273d1c5df3db5aa56bedfc5d20b3f184b');
INSERT INTO "entry" VALUES(7,'01a2108e-fda9-76e6-ba3f-c2eac351c3d6','review.added','01a2108e-fda9-76e6-ba3f-c2e95357edeb','2026-01-01T00:00:00.000000Z','curator','77d727ae73caecaf3faa18cddf58157b58f41c4eade17607ed9581438b397b95','752f9a3c200be447cbd54b2c2c3192a13a4594fe58f2bc59b842b1074426e0d9');
INSERT INTO "entry" VALUES(8,'01a2108e-fda9-76e6-ba3f-c2eccc927e90','review.added','01a2108e-fda9-76e6-ba3f-c2eb1d47cc55','2026-01-01T00:00:00.000000Z','curator','82f6e4124cb88b26ec211291cb0dc65b582534d5894ff85b1bac95b3c8ae3df4','f3a2bf47a89b6d829421d3603e622d8ec93286ac21931b9479a8fcad58893bbe');
INSERT INTO "entry" VALUES(9,'01a2108e-fda9-76e6-ba3f-c2ed9590855b','claim.recoded','01a2108e-fda8-714d-9dc2-cfe59df7d644','2026-01-01T00:00:00.000000Z','curator','1f25a1f26612304d550acac38b83d2e4035020ebc0cd1f04b583b2593743355b','94445409eb305a9f8c2cebf48d7a7e0a50c5b770b0daf513df33760067ca203d');
INSERT INTO "entry" VALUES(10,'01a2108e-fda9-76e6-ba3f-c2ef82f08acb','resolution.added','01a2108e-fda9-76e6-ba3f-c2eee958e648','2026-01-01T00:00:00.000000Z','curator','0f93401280c7b068b7e2ba770f8ed27d977e38a5b028264e75736d9c8f28ee2b','38d28efbbd2c2785a9e35101c0121536650b2a0bf7ee163c4fa818f1eb3a484e');
INSERT INTO "entry" VALUES(11,'01a2108e-fdaa-72ab-afc2-045cba278b58','resolution.added','01a2108e-fdaa-72ab-afc2-045bb6f50d7a','2026-01-01T00:00:00.000000Z','curator','89622ae9ee50f5dc52e33c72bc574d9ca1e037d2e4cf4037ff9f86b74eb6562f','f21764b36af46f84809aa7ba5c71269f2488aa4513774135c5fb1f6ca2bac9a8');
INSERT INTO "entry" VALUES(12,'01a2108e-fdaa-72ab-afc2-045ef8bf2622','resolution.added','01a2108e-fdaa-72ab-afc2-045d9b231f42','2026-01-01T00:00:00.000000Z','curator','5d1789e167af02fd11000e1a6a135cf0cb46c99a5d608101fd02e3a347792ac8','e491d72f14dd4fd1822a3a92a379e27142a86f8d16bbe925a6876a1d3821452a');
INSERT INTO "entry" VALUES(13,'01a2108e-fdb7-7282-b3ea-867266ffad40','analyst.added','01a2108e-fdb7-7282-b3ea-866fa9612c30','2026-01-01T00:00:00.000000Z','root','50732ec616954355171c0e9ca755bbee15c72136a5c95fdc4397781906a704dc','96b3c002f8364b20ab60cc05b68adfc3b711c7110653328e08a3403481eda345');
INSERT INTO "entry" VALUES(14,'01a2108e-fdb7-7282-b3ea-86738fac87ce','question.added','01a2108e-fdb7-7282-b3ea-8670ca4d2203','2026-01-01T00:00:00.000000Z','root','dc4e0197294a89512c99a739b45ee089742209f9efbe4a64208e9ef89c0e2d36','1185d29acca76d820a9baf774afc74962e5d6bcfd6653cab3e1b76c814b30f74');
INSERT INTO "entry" VALUES(15,'01a2108e-fdb7-7282-b3ea-86742e010882','claim.added','01a2108e-fdb7-7282-b3ea-86717cc97310','2026-01-01T00:00:00.000000Z','root','410500002fd1444b1a4217a1ab7ba5fd81a8bfb77de22f575f2b52166ee77ae5','c0ef1cc200f229c8935493e24a63f1b4e99a754e41fa3ae52a5e7852f7b2b52b');
INSERT INTO "entry" VALUES(16,'01a2108e-fdbe-709d-9773-700d350f9ce8','analyst.added','01a2108e-fdbe-709d-9773-700a7cdf0d3b','2026-01-02T00:00:00.000000Z','root','13d726cb3a1130e4b65d49961b511bf3df9509ec146f433c8a44bd1a3d11bcf8','a2321ba5d1d8df84697cdfb285ed430ce48d6381674ab4cfad118bc73dacb47b');
INSERT INTO "entry" VALUES(17,'01a2108e-fdbf-70a2-bb58-351c9e8ac6bc','question.added','01a2108e-fdbe-709d-9773-700bc8917f02','2026-01-02T00:00:00.000000Z','root','5582a583de9f07ba5e41e748549452c8344b0fd0e5bf14960daa7c79bcacf6c0','ef90ed238d7cb28fb4ee64e2eb82bb5745f8ef91a09ea961f5c748fc88004296');
INSERT INTO "entry" VALUES(18,'01a2108e-fdbf-70a2-bb58-351d2f9713a9','claim.added','01a2108e-fdbe-709d-9773-700c9af97c9e','2026-01-02T00:00:00.000000Z','root','56361d364b2702dcda99437cfb6340fa0e00f48ad186e9aee28c580399cc14ab','5638bb201ed4a1c72af1a2d36f8ee4bf7ee5629580a647f1dabd4883d65fa676');
INSERT INTO "entry" VALUES(19,'01a2108e-fdc6-737f-81f5-4d74b77fd740','analyst.added','01a2108e-fdc6-737f-81f5-4d711dc505ef','2026-01-03T00:00:00.000000Z','root','fdb3fbf24a5af142a4869c2425fcc5a263f28f28493292145240afe20b274d63','031c21cd9b5f63d6e7c726604e7a631cfc596e1335202506b77cfeaac86e241f');
INSERT INTO "entry" VALUES(20,'01a2108e-fdc6-737f-81f5-4d752dd0301f','question.added','01a2108e-fdc6-737f-81f5-4d727adb8ab7','2026-01-03T00:00:00.000000Z','root','8422c20097e5d85b66a2b8a62c9abdb8547b73c7ccee32c5c8a47a7440a5487a','4ebe53a93719d7dee9de4b31a651f06998081673043066b5bbee7ca80c4c4d6b');
INSERT INTO "entry" VALUES(21,'01a2108e-fdc6-737f-81f5-4d768e5fbedf','claim.added','01a2108e-fdc6-737f-81f5-4d73a78e060e','2026-01-03T00:00:00.000000Z','root','a544e6dff74464b5090b458546d5186a434db866647ebe6ddbaa55168695c3a8','5c2c3cc810ad67a626a4a13889048cdddc53a5c8a6495027155e6ab68474e759');
CREATE TABLE entry_body (
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT entry_body_pk PRIMARY KEY (seq),
    CONSTRAINT entry_body_seq_known FOREIGN KEY (seq) REFERENCES entry (seq),
    CONSTRAINT entry_body_size CHECK (length(body) <= 1000000)
) STRICT;
INSERT INTO "entry_body" VALUES(1,'faa261a868ab24a52a7713953ab116a7','{"aliases":[{"match_key":"赵通","name":"赵通"}],"id":"01a2108e-fda8-714d-9dc2-cfe1a82b574c","key":null,"match_key":"tong zhao","merged_into":null,"name":"Tong Zhao","note":null}');
INSERT INTO "entry_body" VALUES(2,'6ebc0632e3ea5509aa7e4cedbeff61d1','{"aliases":[],"duration_s":null,"glossary":[],"id":"01a2108e-fda8-714d-9dc2-cfe38169267e","key":null,"language":null,"note":null,"people":[{"name":"Paul Haenle","role":"host"}],"published_on":null,"show":"China in the World","title":"New summit","url":null}');
INSERT INTO "entry_body" VALUES(3,'ca87ea37f0979ba22a9e486965f4f9dc','{"encoding":"utf-8","episode_id":"01a2108e-fda8-714d-9dc2-cfe38169267e","file_hash":"0000000000000000000000000000000000000000000000000000000000000000","id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","key":null,"kind":"plain","name":"page.txt","note":null,"replaces":null,"retrieved_on":null,"sections":[{"end":3,"kind":"text","start":0}],"size":3,"speaking":[],"url":null,"warnings":["no_times"]}');
INSERT INTO "entry_body" VALUES(4,'5042b498645b0a737a39841c9169f218','{"content":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","document_id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","id":"01a2108e-fda9-76e6-ba3f-c2e2b1ce2460","key":null,"part":"raw","place":0}');
INSERT INTO "entry_body" VALUES(5,'1da15e17f97a9b761cf7d0c84d5b60c2','{"condition":"Talks go on","criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","key":null,"note":null,"statement":"A second summit takes place in 2019","topics":["summit","北京"]}');
INSERT INTO "entry_body" VALUES(6,'6ede30331365fa3c5a48c4d40c61398a','{"analyst_id":"01a2108e-fda8-714d-9dc2-cfe1a82b574c","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","episode_id":"01a2108e-fda8-714d-9dc2-cfe38169267e","excluded":null,"high":null,"id":"01a2108e-fda8-714d-9dc2-cfe59df7d644","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(7,'e195c10d3b83fdfa14661ac227f4d05f','{"anchor_end":3,"anchor_start":0,"claims":["01a2108e-fda8-714d-9dc2-cfe59df7d644"],"decision":"kept","document_id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","id":"01a2108e-fda9-76e6-ba3f-c2e95357edeb","key":null,"note":null,"reason":null,"rules":null,"score":null}');
INSERT INTO "entry_body" VALUES(8,'fee86ac51ecd6a82b362bfd3ce2959e9','{"anchor_end":3,"anchor_start":0,"claims":[],"decision":"dropped","document_id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","id":"01a2108e-fda9-76e6-ba3f-c2eb1d47cc55","key":null,"note":null,"reason":"question","rules":"en-1","score":-3}');
INSERT INTO "entry_body" VALUES(9,'1ba86d7f91adb707df5a5b84524025d9','{"analyst_id":"01a2108e-fda8-714d-9dc2-cfe1a82b574c","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a2108e-fda8-714d-9dc2-cfe48b28e9f7","episode_id":"01a2108e-fda8-714d-9dc2-cfe38169267e","excluded":null,"high":null,"id":"01a2108e-fda8-714d-9dc2-cfe59df7d644","key":null,"kind":"prediction","low":null,"note":null,"point":700000,"question_id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(10,'a28f01adf7e24e0b53b64544e2da32fc','{"evidence":[],"fraction":null,"id":"01a2108e-fda9-76e6-ba3f-c2eee958e648","judged_by":null,"key":null,"note":null,"outcome":"false","question_id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","reason":null,"resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(11,'af440513b772a466acc759bd1939412a','{"evidence":["https://example.org/a?b=c"],"fraction":null,"id":"01a2108e-fdaa-72ab-afc2-045bb6f50d7a","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","reason":"It took place in Hanoi","resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(12,'fa5f994999c0f31aac4c08fc70871aff','{"evidence":[],"fraction":null,"id":"01a2108e-fdaa-72ab-afc2-045d9b231f42","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a2108e-fda8-714d-9dc2-cfe2dd4829f3","reason":null,"resolved_on":"2019-02-27","target":"condition"}');
INSERT INTO "entry_body" VALUES(13,'330fceba9b64b4982dcaa11f1879b7b0','{"aliases":[],"id":"01a2108e-fdb7-7282-b3ea-866fa9612c30","key":null,"match_key":"analyst 0","merged_into":null,"name":"Analyst 0","note":null}');
INSERT INTO "entry_body" VALUES(14,'72e67b93c15ed6cdb655425f9485c095','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a2108e-fdb7-7282-b3ea-8670ca4d2203","key":null,"note":null,"statement":"Statement 0","topics":["topic 0"]}');
INSERT INTO "entry_body" VALUES(15,'115021e0fb16f0e1efef0cb471229972','{"analyst_id":"01a2108e-fdb7-7282-b3ea-866fa9612c30","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a2108e-fdb7-7282-b3ea-86717cc97310","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a2108e-fdb7-7282-b3ea-8670ca4d2203","quote":"quote 0 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(16,'f46b914eff9364ac991e10343d7c6f78','{"aliases":[],"id":"01a2108e-fdbe-709d-9773-700a7cdf0d3b","key":null,"match_key":"analyst 1","merged_into":null,"name":"Analyst 1","note":null}');
INSERT INTO "entry_body" VALUES(17,'c81e2afca7135bd28978b7bf4ce313a3','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a2108e-fdbe-709d-9773-700bc8917f02","key":null,"note":null,"statement":"Statement 1","topics":["topic 1"]}');
INSERT INTO "entry_body" VALUES(18,'499771a1905364239abe3650e638a23f','{"analyst_id":"01a2108e-fdbe-709d-9773-700a7cdf0d3b","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a2108e-fdbe-709d-9773-700c9af97c9e","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a2108e-fdbe-709d-9773-700bc8917f02","quote":"quote 1 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(19,'6e1ff460cb9ec3a9496f74888997457b','{"aliases":[],"id":"01a2108e-fdc6-737f-81f5-4d711dc505ef","key":null,"match_key":"analyst 2","merged_into":null,"name":"Analyst 2","note":null}');
INSERT INTO "entry_body" VALUES(20,'df01c9a41ec1b98105363260512686da','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a2108e-fdc6-737f-81f5-4d727adb8ab7","key":null,"note":null,"statement":"Statement 2","topics":["topic 2"]}');
INSERT INTO "entry_body" VALUES(21,'2bde67789bc6d3fb8b7574d21b65eaa6','{"analyst_id":"01a2108e-fdc6-737f-81f5-4d711dc505ef","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a2108e-fdc6-737f-81f5-4d73a78e060e","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a2108e-fdc6-737f-81f5-4d727adb8ab7","quote":"quote 2 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
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
INSERT INTO "episode" VALUES('01a2108e-fda8-714d-9dc2-cfe38169267e',NULL,'China in the World','New summit',NULL,NULL,NULL,NULL,'[{"name": "Paul Haenle", "role": "host"}]',1,2,'2026-01-01T00:00:00.000000Z',NULL,'[]','[]');
CREATE TABLE ledger_meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT ledger_meta_pk PRIMARY KEY (key)
) STRICT;
INSERT INTO "ledger_meta" VALUES('ledger_id','01a2108e-fda2-767f-aa32-d85c56cc132b');
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
INSERT INTO "question" VALUES('01a2108e-fda8-714d-9dc2-cfe2dd4829f3',NULL,'A second summit takes place in 2019',NULL,'2019-12-31',NULL,NULL,'Talks go on',NULL,NULL,'true',NULL,'2019-02-27','true','2019-02-27',1,5,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a2108e-fdb7-7282-b3ea-8670ca4d2203',NULL,'Statement 0',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,2,14,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a2108e-fdbe-709d-9773-700bc8917f02',NULL,'Statement 1',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,3,17,'2026-01-02T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a2108e-fdc6-737f-81f5-4d727adb8ab7',NULL,'Statement 2',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,4,20,'2026-01-03T00:00:00.000000Z');
CREATE TABLE question_topic (
    question_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    CONSTRAINT question_topic_pk PRIMARY KEY (question_id, topic),
    CONSTRAINT question_topic_question_id_known FOREIGN KEY (question_id) REFERENCES question (id)
) STRICT;
INSERT INTO "question_topic" VALUES('01a2108e-fda8-714d-9dc2-cfe2dd4829f3','summit');
INSERT INTO "question_topic" VALUES('01a2108e-fda8-714d-9dc2-cfe2dd4829f3','北京');
INSERT INTO "question_topic" VALUES('01a2108e-fdb7-7282-b3ea-8670ca4d2203','topic 0');
INSERT INTO "question_topic" VALUES('01a2108e-fdbe-709d-9773-700bc8917f02','topic 1');
INSERT INTO "question_topic" VALUES('01a2108e-fdc6-737f-81f5-4d727adb8ab7','topic 2');
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
INSERT INTO "resolution" VALUES('01a2108e-fda9-76e6-ba3f-c2eee958e648',NULL,'01a2108e-fda8-714d-9dc2-cfe2dd4829f3','question','false',NULL,'2019-02-27','[]',NULL,NULL,NULL,1,10,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a2108e-fdaa-72ab-afc2-045bb6f50d7a',NULL,'01a2108e-fda8-714d-9dc2-cfe2dd4829f3','question','true',NULL,'2019-02-27','["https://example.org/a?b=c"]','It took place in Hanoi',NULL,NULL,2,11,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a2108e-fdaa-72ab-afc2-045d9b231f42',NULL,'01a2108e-fda8-714d-9dc2-cfe2dd4829f3','condition','true',NULL,'2019-02-27','[]',NULL,NULL,NULL,3,12,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "review" VALUES('01a2108e-fda9-76e6-ba3f-c2e95357edeb',NULL,'01a2108e-fda8-714d-9dc2-cfe48b28e9f7',0,3,'kept',NULL,NULL,NULL,NULL,'["01a2108e-fda8-714d-9dc2-cfe59df7d644"]',1,7,'2026-01-01T00:00:00.000000Z');
INSERT INTO "review" VALUES('01a2108e-fda9-76e6-ba3f-c2eb1d47cc55',NULL,'01a2108e-fda8-714d-9dc2-cfe48b28e9f7',0,3,'dropped','question',-3,'en-1',NULL,'[]',2,8,'2026-01-01T00:00:00.000000Z');
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
