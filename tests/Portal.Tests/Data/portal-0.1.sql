PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE [SchemaVersions] (
    SchemaVersionID INTEGER CONSTRAINT [PK_SchemaVersions_Id] PRIMARY KEY AUTOINCREMENT NOT NULL,
    ScriptName TEXT NOT NULL,
    Applied DATETIME NOT NULL
);
INSERT INTO SchemaVersions VALUES(1,'Portal.Data.Migrations.Sqlite.0001_core.sql','2026-11-23 21:20:57.733035');
INSERT INTO SchemaVersions VALUES(2,'Portal.Data.Migrations.Sqlite.0002_access.sql','2026-11-23 21:20:57.7693435');
INSERT INTO SchemaVersions VALUES(3,'Portal.Data.Migrations.Sqlite.0003_models.sql','2026-11-23 21:20:57.7709216');
INSERT INTO SchemaVersions VALUES(4,'Portal.Data.Migrations.Sqlite.0004_projects.sql','2026-11-23 21:20:57.7737248');
INSERT INTO SchemaVersions VALUES(5,'Portal.Data.Migrations.Sqlite.0005_threads.sql','2026-11-23 21:20:57.7796727');
INSERT INTO SchemaVersions VALUES(6,'Portal.Data.Migrations.Sqlite.0006_usage.sql','2026-11-23 21:20:57.7885941');
CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  actor_ip TEXT,
  action TEXT NOT NULL,
  target_type TEXT,
  target_id TEXT,
  project_id TEXT,
  outcome TEXT NOT NULL,
  status INTEGER,
  request_id TEXT,
  duration_ms INTEGER,
  changes TEXT NOT NULL,
  upstream TEXT,
  usage TEXT,
  safety_flag TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_log VALUES(1,'evt_01m854h5x2cn4wjww1yhshzcc8',1795468859,'system','system','Portal',NULL,'user.created','user','user_01m854h5mb1tr4ys4psvtxfgd4',NULL,'success',NULL,NULL,NULL,'[{"field":"email","before":"","after":"owner@example.org"},{"field":"role","before":null,"after":"owner"}]',NULL,NULL,NULL,'0000000000000000000000000000000000000000000000000000000000000000','8911f35ac2624ca0707215e86839ed4a27d5c4c574c9bdf32a8bbb9170e4e65f');
