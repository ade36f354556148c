CREATE CONSTRAINT `id_agreement` IF NOT EXISTS FOR (n:`Agreement`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_certificate` IF NOT EXISTS FOR (n:`Certificate`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_clause` IF NOT EXISTS FOR (n:`Clause`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_cluster` IF NOT EXISTS FOR (n:`Cluster`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_community` IF NOT EXISTS FOR (n:`Community`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_concept` IF NOT EXISTS FOR (n:`Concept`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_course` IF NOT EXISTS FOR (n:`Course`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_department` IF NOT EXISTS FOR (n:`Department`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_enterprise` IF NOT EXISTS FOR (n:`Enterprise`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_indicator` IF NOT EXISTS FOR (n:`Indicator`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_industry` IF NOT EXISTS FOR (n:`Industry`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_intake` IF NOT EXISTS FOR (n:`Intake`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_jobposting` IF NOT EXISTS FOR (n:`JobPosting`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_lead` IF NOT EXISTS FOR (n:`Lead`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_major` IF NOT EXISTS FOR (n:`Major`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_majorgroup` IF NOT EXISTS FOR (n:`MajorGroup`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_need` IF NOT EXISTS FOR (n:`Need`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_observation` IF NOT EXISTS FOR (n:`Observation`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_occupation` IF NOT EXISTS FOR (n:`Occupation`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_offer` IF NOT EXISTS FOR (n:`Offer`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_organisation` IF NOT EXISTS FOR (n:`Organisation`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_park` IF NOT EXISTS FOR (n:`Park`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_policy` IF NOT EXISTS FOR (n:`Policy`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_programme` IF NOT EXISTS FOR (n:`Programme`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_project` IF NOT EXISTS FOR (n:`Project`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_region` IF NOT EXISTS FOR (n:`Region`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_school` IF NOT EXISTS FOR (n:`School`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_segment` IF NOT EXISTS FOR (n:`Segment`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_skill` IF NOT EXISTS FOR (n:`Skill`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `id_title` IF NOT EXISTS FOR (n:`Title`) REQUIRE n.id IS UNIQUE
CREATE CONSTRAINT `key_graph` IF NOT EXISTS FOR (n:`_Graph`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_version` IF NOT EXISTS FOR (n:`_Version`) REQUIRE n.`number` IS UNIQUE
CREATE CONSTRAINT `key_source` IF NOT EXISTS FOR (n:`_Source`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_recordblock` IF NOT EXISTS FOR (n:`_RecordBlock`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_history` IF NOT EXISTS FOR (n:`_History`) REQUIRE n.`key` IS UNIQUE
CREATE CONSTRAINT `key_redirect` IF NOT EXISTS FOR (n:`_Redirect`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_decision` IF NOT EXISTS FOR (n:`_Decision`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_rejection` IF NOT EXISTS FOR (n:`_Rejection`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_matches` IF NOT EXISTS FOR (n:`_Matches`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_scenario` IF NOT EXISTS FOR (n:`_Scenario`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_apikey` IF NOT EXISTS FOR (n:`_ApiKey`) REQUIRE n.`id` IS UNIQUE
CREATE CONSTRAINT `key_audit` IF NOT EXISTS FOR (n:`_Audit`) REQUIRE n.`id` IS UNIQUE
CREATE INDEX `clause_path` IF NOT EXISTS FOR (n:`Clause`) ON (n.`path`)
CREATE INDEX `cluster_state` IF NOT EXISTS FOR (n:`Cluster`) ON (n.`state`)
CREATE INDEX `community_kind` IF NOT EXISTS FOR (n:`Community`) ON (n.`kind`)
CREATE INDEX `enterprise_uscc` IF NOT EXISTS FOR (n:`Enterprise`) ON (n.`uscc`)
CREATE INDEX `enterprise_listed_code` IF NOT EXISTS FOR (n:`Enterprise`) ON (n.`listed_code`)
CREATE INDEX `industry_level` IF NOT EXISTS FOR (n:`Industry`) ON (n.`level`)
CREATE INDEX `intake_year` IF NOT EXISTS FOR (n:`Intake`) ON (n.`year`)
CREATE INDEX `major_code` IF NOT EXISTS FOR (n:`Major`) ON (n.`code`)
CREATE INDEX `major_level` IF NOT EXISTS FOR (n:`Major`) ON (n.`level`)
CREATE INDEX `major_class_code` IF NOT EXISTS FOR (n:`Major`) ON (n.`class_code`)
CREATE INDEX `observation_kind` IF NOT EXISTS FOR (n:`Observation`) ON (n.`kind`)
CREATE INDEX `occupation_level` IF NOT EXISTS FOR (n:`Occupation`) ON (n.`level`)
CREATE INDEX `policy_number` IF NOT EXISTS FOR (n:`Policy`) ON (n.`number`)
CREATE INDEX `project_number` IF NOT EXISTS FOR (n:`Project`) ON (n.`number`)
CREATE INDEX `school_code` IF NOT EXISTS FOR (n:`School`) ON (n.`code`)
CREATE INDEX `school_short_code` IF NOT EXISTS FOR (n:`School`) ON (n.`short_code`)
CREATE INDEX `school_level` IF NOT EXISTS FOR (n:`School`) ON (n.`level`)
CREATE FULLTEXT INDEX `entity_names` IF NOT EXISTS FOR (n:`Agreement`|`Certificate`|`Cluster`|`Community`|`Concept`|`Department`|`Enterprise`|`Indicator`|`Industry`|`JobPosting`|`Lead`|`Major`|`MajorGroup`|`Need`|`Occupation`|`Offer`|`Organisation`|`Park`|`Policy`|`Project`|`Region`|`School`|`Segment`|`Skill`|`Title`) ON EACH [n.`aliases`, n.`former_names`, n.`name`, n.`short_name`] OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}
