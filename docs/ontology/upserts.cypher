// Agreement
UNWIND $rows AS row MERGE (n:`Agreement` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`owner` = row[5], n.`number` = row[6], n.`name` = row[7], n.`kinds` = row[8], n.`students` = row[9], n.`since` = row[10], n.`until` = row[11], n.`state` = row[12], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Certificate
UNWIND $rows AS row MERGE (n:`Certificate` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`system` = row[6], n.`aliases` = row[7], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Clause
UNWIND $rows AS row MERGE (n:`Clause` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`policy` = row[5], n.`path` = row[6], n.`name` = row[7], n.`kind` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Cluster
UNWIND $rows AS row MERGE (n:`Cluster` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`code` = row[5], n.`name` = row[6], n.`level` = row[7], n.`tier` = row[8], n.`state` = row[9], n.`reliability` = row[10], n.`heading` = row[11], n.`products` = row[12], n.`aliases` = row[13], n.`note` = row[14], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Community
UNWIND $rows AS row MERGE (n:`Community` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`kind` = row[6], n.`published_kind` = row[7], n.`level` = row[8], n.`batch` = row[9], n.`industry` = row[10], n.`place` = row[11], n.`year` = row[12], n.`aliases` = row[13], n.`note` = row[14], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Concept
UNWIND $rows AS row MERGE (n:`Concept` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Course
UNWIND $rows AS row MERGE (n:`Course` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`owner` = row[5], n.`name` = row[6], n.`kind` = row[7], n.`hours` = row[8], n.`semester` = row[9], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Department
UNWIND $rows AS row MERGE (n:`Department` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`aliases` = row[6], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Enterprise
UNWIND $rows AS row MERGE (n:`Enterprise` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`uscc` = row[6], n.`short_name` = row[7], n.`aliases` = row[8], n.`former_names` = row[9], n.`listed_code` = row[10], n.`products` = row[11], n.`titles` = row[12], n.`industry_terms` = row[13], n.`staff` = row[14], n.`name_as_of` = row[15], n.`named_only` = row[16], n.`note` = row[17], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Indicator
UNWIND $rows AS row MERGE (n:`Indicator` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`unit` = row[6], n.`numerator` = row[7], n.`denominator` = row[8], n.`note` = row[9], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Industry
UNWIND $rows AS row MERGE (n:`Industry` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`code` = row[5], n.`name` = row[6], n.`level` = row[7], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Intake
UNWIND $rows AS row MERGE (n:`Intake` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`programme` = row[5], n.`year` = row[6], n.`route` = row[7], n.`variant` = row[8], n.`name` = row[9], n.`places` = row[10], n.`admitted` = row[11], n.`lowest_score` = row[12], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// JobPosting
UNWIND $rows AS row MERGE (n:`JobPosting` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`source` = row[5], n.`number` = row[6], n.`name` = row[7], n.`pay` = row[8], n.`requirement` = row[9], n.`month` = row[10], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Lead
UNWIND $rows AS row MERGE (n:`Lead` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`owner` = row[5], n.`number` = row[6], n.`name` = row[7], n.`stage` = row[8], n.`next_step` = row[9], n.`reason` = row[10], n.`since` = row[11], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Major
UNWIND $rows AS row MERGE (n:`Major` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`catalogue` = row[5], n.`code` = row[6], n.`name` = row[7], n.`level` = row[8], n.`edition` = row[9], n.`class_code` = row[10], n.`class_name` = row[11], n.`category_code` = row[12], n.`category_name` = row[13], n.`years` = row[14], n.`state_controlled` = row[15], n.`added` = row[16], n.`profile` = row[17], n.`posts` = row[18], n.`competences` = row[19], n.`practice` = row[20], n.`internship_places` = row[21], n.`aliases` = row[22], n.`former_names` = row[23], n.`former_codes` = row[24], n.`named_only` = row[25], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// MajorGroup
UNWIND $rows AS row MERGE (n:`MajorGroup` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`school` = row[5], n.`name` = row[6], n.`note` = row[7], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Need
UNWIND $rows AS row MERGE (n:`Need` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`owner` = row[5], n.`number` = row[6], n.`name` = row[7], n.`kind` = row[8], n.`number_asked` = row[9], n.`level` = row[10], n.`since` = row[11], n.`until` = row[12], n.`state` = row[13], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Observation
UNWIND $rows AS row MERGE (n:`Observation` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`indicator` = row[5], n.`subject` = row[6], n.`period` = row[7], n.`kind` = row[8], n.`name` = row[9], n.`value` = row[10], n.`upper` = row[11], n.`text` = row[12], n.`unit` = row[13], n.`comparator` = row[14], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Occupation
UNWIND $rows AS row MERGE (n:`Occupation` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`code` = row[5], n.`name` = row[6], n.`level` = row[7], n.`digital` = row[8], n.`green` = row[9], n.`aliases` = row[10], n.`edition` = row[11], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Offer
UNWIND $rows AS row MERGE (n:`Offer` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`owner` = row[5], n.`number` = row[6], n.`name` = row[7], n.`kind` = row[8], n.`number_offered` = row[9], n.`since` = row[10], n.`until` = row[11], n.`state` = row[12], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Organisation
UNWIND $rows AS row MERGE (n:`Organisation` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`kind` = row[6], n.`aliases` = row[7], n.`named_only` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Park
UNWIND $rows AS row MERGE (n:`Park` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`aliases` = row[6], n.`note` = row[7], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Policy
UNWIND $rows AS row MERGE (n:`Policy` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`number` = row[6], n.`issuer` = row[7], n.`issued` = row[8], n.`since` = row[9], n.`until` = row[10], n.`url` = row[11], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Programme
UNWIND $rows AS row MERGE (n:`Programme` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`school` = row[5], n.`major` = row[6], n.`years` = row[7], n.`name` = row[8], n.`type` = row[9], n.`first_year` = row[10], n.`last_year` = row[11], n.`remark` = row[12], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Project
UNWIND $rows AS row MERGE (n:`Project` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`policy` = row[5], n.`number` = row[6], n.`name` = row[7], n.`action` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Region
UNWIND $rows AS row MERGE (n:`Region` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`code` = row[5], n.`name` = row[6], n.`level` = row[7], n.`aliases` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// School
UNWIND $rows AS row MERGE (n:`School` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`code` = row[6], n.`short_code` = row[7], n.`exam_code` = row[8], n.`level` = row[9], n.`kind` = row[10], n.`ownership` = row[11], n.`affiliation` = row[12], n.`campus` = row[13], n.`students` = row[14], n.`aliases` = row[15], n.`former_names` = row[16], n.`named_only` = row[17], n.`note` = row[18], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Segment
UNWIND $rows AS row MERGE (n:`Segment` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`cluster` = row[5], n.`name` = row[6], n.`wording` = row[7], n.`reliability` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Skill
UNWIND $rows AS row MERGE (n:`Skill` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`name` = row[5], n.`aliases` = row[6], n.`kind` = row[7], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// Title
UNWIND $rows AS row MERGE (n:`Title` {id: row[0]}) SET n.`status` = row[1], n.`grade` = row[2], n.`scope` = row[3], n.`records` = row[4], n.`scheme` = row[5], n.`level` = row[6], n.`round` = row[7], n.`name` = row[8], n.from_version = $version, n.changed_version = $version, n.to_version = 2147483647;
// ABOUT Observation → Region
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Observation → School
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Observation → Project
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`Project` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Observation → Major
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Observation → Programme
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`Programme` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Need → Major
UNWIND $rows AS row MATCH (a:`Need` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Offer → Major
UNWIND $rows AS row MATCH (a:`Offer` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Lead → Need
UNWIND $rows AS row MATCH (a:`Lead` {id: row[0]}) MATCH (b:`Need` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Lead → Enterprise
UNWIND $rows AS row MATCH (a:`Lead` {id: row[0]}) MATCH (b:`Enterprise` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Lead → School
UNWIND $rows AS row MATCH (a:`Lead` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Agreement → Major
UNWIND $rows AS row MATCH (a:`Agreement` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Project → Region
UNWIND $rows AS row MATCH (a:`Project` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ABOUT Policy → Region
UNWIND $rows AS row MATCH (a:`Policy` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`ABOUT` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// ARTICULATES_TO Programme → Programme
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Programme` {id: row[1]}) MERGE (a)-[r:`ARTICULATES_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`years` = row[8], r.`year` = row[9], r.`places` = row[10], r.to_version = 2147483647;
// ARTICULATES_TO Programme → School
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`ARTICULATES_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`years` = row[8], r.`year` = row[9], r.`places` = row[10], r.to_version = 2147483647;
// ARTICULATES_TO School → School
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`ARTICULATES_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`years` = row[8], r.`year` = row[9], r.`places` = row[10], r.to_version = 2147483647;
// BELONGS_TO Enterprise → Cluster
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`BELONGS_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`basis` = row[7], r.to_version = 2147483647;
// CITES Policy → Policy
UNWIND $rows AS row MATCH (a:`Policy` {id: row[0]}) MATCH (b:`Policy` {id: row[1]}) MERGE (a)-[r:`CITES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// CONTINUES_TO Major → Major
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`CONTINUES_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`basis` = row[7], r.to_version = 2147483647;
// COOPERATES_WITH School → Enterprise
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Enterprise` {id: row[1]}) MERGE (a)-[r:`COOPERATES_WITH` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`published` = row[8], r.`period` = row[9], r.`majors` = row[10], r.`strength` = row[11], r.to_version = 2147483647;
// COOPERATES_WITH School → Organisation
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Organisation` {id: row[1]}) MERGE (a)-[r:`COOPERATES_WITH` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`published` = row[8], r.`period` = row[9], r.`majors` = row[10], r.`strength` = row[11], r.to_version = 2147483647;
// COOPERATES_WITH MajorGroup → Enterprise
UNWIND $rows AS row MATCH (a:`MajorGroup` {id: row[0]}) MATCH (b:`Enterprise` {id: row[1]}) MERGE (a)-[r:`COOPERATES_WITH` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`published` = row[8], r.`period` = row[9], r.`majors` = row[10], r.`strength` = row[11], r.to_version = 2147483647;
// COOPERATES_WITH Programme → Enterprise
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Enterprise` {id: row[1]}) MERGE (a)-[r:`COOPERATES_WITH` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`published` = row[8], r.`period` = row[9], r.`majors` = row[10], r.`strength` = row[11], r.to_version = 2147483647;
// COUNTS_TOWARDS Community → Indicator
UNWIND $rows AS row MATCH (a:`Community` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COUNTS_TOWARDS Programme → Indicator
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COUNTS_TOWARDS Project → Indicator
UNWIND $rows AS row MATCH (a:`Project` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COUNTS_TOWARDS Clause → Indicator
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COUNTS_TOWARDS School → Indicator
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COUNTS_TOWARDS Observation → Indicator
UNWIND $rows AS row MATCH (a:`Observation` {id: row[0]}) MATCH (b:`Indicator` {id: row[1]}) MERGE (a)-[r:`COUNTS_TOWARDS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// COVERS Cluster → Industry
UNWIND $rows AS row MATCH (a:`Cluster` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`COVERS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.`reason` = row[8], r.to_version = 2147483647;
// EMPLOYS Industry → Occupation
UNWIND $rows AS row MATCH (a:`Industry` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`EMPLOYS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.`reason` = row[8], r.to_version = 2147483647;
// ENGAGED_IN Enterprise → Industry
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`ENGAGED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.`reason` = row[8], r.to_version = 2147483647;
// FACES_INDUSTRY Major → Industry
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`FACES_INDUSTRY` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`named_as` = row[7], r.`basis` = row[8], r.to_version = 2147483647;
// FOR_OCCUPATION JobPosting → Occupation
UNWIND $rows AS row MATCH (a:`JobPosting` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`FOR_OCCUPATION` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`probability` = row[7], r.to_version = 2147483647;
// FOR_OCCUPATION Need → Occupation
UNWIND $rows AS row MATCH (a:`Need` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`FOR_OCCUPATION` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`probability` = row[7], r.to_version = 2147483647;
// FOR_OCCUPATION Offer → Occupation
UNWIND $rows AS row MATCH (a:`Offer` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`FOR_OCCUPATION` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`probability` = row[7], r.to_version = 2147483647;
// GROUP_MAJOR MajorGroup → Major
UNWIND $rows AS row MATCH (a:`MajorGroup` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`GROUP_MAJOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// HAS_COURSE Major → Course
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Course` {id: row[1]}) MERGE (a)-[r:`HAS_COURSE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`basis` = row[7], r.to_version = 2147483647;
// HAS_COURSE Programme → Course
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Course` {id: row[1]}) MERGE (a)-[r:`HAS_COURSE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`basis` = row[7], r.to_version = 2147483647;
// HAS_GROUP School → MajorGroup
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`MajorGroup` {id: row[1]}) MERGE (a)-[r:`HAS_GROUP` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// HAS_INTAKE Programme → Intake
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Intake` {id: row[1]}) MERGE (a)-[r:`HAS_INTAKE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// HOLDS_TITLE School → Title
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`HOLDS_TITLE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`subject` = row[7], r.`grade_held` = row[8], r.`state` = row[9], r.`document` = row[10], r.`year` = row[11], r.to_version = 2147483647;
// HOLDS_TITLE MajorGroup → Title
UNWIND $rows AS row MATCH (a:`MajorGroup` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`HOLDS_TITLE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`subject` = row[7], r.`grade_held` = row[8], r.`state` = row[9], r.`document` = row[10], r.`year` = row[11], r.to_version = 2147483647;
// HOLDS_TITLE Programme → Title
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`HOLDS_TITLE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`subject` = row[7], r.`grade_held` = row[8], r.`state` = row[9], r.`document` = row[10], r.`year` = row[11], r.to_version = 2147483647;
// HOLDS_TITLE Major → Title
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`HOLDS_TITLE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`subject` = row[7], r.`grade_held` = row[8], r.`state` = row[9], r.`document` = row[10], r.`year` = row[11], r.to_version = 2147483647;
// HOLDS_TITLE Enterprise → Title
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`HOLDS_TITLE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`subject` = row[7], r.`grade_held` = row[8], r.`state` = row[9], r.`document` = row[10], r.`year` = row[11], r.to_version = 2147483647;
// INSTANCE_OF Course → Concept
UNWIND $rows AS row MATCH (a:`Course` {id: row[0]}) MATCH (b:`Concept` {id: row[1]}) MERGE (a)-[r:`INSTANCE_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// LEADS_TO_CERTIFICATE Major → Certificate
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Certificate` {id: row[1]}) MERGE (a)-[r:`LEADS_TO_CERTIFICATE` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`basis` = row[7], r.to_version = 2147483647;
// LOCATED_IN School → Region
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Enterprise → Region
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Organisation → Region
UNWIND $rows AS row MATCH (a:`Organisation` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Community → Region
UNWIND $rows AS row MATCH (a:`Community` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Cluster → Region
UNWIND $rows AS row MATCH (a:`Cluster` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Park → Region
UNWIND $rows AS row MATCH (a:`Park` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN JobPosting → Region
UNWIND $rows AS row MATCH (a:`JobPosting` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Need → Region
UNWIND $rows AS row MATCH (a:`Need` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// LOCATED_IN Enterprise → Park
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Park` {id: row[1]}) MERGE (a)-[r:`LOCATED_IN` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.to_version = 2147483647;
// MATCHES Major → Cluster
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`MATCHES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`algorithm` = row[7], r.`score` = row[8], r.`rank` = row[9], r.`match_grade` = row[10], r.`explanation` = row[11], r.`computed_from` = row[12], r.`inputs` = row[13], r.to_version = 2147483647;
// MEMBER_OF School → Community
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Community` {id: row[1]}) MERGE (a)-[r:`MEMBER_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`since` = row[8], r.`until` = row[9], r.to_version = 2147483647;
// MEMBER_OF Enterprise → Community
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Community` {id: row[1]}) MERGE (a)-[r:`MEMBER_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`since` = row[8], r.`until` = row[9], r.to_version = 2147483647;
// MEMBER_OF Organisation → Community
UNWIND $rows AS row MATCH (a:`Organisation` {id: row[0]}) MATCH (b:`Community` {id: row[1]}) MERGE (a)-[r:`MEMBER_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`since` = row[8], r.`until` = row[9], r.to_version = 2147483647;
// NAMES Clause → School
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// NAMES Clause → Cluster
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// NAMES Clause → Title
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Title` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// NAMES Clause → Policy
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Policy` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// NAMES Clause → Region
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// NAMES Clause → Department
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Department` {id: row[1]}) MERGE (a)-[r:`NAMES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.to_version = 2147483647;
// OFFERS School → Programme
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Programme` {id: row[1]}) MERGE (a)-[r:`OFFERS` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`since` = row[7], r.`until` = row[8], r.to_version = 2147483647;
// OF_MAJOR Programme → Major
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Major` {id: row[1]}) MERGE (a)-[r:`OF_MAJOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO School → Agreement
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Agreement` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO Enterprise → Agreement
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Agreement` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO School → Offer
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Offer` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO Enterprise → Need
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Need` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO Organisation → Need
UNWIND $rows AS row MATCH (a:`Organisation` {id: row[0]}) MATCH (b:`Need` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PARTY_TO Park → Need
UNWIND $rows AS row MATCH (a:`Park` {id: row[0]}) MATCH (b:`Need` {id: row[1]}) MERGE (a)-[r:`PARTY_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Region → Region
UNWIND $rows AS row MATCH (a:`Region` {id: row[0]}) MATCH (b:`Region` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Cluster → Cluster
UNWIND $rows AS row MATCH (a:`Cluster` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Segment → Cluster
UNWIND $rows AS row MATCH (a:`Segment` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Industry → Industry
UNWIND $rows AS row MATCH (a:`Industry` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Occupation → Occupation
UNWIND $rows AS row MATCH (a:`Occupation` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Clause → Policy
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Policy` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Clause → Clause
UNWIND $rows AS row MATCH (a:`Clause` {id: row[0]}) MATCH (b:`Clause` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Project → Policy
UNWIND $rows AS row MATCH (a:`Project` {id: row[0]}) MATCH (b:`Policy` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Project → Clause
UNWIND $rows AS row MATCH (a:`Project` {id: row[0]}) MATCH (b:`Clause` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Organisation → Organisation
UNWIND $rows AS row MATCH (a:`Organisation` {id: row[0]}) MATCH (b:`Organisation` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF Enterprise → Enterprise
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`Enterprise` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PART_OF School → School
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`School` {id: row[1]}) MERGE (a)-[r:`PART_OF` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// POSTED Enterprise → JobPosting
UNWIND $rows AS row MATCH (a:`Enterprise` {id: row[0]}) MATCH (b:`JobPosting` {id: row[1]}) MERGE (a)-[r:`POSTED` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.to_version = 2147483647;
// PREPARES_FOR Major → Occupation
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Occupation` {id: row[1]}) MERGE (a)-[r:`PREPARES_FOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.`named_as` = row[8], r.`reason` = row[9], r.`basis` = row[10], r.to_version = 2147483647;
// RELATES_TO Cluster → Cluster
UNWIND $rows AS row MATCH (a:`Cluster` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`RELATES_TO` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`kind` = row[7], r.`reason` = row[8], r.to_version = 2147483647;
// REQUIRES Occupation → Skill
UNWIND $rows AS row MATCH (a:`Occupation` {id: row[0]}) MATCH (b:`Skill` {id: row[1]}) MERGE (a)-[r:`REQUIRES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.to_version = 2147483647;
// REQUIRES JobPosting → Skill
UNWIND $rows AS row MATCH (a:`JobPosting` {id: row[0]}) MATCH (b:`Skill` {id: row[1]}) MERGE (a)-[r:`REQUIRES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.to_version = 2147483647;
// REQUIRES JobPosting → Certificate
UNWIND $rows AS row MATCH (a:`JobPosting` {id: row[0]}) MATCH (b:`Certificate` {id: row[1]}) MERGE (a)-[r:`REQUIRES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.to_version = 2147483647;
// REQUIRES Need → Skill
UNWIND $rows AS row MATCH (a:`Need` {id: row[0]}) MATCH (b:`Skill` {id: row[1]}) MERGE (a)-[r:`REQUIRES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.to_version = 2147483647;
// RESPONSIBLE_FOR Department → Policy
UNWIND $rows AS row MATCH (a:`Department` {id: row[0]}) MATCH (b:`Policy` {id: row[1]}) MERGE (a)-[r:`RESPONSIBLE_FOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`basis` = row[8], r.to_version = 2147483647;
// RESPONSIBLE_FOR Department → Clause
UNWIND $rows AS row MATCH (a:`Department` {id: row[0]}) MATCH (b:`Clause` {id: row[1]}) MERGE (a)-[r:`RESPONSIBLE_FOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`basis` = row[8], r.to_version = 2147483647;
// RESPONSIBLE_FOR Department → Project
UNWIND $rows AS row MATCH (a:`Department` {id: row[0]}) MATCH (b:`Project` {id: row[1]}) MERGE (a)-[r:`RESPONSIBLE_FOR` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`role` = row[7], r.`basis` = row[8], r.to_version = 2147483647;
// SERVES Community → Cluster
UNWIND $rows AS row MATCH (a:`Community` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES School → Cluster
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES Major → Cluster
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES MajorGroup → Cluster
UNWIND $rows AS row MATCH (a:`MajorGroup` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES Programme → Cluster
UNWIND $rows AS row MATCH (a:`Programme` {id: row[0]}) MATCH (b:`Cluster` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES Community → Industry
UNWIND $rows AS row MATCH (a:`Community` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES School → Industry
UNWIND $rows AS row MATCH (a:`School` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES Major → Industry
UNWIND $rows AS row MATCH (a:`Major` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// SERVES MajorGroup → Industry
UNWIND $rows AS row MATCH (a:`MajorGroup` {id: row[0]}) MATCH (b:`Industry` {id: row[1]}) MERGE (a)-[r:`SERVES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`published` = row[7], r.`year` = row[8], r.`strength` = row[9], r.to_version = 2147483647;
// TEACHES Course → Skill
UNWIND $rows AS row MATCH (a:`Course` {id: row[0]}) MATCH (b:`Skill` {id: row[1]}) MERGE (a)-[r:`TEACHES` {key: row[2], from_version: $version}]->(b) SET r.`status` = row[3], r.`grade` = row[4], r.`scope` = row[5], r.`records` = row[6], r.`strength` = row[7], r.to_version = 2147483647;