INSERT INTO audit_log VALUES(2,'evt_01m854h5ztdgqvrqv78tmwa924',1795468859,'system','system','Portal',NULL,'key.created','key','key_01m854h5yxacy5gmeq5zw5jdmm',NULL,'success',NULL,NULL,NULL,'[]',NULL,NULL,NULL,'8911f35ac2624ca0707215e86839ed4a27d5c4c574c9bdf32a8bbb9170e4e65f','e0d175eb9d9c23cb40b486604f73cbba7dd185ef09fc91ec24cfe29095cfeac8');
INSERT INTO audit_log VALUES(3,'evt_01m854ha1dddvh2ncjkvrpspfm',1795468863,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','project.created','project','proj_01m854ha11bdqypsjj64v5p5vx','proj_01m854ha11bdqypsjj64v5p5vx','success',201,'req_01m854h9q1fa09fvrafyg2v3by',332,'[]',NULL,NULL,NULL,'e0d175eb9d9c23cb40b486604f73cbba7dd185ef09fc91ec24cfe29095cfeac8','cba0f59108a26897dc7431232660774a15c913eddecfdf48d2e7014b3e9e7acd');
INSERT INTO audit_log VALUES(4,'evt_01m854hajz2t5p6e28f0e037wm',1795468864,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','assistant.created','assistant','asst_01m854hah92xkwb915et0hwgrk','proj_01m854ha11bdqypsjj64v5p5vx','success',201,'req_01m854haazbsv3tjn3zac694vy',256,'[]',NULL,NULL,NULL,'cba0f59108a26897dc7431232660774a15c913eddecfdf48d2e7014b3e9e7acd','a9ac330a949c2211e841820023954f06196425c5ef98a7c86a52ecf0cb6f176b');
INSERT INTO audit_log VALUES(5,'evt_01m854hb860bz3bd2y78fdd65n',1795468864,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','assistant.updated','assistant','asst_01m854hah92xkwb915et0hwgrk','proj_01m854ha11bdqypsjj64v5p5vx','success',200,'req_01m854hb6zfd6b7hf1yjagvq7k',40,'[{"field":"instructions","before":"Be brief.","after":"Be brief and kind."}]',NULL,NULL,NULL,'a9ac330a949c2211e841820023954f06196425c5ef98a7c86a52ecf0cb6f176b','2f6d1de02ab9fcd1606c34233f95fbe15c58798ac7a0de05175ec379d61d3ff2');
INSERT INTO audit_log VALUES(6,'evt_01m854hbak40kemyn68sws37f1',1795468864,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','thread.created','thread','thread_01m854hbab0q0a54dhtjvcfaxn','proj_01m854ha11bdqypsjj64v5p5vx','success',201,'req_01m854hb974fcapkkgzxg2k83d',44,'[]',NULL,NULL,NULL,'2f6d1de02ab9fcd1606c34233f95fbe15c58798ac7a0de05175ec379d61d3ff2','30f636d5d4b06c97458bc2113f5e8b7a7ae71b6a7e56f2e2b7e3b38f5732c2b7');
INSERT INTO audit_log VALUES(7,'evt_01m854hc5b5tnv357sc46w12pf',1795468865,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','message.created','message','msg_01m854hc17e4vmnpgsecktmphp','proj_01m854ha11bdqypsjj64v5p5vx','success',201,'req_01m854hbm6fvng5fzrbswas1eg',548,'[]',NULL,NULL,NULL,'30f636d5d4b06c97458bc2113f5e8b7a7ae71b6a7e56f2e2b7e3b38f5732c2b7','d41ad4cdbf671352306fae7b2e135bb5af94a98d93204f201aeec7564eb115db');
INSERT INTO audit_log VALUES(8,'evt_01m854hcy24dk556nfsxdwxyym',1795468866,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','model.called','run','run_01m854hc077ry6awet8nyzyr6a','proj_01m854ha11bdqypsjj64v5p5vx','success',NULL,NULL,259,'[]','{"provider":"Built-in responder","model":"responder","attempts":1,"request_id":null,"first_token_ms":90}','{"input_tokens":29,"cached_tokens":0,"output_tokens":96,"reasoning_tokens":37,"total_tokens":125,"cost":0,"accuracy":"exact"}',NULL,'d41ad4cdbf671352306fae7b2e135bb5af94a98d93204f201aeec7564eb115db','89d4c2092b7ab0b88f54af7d4cf6195ddbb5cef986e87b0d239d960bd15f6ef7');
INSERT INTO audit_log VALUES(9,'evt_01m854hd4p88pzd1548vvbh2cr',1795468866,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','key.created','key','key_01m854hd4n6mfc25zgkxmwvjq6','proj_01m854ha11bdqypsjj64v5p5vx','success',201,'req_01m854hd3vcffy42cg000tkwmr',28,'[]',NULL,NULL,NULL,'89d4c2092b7ab0b88f54af7d4cf6195ddbb5cef986e87b0d239d960bd15f6ef7','bf896a138475b7e845f439cd2158e19e6dce941a5930b0be64d123da9fce6056');
INSERT INTO audit_log VALUES(10,'evt_01m854hd7z9nhcmswg5g9j3myc',1795468866,'key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','127.0.0.1','provider.created','provider','prov_01m854hd7wcp5d043pdk3yr9a7',NULL,'success',201,'req_01m854hd5scc1vv6a93eah7qhv',68,'[]',NULL,NULL,NULL,'bf896a138475b7e845f439cd2158e19e6dce941a5930b0be64d123da9fce6056','a3df9ab14cd8f20450c40611c5d5b14fc0acccd19b38ed114ee09f1e57bd9ba1');
CREATE TABLE idempotency_keys (
  caller_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  object_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (caller_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  normalized_email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT,
  security_stamp TEXT NOT NULL,
  failed_sign_ins INTEGER NOT NULL,
  locked_until INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO users VALUES('user_01m854h5mb1tr4ys4psvtxfgd4','owner@example.org','OWNER@EXAMPLE.ORG','owner','owner','AQAAAAIAAYagAAAAEKMJOGsEEQrIMvx7mPTNt8BbjobY1zd45QzTdu82aUbugYbK05wlvBlcom3WwRCHNA==','b3f82f34cb09c9872f5e2b4b337c462df38b4795',0,NULL,1795468859);
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  project_id TEXT,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  allowed_addresses TEXT NOT NULL,
  expires_at INTEGER,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_at INTEGER,
  last_used_address TEXT
) STRICT;
INSERT INTO api_keys VALUES('key_01m854h5yxacy5gmeq5zw5jdmm',NULL,'First key','sk-old…6789','["read","chat","manage"]','[]',NULL,'user_01m854h5mb1tr4ys4psvtxfgd4',1795468859,NULL,1795468863,'127.0.0.1');
INSERT INTO api_keys VALUES('key_01m854hd4n6mfc25zgkxmwvjq6','proj_01m854ha11bdqypsjj64v5p5vx','Help centre','sk-JKI…f54D','["read"]','[]',NULL,'key_01m854h5yxacy5gmeq5zw5jdmm',1795468866,NULL,NULL,NULL);
CREATE TABLE key_secrets (
  hash TEXT PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO key_secrets VALUES('536eee05cd197dc6697cf9a8f25094c7624297ac06244387ffc0dc99bd008342','key_01m854hd4n6mfc25zgkxmwvjq6',1795468866,NULL);
INSERT INTO key_secrets VALUES('6cdd3c49f0dff9b8be62bc8737152c7470a0f0e041085e0c3fe6ff95240bf9b9','key_01m854h5yxacy5gmeq5zw5jdmm',1795468859,NULL);
CREATE TABLE setup_links (
  hash TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE readiness (
  id INTEGER PRIMARY KEY,
  checked_at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO readiness VALUES(1,1795468863018);
CREATE TABLE providers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  base_url TEXT,
  protected_api_key TEXT,
  priority INTEGER NOT NULL,
  timeout_seconds INTEGER NOT NULL,
  max_retries INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO providers VALUES('prov_00000000000000000000000000','Built-in responder','builtin',NULL,NULL,100,60,0,1,1795468857,1795468857);
INSERT INTO providers VALUES('prov_01m854hd7wcp5d043pdk3yr9a7','Local','ollama','http://127.0.0.1:9',NULL,100,60,2,1,1795468866,1795468866);
CREATE TABLE models (
  name TEXT PRIMARY KEY,
  tier TEXT NOT NULL,
  context_window INTEGER NOT NULL,
  max_output_tokens INTEGER,
  modalities TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO models VALUES('gpt-4-reasoner-2026','reasoner',128000,NULL,'["text"]',1795468857,1795468857);
INSERT INTO models VALUES('gpt-4-fast-2026','fast',128000,NULL,'["text"]',1795468857,1795468857);
INSERT INTO models VALUES('gpt-4-tiny-2026','tiny',128000,NULL,'["text"]',1795468857,1795468857);
CREATE TABLE model_targets (
  model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  target_model TEXT NOT NULL,
  priority INTEGER NOT NULL,
  PRIMARY KEY (model, provider_id, target_model)
) STRICT;
INSERT INTO model_targets VALUES('gpt-4-fast-2026','prov_00000000000000000000000000','responder',0);
INSERT INTO model_targets VALUES('gpt-4-reasoner-2026','prov_00000000000000000000000000','responder',0);
INSERT INTO model_targets VALUES('gpt-4-tiny-2026','prov_00000000000000000000000000','responder',0);
CREATE TABLE model_prices (
  model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE,
  effective_from INTEGER NOT NULL,
  input_nanodollars INTEGER NOT NULL,
  cached_input_nanodollars INTEGER,
  output_nanodollars INTEGER NOT NULL,
  reasoning_nanodollars INTEGER,
  PRIMARY KEY (model, effective_from)
) STRICT;
INSERT INTO model_prices VALUES('gpt-4-fast-2026',0,0,NULL,0,NULL);
INSERT INTO model_prices VALUES('gpt-4-reasoner-2026',0,0,NULL,0,NULL);
INSERT INTO model_prices VALUES('gpt-4-tiny-2026',0,0,NULL,0,NULL);
CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  assistant_type TEXT NOT NULL,
  status TEXT NOT NULL,
  paused INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO projects VALUES('proj_01m854ha11bdqypsjj64v5p5vx','Returns desk',NULL,'customer_service','active',0,'{}',1795468863,1795468863);
CREATE TABLE project_members (
  project_id TEXT NOT NULL REFERENCES projects (id),
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  chat_access TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE assistants (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id),
  version INTEGER NOT NULL,
  model TEXT NOT NULL,
  archived INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO assistants VALUES('asst_01m854hah92xkwb915et0hwgrk','proj_01m854ha11bdqypsjj64v5p5vx',2,'gpt-4-fast-2026',0,1795468864,1795468864);
CREATE TABLE assistant_versions (
  assistant_id TEXT NOT NULL REFERENCES assistants (id),
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (assistant_id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO assistant_versions VALUES('asst_01m854hah92xkwb915et0hwgrk',1,'{"name":"Returns","description":null,"persona":{"tone":"friendly","expertise":null,"constraints":null},"instructions":"Be brief.","model":"gpt-4-fast-2026","tools":[],"memory":{"enabled":true,"summary_method":"none","vector_store_ids":[]},"safety":{"strict":false,"allowed_domains":[],"policy_id":null},"privacy":{"mode":"off","allowed_entities":[],"policy_id":null},"paused":false,"metadata":{}}','key_01m854h5yxacy5gmeq5zw5jdmm','First key',1795468864);
INSERT INTO assistant_versions VALUES('asst_01m854hah92xkwb915et0hwgrk',2,'{"name":"Returns","description":null,"persona":{"tone":"friendly","expertise":null,"constraints":null},"instructions":"Be brief and kind.","model":"gpt-4-fast-2026","tools":[],"memory":{"enabled":true,"summary_method":"none","vector_store_ids":[]},"safety":{"strict":false,"allowed_domains":[],"policy_id":null},"privacy":{"mode":"off","allowed_entities":[],"policy_id":null},"paused":false,"metadata":{}}','key_01m854h5yxacy5gmeq5zw5jdmm','First key',1795468864);
CREATE TABLE threads (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  title TEXT,
  status TEXT NOT NULL,
  created_by TEXT NOT NULL,
  assignee_id TEXT,
  metadata TEXT NOT NULL,
  -- The tip of the branch last written to.
  tip_id TEXT,
  created_at INTEGER NOT NULL,
  last_message_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO threads VALUES('thread_01m854hbab0q0a54dhtjvcfaxn','proj_01m854ha11bdqypsjj64v5p5vx','asst_01m854hah92xkwb915et0hwgrk','Order A-1001','active','key_01m854h5yxacy5gmeq5zw5jdmm',NULL,'{}','msg_01m854hc55ejjept3fv7ec50wc',1795468864,1795468865);
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  run_id TEXT,
  parent_id TEXT,
  role TEXT NOT NULL,
  author_type TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  content TEXT,
  attachments TEXT NOT NULL,
  tool_calls TEXT NOT NULL,
  tool_call_id TEXT,
  reasoning TEXT NOT NULL,
  annotations TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT,
  model TEXT,
  usage TEXT,
  feedback TEXT,
  metadata TEXT NOT NULL,
  first_sequence INTEGER,
  created_at INTEGER NOT NULL,
  completed_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO messages VALUES('msg_01m854hc17e4vmnpgsecktmphp','thread_01m854hbab0q0a54dhtjvcfaxn','run_01m854hc077ry6awet8nyzyr6a',NULL,'user','key','key_01m854h5yxacy5gmeq5zw5jdmm','First key','"Where is my parcel? \uD83D\uDCE6"','[]','[]',NULL,'[]','[]','completed',NULL,NULL,NULL,NULL,NULL,'{}',2,1795468865,1795468865);
INSERT INTO messages VALUES('msg_01m854hc55ejjept3fv7ec50wc','thread_01m854hbab0q0a54dhtjvcfaxn','run_01m854hc077ry6awet8nyzyr6a','msg_01m854hc17e4vmnpgsecktmphp','assistant','assistant','asst_01m854hah92xkwb915et0hwgrk','Returns','"You wrote: “Where is my parcel? \uD83D\uDCE6”\n\nI am Portal''s built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation, and there is nothing to quote yet. An administrator can route this model to a real one under Providers."','[]','[]',NULL,'[{"text":"I read the last message (22 characters) and know 0 functions.\nIt asks for no call.\nI compared it with 0 sentences of 0 passages: 0 match.\n","summary":null}]','[]','completed',NULL,NULL,'gpt-4-fast-2026','{"input_tokens":29,"cached_tokens":0,"output_tokens":96,"reasoning_tokens":37,"total_tokens":125,"cost":0,"accuracy":"exact"}',NULL,'{}',3,1795468865,1795468866);
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  -- Set when it starts; a run uses the newest version at its start.
  assistant_version INTEGER,
  status TEXT NOT NULL,
  -- The message that it answers next, and the reply that it is making.
  parent_id TEXT,
  reply_id TEXT NOT NULL,
  model TEXT,
  actor TEXT NOT NULL,
  -- Of the events of the thread, its first.
  first_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- Unix seconds at which its open tool calls expire.
  expires_at INTEGER,
  completed_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO runs VALUES('run_01m854hc077ry6awet8nyzyr6a','thread_01m854hbab0q0a54dhtjvcfaxn','proj_01m854ha11bdqypsjj64v5p5vx','asst_01m854hah92xkwb915et0hwgrk',2,'completed','msg_01m854hc17e4vmnpgsecktmphp','msg_01m854hc55ejjept3fv7ec50wc',NULL,'{"type":"key","id":"key_01m854h5yxacy5gmeq5zw5jdmm","name":"First key","ip":"127.0.0.1"}',1,1795468865,NULL,1795468866);
CREATE TABLE run_steps (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  type TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  input TEXT,
  output TEXT,
  usage TEXT,
  error TEXT,
  upstream TEXT,
  operator_detail TEXT,
  PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;
INSERT INTO run_steps VALUES('run_01m854hc077ry6awet8nyzyr6a',1,'model_call',1795468865,259,'{"model":"gpt-4-fast-2026","system":"You are Returns.\nTone: friendly\n\nBe brief and kind.","message_ids":["msg_01m854hc17e4vmnpgsecktmphp"],"tools":[]}','{"content":"You wrote: “Where is my parcel? \uD83D\uDCE6”\n\nI am Portal''s built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation, and there is nothing to quote yet. An administrator can route this model to a real one under Providers.","tool_calls":[],"finish_reason":"stop"}','{"input_tokens":29,"cached_tokens":0,"output_tokens":96,"reasoning_tokens":37,"total_tokens":125,"cost":0,"accuracy":"exact"}',NULL,'{"provider":"Built-in responder","model":"responder","attempts":1,"request_id":null,"first_token_ms":90}',NULL);
CREATE TABLE thread_events (
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  thread_sequence INTEGER NOT NULL,
  run_id TEXT,
  sequence INTEGER,
  type TEXT NOT NULL,
  message_id TEXT,
  -- The event's further fields, as the inside of a JSON object.
  fields TEXT NOT NULL,
  PRIMARY KEY (thread_id, thread_sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',1,'run_01m854hc077ry6awet8nyzyr6a',1,'run.created',NULL,'');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',2,'run_01m854hc077ry6awet8nyzyr6a',2,'message.created','msg_01m854hc17e4vmnpgsecktmphp','"message":{"id":"msg_01m854hc17e4vmnpgsecktmphp","thread_id":"thread_01m854hbab0q0a54dhtjvcfaxn","run_id":"run_01m854hc077ry6awet8nyzyr6a","parent_id":null,"role":"user","author":{"type":"key","id":"key_01m854h5yxacy5gmeq5zw5jdmm","name":"First key"},"content":"Where is my parcel? \uD83D\uDCE6","attachments":[],"tool_calls":[],"tool_call_id":null,"reasoning":[],"annotations":[],"status":"completed","error":null,"model":null,"usage":null,"feedback":null,"metadata":{},"sibling_ids":["msg_01m854hc17e4vmnpgsecktmphp"],"created_at":1795468865,"completed_at":1795468865,"object":"thread.message","first_sequence":2}');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',3,'run_01m854hc077ry6awet8nyzyr6a',3,'message.created','msg_01m854hc55ejjept3fv7ec50wc','"message":{"id":"msg_01m854hc55ejjept3fv7ec50wc","thread_id":"thread_01m854hbab0q0a54dhtjvcfaxn","run_id":"run_01m854hc077ry6awet8nyzyr6a","parent_id":"msg_01m854hc17e4vmnpgsecktmphp","role":"assistant","author":{"type":"assistant","id":"asst_01m854hah92xkwb915et0hwgrk","name":"Returns"},"content":null,"attachments":[],"tool_calls":[],"tool_call_id":null,"reasoning":[],"annotations":[],"status":"queued","error":null,"model":null,"usage":null,"feedback":null,"metadata":{},"sibling_ids":["msg_01m854hc55ejjept3fv7ec50wc"],"created_at":1795468865,"completed_at":null,"object":"thread.message","first_sequence":3}');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',4,'run_01m854hc077ry6awet8nyzyr6a',4,'reasoning.delta','msg_01m854hc55ejjept3fv7ec50wc','"delta":"I read the last message (22 characters) and know 0 functions.\n"');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',5,'run_01m854hc077ry6awet8nyzyr6a',5,'reasoning.delta','msg_01m854hc55ejjept3fv7ec50wc','"delta":"It asks for no call.\nI compared it with 0 sentences of 0 passages: 0 match.\n"');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',6,'run_01m854hc077ry6awet8nyzyr6a',6,'message.delta','msg_01m854hc55ejjept3fv7ec50wc','"delta":"You wrote: “Where is my parcel? \uD83D\uDCE6”\n\nI am Portal''s built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation, and there is nothing to quote yet. An administrator can route this model to a real one under Providers."');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',7,'run_01m854hc077ry6awet8nyzyr6a',7,'message.completed','msg_01m854hc55ejjept3fv7ec50wc','"message":{"id":"msg_01m854hc55ejjept3fv7ec50wc","thread_id":"thread_01m854hbab0q0a54dhtjvcfaxn","run_id":"run_01m854hc077ry6awet8nyzyr6a","parent_id":"msg_01m854hc17e4vmnpgsecktmphp","role":"assistant","author":{"type":"assistant","id":"asst_01m854hah92xkwb915et0hwgrk","name":"Returns"},"content":"You wrote: “Where is my parcel? \uD83D\uDCE6”\n\nI am Portal''s built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation, and there is nothing to quote yet. An administrator can route this model to a real one under Providers.","attachments":[],"tool_calls":[],"tool_call_id":null,"reasoning":[{"text":"I read the last message (22 characters) and know 0 functions.\nIt asks for no call.\nI compared it with 0 sentences of 0 passages: 0 match.\n","summary":null}],"annotations":[],"status":"completed","error":null,"model":"gpt-4-fast-2026","usage":{"input_tokens":29,"cached_tokens":0,"output_tokens":96,"reasoning_tokens":37,"total_tokens":125,"cost":0,"accuracy":"exact"},"feedback":null,"metadata":{},"sibling_ids":["msg_01m854hc55ejjept3fv7ec50wc"],"created_at":1795468865,"completed_at":1795468866,"object":"thread.message","first_sequence":3}');
INSERT INTO thread_events VALUES('thread_01m854hbab0q0a54dhtjvcfaxn',8,'run_01m854hc077ry6awet8nyzyr6a',8,'run.completed',NULL,'"status":"completed"');
CREATE TABLE usage (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  model TEXT NOT NULL,
  tier TEXT,
  provider_id TEXT,
  provider TEXT,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanodollars INTEGER,
  provider_cost_nanodollars INTEGER,
  accuracy TEXT NOT NULL,
  tool_calls INTEGER NOT NULL,
  first_of_run INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- The same call is never billed twice.
  UNIQUE (message_id, attempt)
) STRICT;
INSERT INTO usage VALUES('use_01m854hct20yd4p6yqwp2nt3qp','proj_01m854ha11bdqypsjj64v5p5vx','asst_01m854hah92xkwb915et0hwgrk','thread_01m854hbab0q0a54dhtjvcfaxn','run_01m854hc077ry6awet8nyzyr6a','msg_01m854hc55ejjept3fv7ec50wc',1,'key','key_01m854h5yxacy5gmeq5zw5jdmm','gpt-4-fast-2026','fast','prov_00000000000000000000000000','Built-in responder',29,0,96,37,0,NULL,'exact',0,1,'{}',1795468866);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('SchemaVersions',6);
CREATE INDEX audit_log_action ON audit_log (action, sequence);
CREATE INDEX audit_log_actor ON audit_log (actor_id, sequence);
CREATE INDEX audit_log_target ON audit_log (target_id, sequence);
CREATE INDEX audit_log_project ON audit_log (project_id, sequence);
CREATE INDEX audit_log_project_action ON audit_log (project_id, action, sequence);
CREATE INDEX audit_log_outcome ON audit_log (outcome, sequence);
CREATE INDEX audit_log_time ON audit_log (created_at, sequence);
CREATE INDEX idempotency_keys_time ON idempotency_keys (created_at);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_end ON sessions (expires_at);
CREATE INDEX api_keys_project ON api_keys (project_id, id);
CREATE INDEX key_secrets_key ON key_secrets (key_id);
CREATE INDEX model_targets_provider ON model_targets (provider_id);
CREATE INDEX project_members_user ON project_members (user_id, project_id);
CREATE INDEX assistants_project ON assistants (project_id, id);
CREATE INDEX assistants_model ON assistants (model) WHERE NOT archived;
CREATE INDEX threads_project ON threads (project_id, id);
CREATE INDEX threads_assistant ON threads (assistant_id, id);
CREATE INDEX threads_created_by ON threads (created_by, id);
CREATE INDEX threads_assignee ON threads (assignee_id, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX messages_parent ON messages (thread_id, parent_id, id);
CREATE INDEX messages_run ON messages (run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX runs_thread ON runs (thread_id, id);
CREATE INDEX runs_open ON runs (status, expires_at) WHERE status IN ('queued', 'in_progress', 'requires_action');
CREATE INDEX usage_project ON usage (project_id, created_at);
CREATE INDEX usage_time ON usage (created_at);
COMMIT;
