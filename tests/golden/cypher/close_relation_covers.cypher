UNWIND $rows AS row MATCH (a:`Cluster` {id: row[0]})-[r:`COVERS` {key: row[2]}]->(b:`Industry` {id: row[1]}) WHERE r.from_version < $version AND r.to_version = 2147483647 SET r.to_version = $version
