UNWIND $rows AS row MATCH (n:`Industry` {id: row[0]}) SET n.to_version = $version
