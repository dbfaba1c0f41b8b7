-- head 151b0970bc4bbdeb8bb93f8da7aa6a9e2b62a1104c98018de9641c122b6cd579
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
INSERT INTO "analyst" VALUES('01a21096-2777-7126-aa99-2f0d43ccc8b7',NULL,'Tong Zhao','tong zhao',NULL,NULL,1,1,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21096-2786-70a5-b8d3-0ee723d011a8',NULL,'Analyst 0','analyst 0',NULL,NULL,2,13,'2026-01-01T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21096-278d-7768-afc6-3644497751d3',NULL,'Analyst 1','analyst 1',NULL,NULL,3,16,'2026-01-02T00:00:00.000000Z');
INSERT INTO "analyst" VALUES('01a21096-2795-7410-ba54-b2fcac0c5882',NULL,'Analyst 2','analyst 2',NULL,NULL,4,19,'2026-01-03T00:00:00.000000Z');
CREATE TABLE analyst_alias (
    analyst_id TEXT NOT NULL,
    match_key TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT analyst_alias_pk PRIMARY KEY (analyst_id, match_key),
    CONSTRAINT analyst_alias_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id)
) STRICT;
INSERT INTO "analyst_alias" VALUES('01a21096-2777-7126-aa99-2f0d43ccc8b7','赵通','赵通');
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
INSERT INTO "claim" VALUES('01a21096-2777-7126-aa99-2f11d8071aa4',NULL,'01a21096-2777-7126-aa99-2f0d43ccc8b7','01a21096-2777-7126-aa99-2f0e63544b46','01a21096-2777-7126-aa99-2f0f4ae7e5a9','2019-01-17','Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',1,'number','60%',NULL,NULL,700000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,9,'2026-01-01T00:00:00.000000Z',NULL,'01a21096-2777-7126-aa99-2f104d2568dd',NULL,NULL,' 
 ',NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21096-2786-70a5-b8d3-0ee947d47882',NULL,'01a21096-2786-70a5-b8d3-0ee723d011a8','01a21096-2786-70a5-b8d3-0ee85829e805',NULL,'2019-01-17','quote 0 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,15,'2026-01-01T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21096-278e-7756-9865-bad242b8474d',NULL,'01a21096-278d-7768-afc6-3644497751d3','01a21096-278e-7756-9865-bad157ea17ba',NULL,'2019-01-17','quote 1 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,18,'2026-01-02T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('01a21096-2795-7410-ba54-b2fe02289e78',NULL,'01a21096-2795-7410-ba54-b2fcac0c5882','01a21096-2795-7410-ba54-b2fd524580f5',NULL,'2019-01-17','quote 2 Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',NULL,'prediction','first-person',0,'number','60%',NULL,NULL,600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,4,21,'2026-01-03T00:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "document" VALUES('01a21096-2777-7126-aa99-2f104d2568dd',NULL,'01a21096-2777-7126-aa99-2f0f4ae7e5a9','page.txt','plain','utf-8','0000000000000000000000000000000000000000000000000000000000000000',3,NULL,NULL,NULL,NULL,'[{"end": 3, "kind": "text", "start": 0}]','[]','["no_times"]',1,3,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "document_part" VALUES('01a21096-2777-7126-aa99-2f12f3144c6d',NULL,'01a21096-2777-7126-aa99-2f104d2568dd','raw',0,'Zürich 北京 ‮59.0 [31m''); DROP TABLE claim; -- %s :name',1,4,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "entry" VALUES(1,'01a21096-2777-7126-aa99-2f1348794c9e','analyst.added','01a21096-2777-7126-aa99-2f0d43ccc8b7','2026-01-01T00:00:00.000000Z','curator','f27226dd3990a000fe566ea2df9515290d7545e0c57ac9dc54ac3d9427809313','012ee6e0c21239f67d1ee130ace049a0e094b9058c996b92fc1348c659d599df');
INSERT INTO "entry" VALUES(2,'01a21096-2777-7126-aa99-2f1441794a1c','episode.added','01a21096-2777-7126-aa99-2f0f4ae7e5a9','2026-01-01T00:00:00.000000Z','curator','546451a04a2c6447a1772c4b551babf54ad23bd1577abd0594c39fa8160d2a9a','eb70207d98ee2b04196e8299040beda8adaced44f86bf06665948f08e5bcfc28');
INSERT INTO "entry" VALUES(3,'01a21096-2777-7126-aa99-2f15f4d34269','document.added','01a21096-2777-7126-aa99-2f104d2568dd','2026-01-01T00:00:00.000000Z','curator','3bec6a6ba58201dfb0f465771d74e175a951d2759338c46ece59dcd369bbc55a','82c57f1010580969d99bc9c017dcf7fdaba0f2a30cf9164553d40621d5e24952');
INSERT INTO "entry" VALUES(4,'01a21096-2777-7126-aa99-2f1639cb7b05','document_part.added','01a21096-2777-7126-aa99-2f12f3144c6d','2026-01-01T00:00:00.000000Z','curator','97baa84b7120781b2be889861b75fba4c54c5ee25bd9183c2241df1ffb7a3880','879d28972337de5d2dd0e52deda32be374233418c21a3eb6fd9ea3794f715a81');
INSERT INTO "entry" VALUES(5,'01a21096-2777-7126-aa99-2f1709fe5418','question.added','01a21096-2777-7126-aa99-2f0e63544b46','2026-01-01T00:00:00.000000Z','curator','6e9c1a167c3f0abd8612a0104468418100a4129b6fd9b2f3cd1b1a2fc1dd646f','1ac9f2cb020ce9159a7753bdafb24681b61dd43dd966d5599d349c7cc5b88cd1');
INSERT INTO "entry" VALUES(6,'01a21096-2777-7126-aa99-2f18ddcf6215','claim.added','01a21096-2777-7126-aa99-2f11d8071aa4','2026-01-01T00:00:00.000000Z','curator','ab4342a18950fdddf7f22339a6c192792c4c36c2982d783e624780b2a1f698c0','3a312a68852724dd2fac0dbd396803a840ec0f12b8f03e0290e027e7d5cfa56f');
INSERT INTO "entry" VALUES(7,'01a21096-2777-7126-aa99-2f1afa53bca9','review.added','01a21096-2777-7126-aa99-2f199ff99994','2026-01-01T00:00:00.000000Z','curator','c5680beeeec090136463d046badbd28e94b9db9ecf4ba17d6fcc612e9ba6cd7a','d4df8ae91a77c809b8cbea4c2a7b893c8747347bdd72d4eb93fec0a32a1e4333');
INSERT INTO "entry" VALUES(8,'01a21096-2777-7126-aa99-2f1c0845611f','review.added','01a21096-2777-7126-aa99-2f1b6f5e322b','2026-01-01T00:00:00.000000Z','curator','61ad9bd7a706b6ce13b73cb1f547061f70d8e1ab38e48366c16549952860c42d','92f6ac2e96f05df3c8a3fce9a89613acaa4aba7e8a0287e120b153358fb92464');
INSERT INTO "entry" VALUES(9,'01a21096-2777-7126-aa99-2f1d7e591211','claim.recoded','01a21096-2777-7126-aa99-2f11d8071aa4','2026-01-01T00:00:00.000000Z','curator','cdcd24abd7dabb7ed83f97d37f08c4e3b12effd315f4093766747a91563620e0','16252c500c49dd163e2c7ad7d8897d05537d4214619391d0fdc08c68a298581b');
INSERT INTO "entry" VALUES(10,'01a21096-2778-7131-8efb-3c3e4593162e','resolution.added','01a21096-2777-7126-aa99-2f1e2a2273fa','2026-01-01T00:00:00.000000Z','curator','c59de29433ec73475609125b4b62f5fd1fa789862895158c9897f64a1be06de4','80dc60e588e56a70f4269a172225cb5e8541a4c0adee91f30cfb255333c6d18f');
INSERT INTO "entry" VALUES(11,'01a21096-2778-7131-8efb-3c4018734c25','resolution.added','01a21096-2778-7131-8efb-3c3fe56dd34b','2026-01-01T00:00:00.000000Z','curator','4233c09d783a273a889e841e1527d8469913858e97cfb8a942e5b42007b0725d','c3a4ec1c2cc8bfabd059c4dcd25bf47607421de3f651b65bface13f953dabd78');
INSERT INTO "entry" VALUES(12,'01a21096-2778-7131-8efb-3c42b6236f06','resolution.added','01a21096-2778-7131-8efb-3c419807b1b6','2026-01-01T00:00:00.000000Z','curator','7dbe181ae1ff9e17ed0dda8c31be61567fcf009a8216ef97d0ebcdf17ccd6060','60524cb32c1a3b52033f37c1f875689aacfdd596f7465f907908466cdb11a053');
INSERT INTO "entry" VALUES(13,'01a21096-2786-70a5-b8d3-0eeadb7d1804','analyst.added','01a21096-2786-70a5-b8d3-0ee723d011a8','2026-01-01T00:00:00.000000Z','root','ed1008c89bed4e092bccf6c1591103dc65747a6209ff5391bf227f284f8421e6','344268a448822a803189a0d6758eea58ebc6d13bc068b84fd15b1c011851dae7');
INSERT INTO "entry" VALUES(14,'01a21096-2786-70a5-b8d3-0eeb2694ae98','question.added','01a21096-2786-70a5-b8d3-0ee85829e805','2026-01-01T00:00:00.000000Z','root','6d5dfaf4d06e7777a062fd0b92ceb8aced7430ba8a684165eea9f9296e6cae38','a8626e2985315d52e2cb48a4260fcad4ec543b0d2c729682de894d00f05a14c3');
INSERT INTO "entry" VALUES(15,'01a21096-2786-70a5-b8d3-0eec985a2dc1','claim.added','01a21096-2786-70a5-b8d3-0ee947d47882','2026-01-01T00:00:00.000000Z','root','8f7c9840a87e2bd20608e1262db8dcb92e8b989d8394787ad54d28453bbdf754','76f1ac7bfa9908328005b2b0f9cef7edec6ea76c81f0fd41855961c5a3b2f91e');
INSERT INTO "entry" VALUES(16,'01a21096-278e-7756-9865-bad3096a9664','analyst.added','01a21096-278d-7768-afc6-3644497751d3','2026-01-02T00:00:00.000000Z','root','651896f867900741183a38b832a6e99ca50292c094271fd274dada3a9953e72f','5c2e0cbda0bbfaa21d4d339778532a3eef8490bd7025f9dd488d34bc9841b664');
INSERT INTO "entry" VALUES(17,'01a21096-278e-7756-9865-bad460d99666','question.added','01a21096-278e-7756-9865-bad157ea17ba','2026-01-02T00:00:00.000000Z','root','a63c368338510f1351a24af2418fab98cc0fe70546bcf0b297a2446059a2176c','7729d5ee5b1829d055f2aded5483912d8dbd1a1c2723e46e4e440830736d846b');
INSERT INTO "entry" VALUES(18,'01a21096-278e-7756-9865-bad5b86583a1','claim.added','01a21096-278e-7756-9865-bad242b8474d','2026-01-02T00:00:00.000000Z','root','e29dfefdfe705eebcca00296ad399a0d79f73461fe33a16833b3122cfe801e34','dfa59ce627874b08deac2bddc974ca6f5b0f921b979fa0ad631493bcd73b09ef');
INSERT INTO "entry" VALUES(19,'01a21096-2795-7410-ba54-b2ff92409b7d','analyst.added','01a21096-2795-7410-ba54-b2fcac0c5882','2026-01-03T00:00:00.000000Z','root','7798c238ac147b0f421cd11fece0d702a2814988a7e7fe8041fa0a1ec4538b34','7454195aa9dfcc1a7012aad7039c95a059ca7f48c6e72f2574ffb8dbc1267f9f');
INSERT INTO "entry" VALUES(20,'01a21096-2795-7410-ba54-b3006669cb15','question.added','01a21096-2795-7410-ba54-b2fd524580f5','2026-01-03T00:00:00.000000Z','root','83c7e8d4c7d624e25893c533ecca738332d467ff7077632835d8cc87e9ed55ee','663c45f6b4173f298321dd4e40a3cab4f2a6f504925da42b6019bce18b13d183');
INSERT INTO "entry" VALUES(21,'01a21096-2795-7410-ba54-b30149f3668f','claim.added','01a21096-2795-7410-ba54-b2fe02289e78','2026-01-03T00:00:00.000000Z','root','23ad5f5211d79f9b8fd75a7e9c1b50ed9f2a3dc024e4961b58b105263d2d267d','151b0970bc4bbdeb8bb93f8da7aa6a9e2b62a1104c98018de9641c122b6cd579');
CREATE TABLE entry_body (
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT entry_body_pk PRIMARY KEY (seq),
    CONSTRAINT entry_body_seq_known FOREIGN KEY (seq) REFERENCES entry (seq),
    CONSTRAINT entry_body_size CHECK (length(body) <= 1000000)
) STRICT;
INSERT INTO "entry_body" VALUES(1,'7e9330c402802e40cb582868df779fae','{"aliases":[{"match_key":"赵通","name":"赵通"}],"id":"01a21096-2777-7126-aa99-2f0d43ccc8b7","key":null,"match_key":"tong zhao","merged_into":null,"name":"Tong Zhao","note":null}');
INSERT INTO "entry_body" VALUES(2,'c6130e221743f37fdc881111a30793fe','{"aliases":[],"duration_s":null,"glossary":[],"id":"01a21096-2777-7126-aa99-2f0f4ae7e5a9","key":null,"language":null,"note":null,"people":[{"name":"Paul Haenle","role":"host"}],"published_on":null,"sampling":null,"show":"China in the World","title":"New summit","url":null}');
INSERT INTO "entry_body" VALUES(3,'bb1a98ad7e55ad8cb9841d74df7d492c','{"encoding":"utf-8","episode_id":"01a21096-2777-7126-aa99-2f0f4ae7e5a9","file_hash":"0000000000000000000000000000000000000000000000000000000000000000","id":"01a21096-2777-7126-aa99-2f104d2568dd","key":null,"kind":"plain","name":"page.txt","note":null,"replaces":null,"retrieved_on":null,"sections":[{"end":3,"kind":"text","start":0}],"size":3,"speaking":[],"url":null,"warnings":["no_times"]}');
INSERT INTO "entry_body" VALUES(4,'57cfb5441aeccf8f8eab4aa7689cd797','{"content":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","document_id":"01a21096-2777-7126-aa99-2f104d2568dd","id":"01a21096-2777-7126-aa99-2f12f3144c6d","key":null,"part":"raw","place":0}');
INSERT INTO "entry_body" VALUES(5,'01f203d6bcfe5f2a2cf2e5b2a70d6aff','{"condition":"Talks go on","criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21096-2777-7126-aa99-2f0e63544b46","key":null,"note":null,"statement":"A second summit takes place in 2019","topics":["summit","北京"]}');
INSERT INTO "entry_body" VALUES(6,'745197a9d4a32a01512b7397e6ce4831','{"analyst_id":"01a21096-2777-7126-aa99-2f0d43ccc8b7","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a21096-2777-7126-aa99-2f104d2568dd","episode_id":"01a21096-2777-7126-aa99-2f0f4ae7e5a9","excluded":null,"high":null,"id":"01a21096-2777-7126-aa99-2f11d8071aa4","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21096-2777-7126-aa99-2f0e63544b46","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(7,'8798861c0159e922e2fa104655894118','{"anchor_end":3,"anchor_start":0,"claims":["01a21096-2777-7126-aa99-2f11d8071aa4"],"decision":"kept","document_id":"01a21096-2777-7126-aa99-2f104d2568dd","id":"01a21096-2777-7126-aa99-2f199ff99994","key":null,"note":null,"reason":null,"rules":null,"score":null}');
INSERT INTO "entry_body" VALUES(8,'2dbba6133578bd0cf23a980f19e1acec','{"anchor_end":3,"anchor_start":0,"claims":[],"decision":"dropped","document_id":"01a21096-2777-7126-aa99-2f104d2568dd","id":"01a21096-2777-7126-aa99-2f1b6f5e322b","key":null,"note":null,"reason":"question","rules":"en-1","score":-3}');
INSERT INTO "entry_body" VALUES(9,'e31984fe2b098aac47b2eb2931ec0c18','{"analyst_id":"01a21096-2777-7126-aa99-2f0d43ccc8b7","anchor_end":null,"anchor_exact":" \n ","anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":true,"document_id":"01a21096-2777-7126-aa99-2f104d2568dd","episode_id":"01a21096-2777-7126-aa99-2f0f4ae7e5a9","excluded":null,"high":null,"id":"01a21096-2777-7126-aa99-2f11d8071aa4","key":null,"kind":"prediction","low":null,"note":null,"point":700000,"question_id":"01a21096-2777-7126-aa99-2f0e63544b46","quote":"Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(10,'200ab90625fa63f93baad8ab1af793a9','{"evidence":[],"fraction":null,"id":"01a21096-2777-7126-aa99-2f1e2a2273fa","judged_by":null,"key":null,"note":null,"outcome":"false","question_id":"01a21096-2777-7126-aa99-2f0e63544b46","reason":null,"resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(11,'46556443c4ccee4576e932e1edcd9204','{"evidence":["https://example.org/a?b=c"],"fraction":null,"id":"01a21096-2778-7131-8efb-3c3fe56dd34b","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a21096-2777-7126-aa99-2f0e63544b46","reason":"It took place in Hanoi","resolved_on":"2019-02-27","target":"question"}');
INSERT INTO "entry_body" VALUES(12,'56c4515bfdc50a477d3b4f57c062073a','{"evidence":[],"fraction":null,"id":"01a21096-2778-7131-8efb-3c419807b1b6","judged_by":null,"key":null,"note":null,"outcome":"true","question_id":"01a21096-2777-7126-aa99-2f0e63544b46","reason":null,"resolved_on":"2019-02-27","target":"condition"}');
INSERT INTO "entry_body" VALUES(13,'0a46ffdc83f1f178746482f5cb22cc6e','{"aliases":[],"id":"01a21096-2786-70a5-b8d3-0ee723d011a8","key":null,"match_key":"analyst 0","merged_into":null,"name":"Analyst 0","note":null}');
INSERT INTO "entry_body" VALUES(14,'492a92a8b740de45be945faf465649d8','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21096-2786-70a5-b8d3-0ee85829e805","key":null,"note":null,"statement":"Statement 0","topics":["topic 0"]}');
INSERT INTO "entry_body" VALUES(15,'37c0b2e4e1bba0ba41ca324034e6e3be','{"analyst_id":"01a21096-2786-70a5-b8d3-0ee723d011a8","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21096-2786-70a5-b8d3-0ee947d47882","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21096-2786-70a5-b8d3-0ee85829e805","quote":"quote 0 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(16,'30b483b630dc9ac01a48b4e269edaf1e','{"aliases":[],"id":"01a21096-278d-7768-afc6-3644497751d3","key":null,"match_key":"analyst 1","merged_into":null,"name":"Analyst 1","note":null}');
INSERT INTO "entry_body" VALUES(17,'e15caf3d26214a81581b31e8b142e5d7','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21096-278e-7756-9865-bad157ea17ba","key":null,"note":null,"statement":"Statement 1","topics":["topic 1"]}');
INSERT INTO "entry_body" VALUES(18,'cd65d8e9d1f6e61b8fad881bb4645d83','{"analyst_id":"01a21096-278d-7768-afc6-3644497751d3","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21096-278e-7756-9865-bad242b8474d","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21096-278e-7756-9865-bad157ea17ba","quote":"quote 1 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
INSERT INTO "entry_body" VALUES(19,'24187b8cdeb2f06ac607275a4d3be27d','{"aliases":[],"id":"01a21096-2795-7410-ba54-b2fcac0c5882","key":null,"match_key":"analyst 2","merged_into":null,"name":"Analyst 2","note":null}');
INSERT INTO "entry_body" VALUES(20,'f5479214f3887cb7bc1a9314fa4e0d77','{"condition":null,"criteria":null,"deadline":"2019-12-31","deadline_basis":null,"deadline_words":null,"difficulty":null,"id":"01a21096-2795-7410-ba54-b2fd524580f5","key":null,"note":null,"statement":"Statement 2","topics":["topic 2"]}');
INSERT INTO "entry_body" VALUES(21,'d205864ada075af211d7710b8a9972ec','{"analyst_id":"01a21096-2795-7410-ba54-b2fcac0c5882","anchor_end":null,"anchor_exact":null,"anchor_fit":null,"anchor_prefix":null,"anchor_start":null,"anchor_suffix":null,"at_seconds":null,"attribution":"first-person","cluster":null,"denies":false,"document_id":null,"episode_id":null,"excluded":null,"high":null,"id":"01a21096-2795-7410-ba54-b2fe02289e78","key":null,"kind":"prediction","low":null,"note":null,"point":600000,"question_id":"01a21096-2795-7410-ba54-b2fd524580f5","quote":"quote 2 Zürich 北京 ‮59.0 \u001b[31m''); DROP TABLE claim; -- %s :name","read_by":null,"revises":null,"scale":null,"source":"number","stated_on":"2019-01-17","until_seconds":null,"withdrawn_on":null,"words":"60%"}');
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
    recorded_at TEXT NOT NULL, duration_s INTEGER, sampling TEXT, glossary TEXT NOT NULL DEFAULT '[]', aliases TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT episode_pk PRIMARY KEY (id),
    CONSTRAINT episode_key_unique UNIQUE (key),
    CONSTRAINT episode_number_unique UNIQUE (number),
    CONSTRAINT episode_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT episode_published_on_day CHECK (length(published_on) = 10)
) STRICT;
INSERT INTO "episode" VALUES('01a21096-2777-7126-aa99-2f0f4ae7e5a9',NULL,'China in the World','New summit',NULL,NULL,NULL,NULL,'[{"name": "Paul Haenle", "role": "host"}]',1,2,'2026-01-01T00:00:00.000000Z',NULL,NULL,'[]','[]');
CREATE TABLE ledger_meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT ledger_meta_pk PRIMARY KEY (key)
) STRICT;
INSERT INTO "ledger_meta" VALUES('ledger_id','01a21096-276f-7793-b2f9-28b3873ad45e');
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
INSERT INTO "question" VALUES('01a21096-2777-7126-aa99-2f0e63544b46',NULL,'A second summit takes place in 2019',NULL,'2019-12-31',NULL,NULL,'Talks go on',NULL,NULL,'true',NULL,'2019-02-27','true','2019-02-27',1,5,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21096-2786-70a5-b8d3-0ee85829e805',NULL,'Statement 0',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,2,14,'2026-01-01T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21096-278e-7756-9865-bad157ea17ba',NULL,'Statement 1',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,3,17,'2026-01-02T00:00:00.000000Z');
INSERT INTO "question" VALUES('01a21096-2795-7410-ba54-b2fd524580f5',NULL,'Statement 2',NULL,'2019-12-31',NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,'open',NULL,4,20,'2026-01-03T00:00:00.000000Z');
CREATE TABLE question_topic (
    question_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    CONSTRAINT question_topic_pk PRIMARY KEY (question_id, topic),
    CONSTRAINT question_topic_question_id_known FOREIGN KEY (question_id) REFERENCES question (id)
) STRICT;
INSERT INTO "question_topic" VALUES('01a21096-2777-7126-aa99-2f0e63544b46','summit');
INSERT INTO "question_topic" VALUES('01a21096-2777-7126-aa99-2f0e63544b46','北京');
INSERT INTO "question_topic" VALUES('01a21096-2786-70a5-b8d3-0ee85829e805','topic 0');
INSERT INTO "question_topic" VALUES('01a21096-278e-7756-9865-bad157ea17ba','topic 1');
INSERT INTO "question_topic" VALUES('01a21096-2795-7410-ba54-b2fd524580f5','topic 2');
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
INSERT INTO "resolution" VALUES('01a21096-2777-7126-aa99-2f1e2a2273fa',NULL,'01a21096-2777-7126-aa99-2f0e63544b46','question','false',NULL,'2019-02-27','[]',NULL,NULL,NULL,1,10,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a21096-2778-7131-8efb-3c3fe56dd34b',NULL,'01a21096-2777-7126-aa99-2f0e63544b46','question','true',NULL,'2019-02-27','["https://example.org/a?b=c"]','It took place in Hanoi',NULL,NULL,2,11,'2026-01-01T00:00:00.000000Z');
INSERT INTO "resolution" VALUES('01a21096-2778-7131-8efb-3c419807b1b6',NULL,'01a21096-2777-7126-aa99-2f0e63544b46','condition','true',NULL,'2019-02-27','[]',NULL,NULL,NULL,3,12,'2026-01-01T00:00:00.000000Z');
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
INSERT INTO "review" VALUES('01a21096-2777-7126-aa99-2f199ff99994',NULL,'01a21096-2777-7126-aa99-2f104d2568dd',0,3,'kept',NULL,NULL,NULL,NULL,'["01a21096-2777-7126-aa99-2f11d8071aa4"]',1,7,'2026-01-01T00:00:00.000000Z');
INSERT INTO "review" VALUES('01a21096-2777-7126-aa99-2f1b6f5e322b',NULL,'01a21096-2777-7126-aa99-2f104d2568dd',0,3,'dropped','question',-3,'en-1',NULL,'[]',2,8,'2026-01-01T00:00:00.000000Z');
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
