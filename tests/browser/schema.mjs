// Files of JSON against a JSON Schema (2020-12), with ajv.
//
// usage: node schema.mjs SCHEMA FILE...
// A line for each file, `FILE TAB` and what is wrong with it, nothing when it
// keeps the schema. A schema that ajv refuses ends with status 1: unknown
// words and types that contradict each other are refused too (strict mode).
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const [schema, ...files] = process.argv.slice(2);
const read = path => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv2020({ strict: true, allErrors: true,
                          allowUnionTypes: true });
const validate = ajv.compile(read(schema));

for (const file of files) {
    const faults = validate(read(file)) ? [] : validate.errors.map(
        e => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
    console.log(`${file}\t${faults.join("; ")}`);
}
